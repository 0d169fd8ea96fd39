#!/usr/bin/env bash
# Whole-program mining times of the kindred command: start, read, count, print. Best of RUNS (5), at one and two threads,
# beside the fastest peer of ../shared/PEERS.md, section 2 (its times are with one thread, on a machine of the same kind).
# Usage: bench/mining.sh [DATA_DIR]   (default: shared/data/fimi beside the checkout)
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
data="${1:-$root/../shared/data/fimi}"
runs="${RUNS:-5}"
"$root/scripts/build-program" >&2
plain="$(mktemp -d)"
trap 'rm -rf "$plain"' EXIT

# best COMMAND…: least wall seconds, with that run's processor seconds and peak kilobytes
best() {
    for ((i = 0; i < runs; i++)); do
        { /usr/bin/time -f "%e %U %S %M" "$@" >/dev/null; } 2>&1 | tail -1
    done | sort -n | head -1 | awk '{printf "%5.2f s wall %5.2f s cpu %4d MB", $1, $2 + $3, $4 / 1024}'
}

echo "load: $(cut -d' ' -f1-3 /proc/loadavg)"
while read -r file count peer; do
    if [[ ! -f "$data/$file.dat.gz" ]]; then
        echo "$file: $data/$file.dat.gz is not on this machine; left out." >&2
        continue
    fi
    [[ -f "$plain/$file.dat" ]] || gzip -dc "$data/$file.dat.gz" > "$plain/$file.dat"
    printf '%-17s %5s' "$file" "$count"
    for threads in 1 2; do
        printf ' | %s thr: %s' "$threads" "$(best "$root/artifacts/kindred/Kindred.Cli" mine "$plain/$file.dat" --min-count "$count" --threads "$threads" --count-only --json --quiet)"
    done
    printf ' | peer: %s\n' "$peer"
done <<'TABLE'
mushroom 407 0.066 s (Borgelt fpgrowth)
chess 1279 0.163 s (LCM 3)
BMS1_renumbered 37 0.038 s (LCM 3)
retail 9 0.235 s (LCM 3)
T10I4D100K 10 0.364 s (Borgelt eclat)
T40q100k 1000 1.412 s (Borgelt eclat)
T40q100k 500 2.87 s (Borgelt eclat)
TABLE
