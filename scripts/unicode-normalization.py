#!/usr/bin/env python3
"""Writes src/Kindred/Text/Unicode/normalization.txt from Python's copy of the Unicode Character Database.

usage: scripts/unicode-normalization.py > src/Kindred/Text/Unicode/normalization.txt
"""
import sys
import unicodedata as u

HANGUL = range(0xAC00, 0xAC00 + 11172)  # composed by arithmetic, not by table
scalars = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF and c not in HANGUL]
hexes = lambda s: " ".join(f"{ord(c):X}" for c in s)

print(f"# Unicode {u.unidata_version}, normalisation (UAX #15). Made by scripts/unicode-normalization.py; Unicode License v3.")
print("# d: code point = full compatibility decomposition; D: the same, and it is the canonical one too; k: full canonical decomposition where it differs;")
print("# m: code point = canonical combining class; c: two code points = their composite.")
for c in scalars:
    canonical = u.normalize("NFD", chr(c))
    if (d := u.normalize("NFKD", chr(c))) != chr(c):
        print(f"{'D' if d == canonical else 'd'} {c:X}={hexes(d)}")
    if canonical not in (chr(c), d):
        print(f"k {c:X}={hexes(canonical)}")
for c in scalars:
    if u.combining(chr(c)):
        print(f"m {c:X}={u.combining(chr(c))}")
for c in scalars:
    parts = u.decomposition(chr(c))
    if parts and not parts.startswith("<") and " " in parts and u.normalize("NFC", chr(c)) == chr(c):
        first, second = (int(p, 16) for p in parts.split())
        print(f"c {first:X} {second:X}={c:X}")
sys.stdout.flush()
