#!/usr/bin/python3
"""Kindred's HNSW beside hnswlib on the same vectors in one run, one thread.

    python3 bench/index/compare_hnswlib.py --kindred artifacts/bin/Kindred.Benchmarks/release/Kindred.Benchmarks

Needs Debian's python3-hnswlib and python3-numpy. The vectors are written as raw float32 files that `Kindred.Benchmarks hnsw`
reads. Debian's hnswlib is a generic build (no AVX2), two to four times slower than one compiled for the machine, so the table
shows a second ratio against the figures of a native build given with --native (recall:queries a second, highest last).
"""
import argparse
import json
import subprocess
import tempfile
import time

import hnswlib
import numpy as np

K = 10
NATIVE = ".923:33465,.977:20603,.996:12700,.999:7564"  # PEERS.md section 4, another machine hour: a guide, not a race
RECALLS = (0.90, 0.923, 0.95, 0.977, 0.99, 0.996)


def clustered(count, queries, dims, latent, clusters, noise, seed):
    """Unit vectors: cluster centres in a latent space, spread inside it, mapped to dims, noise on top."""
    rng = np.random.default_rng(seed)
    total = count + queries
    centres = rng.normal(size=(clusters, latent))
    points = centres[rng.integers(clusters, size=total)] + rng.normal(size=(total, latent)) * 0.6
    data = points @ rng.normal(size=(latent, dims)) / np.sqrt(latent) + rng.normal(size=(total, dims)) * noise
    data /= np.linalg.norm(data, axis=1, keepdims=True)
    data = data.astype(np.float32)
    return data[:count], data[count:]


def exact(base, queries):
    return np.vstack([np.argpartition(-(part @ base.T), K, axis=1)[:, :K] for part in np.array_split(queries, 10)]).astype(np.int32)


def run_hnswlib(base, queries, truth, args):
    index = hnswlib.Index(space="ip", dim=base.shape[1])
    index.init_index(max_elements=len(base), M=args.m, ef_construction=args.ef_construction, random_seed=1)
    index.set_num_threads(1)
    started = time.process_time()
    index.add_items(base, num_threads=1)
    build = time.process_time() - started
    curve = []
    for ef in args.ef:
        index.set_ef(ef)
        best = 0.0
        for _ in range(args.repeats):
            started = time.process_time()
            rows, _ = index.knn_query(queries, k=K, num_threads=1)
            best = max(best, len(queries) / (time.process_time() - started))
        curve.append({"ef": ef, "recall": recall(rows, truth), "qps": best})
    return {"name": "hnswlib (generic build)", "build_seconds": build, "curve": curve}


def recall(rows, truth):
    return float(np.mean([len(set(a.tolist()) & set(b.tolist())) / K for a, b in zip(rows, truth)]))


def qps_at(curve, target):
    """Queries a second at a recall, by a straight line in log(queries a second) between the two points around it."""
    points = sorted((p["recall"], p["qps"]) for p in curve)
    for (r0, q0), (r1, q1) in zip(points, points[1:]):
        if r0 <= target <= r1 and r1 > r0:
            return float(np.exp(np.interp(target, [r0, r1], np.log([q0, q1]))))
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kindred", help="path of the Kindred.Benchmarks program; without it only hnswlib runs")
    parser.add_argument("--variants", default="int8+keep,int8,none+keep,none", help="Kindred's quantisations to run; +keep with KeepPruned, its default")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=1_000)
    parser.add_argument("--dims", type=int, default=128)
    parser.add_argument("--latent", type=int, default=24)
    parser.add_argument("--clusters", type=int, default=200)
    parser.add_argument("--noise", type=float, default=0.1)
    parser.add_argument("--m", type=int, default=16)
    parser.add_argument("--ef-construction", type=int, default=200)
    parser.add_argument("--ef", type=lambda s: [int(x) for x in s.split(",")], default=[10, 14, 20, 30, 40, 60, 80, 120])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--native", default=NATIVE)
    parser.add_argument("--skip-hnswlib", action="store_true")
    args = parser.parse_args()
    base, queries = clustered(args.count, args.queries, args.dims, args.latent, args.clusters, args.noise, seed=7)
    truth = exact(base, queries)
    native = [dict(recall=float(r), qps=float(q)) for r, q in (p.split(":") for p in args.native.split(","))]
    results = [] if args.skip_hnswlib else [run_hnswlib(base, queries, truth, args)]
    with tempfile.TemporaryDirectory() as folder:
        for name, array in (("base.f32", base), ("queries.f32", queries), ("truth.i32", truth)):
            array.tofile(f"{folder}/{name}")
        for variant in args.variants.split(",") if args.kindred else []:
            command = [args.kindred, "hnsw", folder, str(args.dims), variant, str(args.m), str(args.ef_construction), ",".join(map(str, args.ef)), str(args.repeats)]
            results.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
    for result in results:
        print(f"\n{result['name']}: build {result['build_seconds']:.1f} s CPU, {result.get('bytes_per_vector', 0):.0f} bytes a vector")
        for point in result["curve"]:
            print(f"  ef {point['ef']:4d}  recall@10 {point['recall']:.4f}  {point['qps']:9,.0f} queries/s")
    print("\nqueries/s at equal recall (× hnswlib in this run; × native hnswlib of PEERS.md)")
    for result in results:
        cells = []
        for target in RECALLS:
            mine = qps_at(result["curve"], target)
            peers = [qps_at(results[0]["curve"], target), qps_at(native, target)]
            cells.append("–" if mine is None else f"{mine:,.0f} ({' ; '.join('–' if p is None else f'{mine / p:.2f}' for p in peers)})")
        print(f"  {result['name']:28s}" + " | ".join(f"{t:.3f}: {c}" for t, c in zip(RECALLS, cells)))


if __name__ == "__main__":
    main()
