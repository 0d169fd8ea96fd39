#!/usr/bin/python3
"""Training speed of Kindred's models beside the inner loops of implicit (item-kNN, BPR) and word2vec (skip-gram), on the same interactions in one run.

    python3 bench/models/compare_models.py --kindred artifacts/bin/Kindred.Benchmarks/release/Kindred.Benchmarks

Needs g++. The peers are twins in C++ (peers.cpp) compiled for the machine; both sides take turns, and the best of the rounds counts, so that the
load of the machine falls on all alike. Times are processor time.
"""
import argparse
import json
import os
import re
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
INTERACTIONS = 810_128

# What is compared: label, passes, arguments of the peer, Kindred's model. {t} is the number of threads.
CASES = [
    ("item-kNN, 20 neighbours", 1, "knn FILE 20", "knn:neighbors=20"),
    ("item-kNN, 200 neighbours", 1, "knn FILE 200", "knn"),
    ("BPR, plain, 64 factors", 10, "bpr FILE 64 10 {t}", "bpr:epochs=10;candidates=1;negative-exponent=1"),
    ("BPR, the default of 4 candidates", 10, None, "bpr:epochs=10"),
    ("skip-gram, 64 factors, 10 negatives, 6 others on average", 2, "sgns FILE 64 2 5 10 {t}", "item2vec:epochs=2;objective=pairs;pairs=6"),
    ("item2vec, the default (rest of the basket, 20 others)", 2, None, "item2vec:epochs=2"),
]


def peer(program, data, arguments, threads):
    words = arguments.replace("FILE", data).format(t=threads).split()
    return json.loads(subprocess.run([program, *words], check=True, stdout=subprocess.PIPE).stdout)["processor_seconds"]


def kindred(program, model, threads):
    text = subprocess.run([program, "models", str(threads), "2", model], check=True, stdout=subprocess.PIPE, text=True).stdout
    return float(re.search(r"([\d.]+) s processor", text).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kindred", required=True, help="path of the Kindred.Benchmarks program")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        program, data = f"{folder}/peers", f"{folder}/interactions"
        subprocess.run(["g++", "-std=c++17", "-O3", "-march=native", "-ffast-math", "-pthread", "-o", program, f"{HERE}/peers.cpp"], check=True)
        subprocess.run([args.kindred, "models", "data", data], check=True)
        for label, passes, other, model in CASES:
            theirs, ours = float("inf"), float("inf")
            for _ in range(args.rounds):
                theirs = min(theirs, peer(program, data, other, args.threads)) if other else theirs
                ours = min(ours, kindred(args.kindred, model, args.threads))
            rates = [f"{name} {s:6.2f} s, {passes * INTERACTIONS / s:10,.0f} interactions/s" for name, s in (("peer", theirs), ("Kindred", ours)) if s < float("inf")]
            print(f"{label}: {'; '.join(rates)}", flush=True)


if __name__ == "__main__":
    main()
