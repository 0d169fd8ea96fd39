#!/usr/bin/python3
"""Kindred's HNSW beside hnswlib (compiled for this machine) and Faiss, on the same vectors in one run.

    python3 bench/index/compare_hnswlib.py --kindred artifacts/bin/Kindred.Benchmarks/release/Kindred.Benchmarks

Needs Debian's libhnswlib-dev, g++, python3-faiss (a generic build) and python3-numpy; --skip leaves a program out. Every program builds its
index and keeps it in a file; then all search in turn, --rounds times, and the best of the rounds counts, so that the load of the machine
falls on all alike. One thread searches; times are processor time. Without --vectors the data are those of PEERS.md section 4: clustered
unit vectors. --vectors FILE.npy takes real ones (float32, normalised here), of which --queries random ones are kept out as queries.
"""
import argparse
import json
import os
import subprocess
import tempfile
import time

import numpy as np

K = 10
RECALLS = (0.90, 0.923, 0.95, 0.977, 0.99, 0.996)
HERE = os.path.dirname(os.path.abspath(__file__))


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


def real(path, count, queries, seed):
    data = np.load(path).astype(np.float32)
    data /= np.maximum(np.linalg.norm(data, axis=1, keepdims=True), 1e-12)
    order = np.random.default_rng(seed).permutation(len(data))[: count + queries]
    return np.ascontiguousarray(data[order[queries:]]), np.ascontiguousarray(data[order[:queries]])


def exact(base, queries):
    return np.vstack([np.argpartition(-(part @ base.T), K, axis=1)[:, :K] for part in np.array_split(queries, 10)]).astype(np.int32)


def call(*command):
    return json.loads(subprocess.run([str(c) for c in command], check=True, stdout=subprocess.PIPE).stdout)


class Program:
    """A program that builds an index into a file and searches it."""

    def __init__(self, name, build, search, threads):
        self.name, self.search, self.points = name, search, {}
        self.builds = {t: build(t) for t in threads}

    def round(self):
        for point in self.search():
            best = self.points.setdefault(point["ef"], point)
            best["qps"] = max(best["qps"], point["qps"])

    def qps_at(self, target):
        """Queries a second at a recall, by a straight line in log(queries a second) between the points around it; the lowest point counts below."""
        points = sorted((p["recall"], p["qps"]) for p in self.points.values())
        if target <= points[0][0]:
            return points[0][1]
        for (r0, q0), (r1, q1) in zip(points, points[1:]):
            if r0 <= target <= r1 and r1 > r0:
                return float(np.exp(np.interp(target, [r0, r1], np.log([q0, q1]))))
        return None


def native_hnswlib(folder, dims, args):
    peer = f"{folder}/hnswlib_peer"
    subprocess.run(["g++", "-std=c++17", "-O3", "-march=native", "-pthread", "-o", peer, f"{HERE}/hnswlib_peer.cpp"], check=True)
    index = f"{folder}/hnswlib.index"
    return Program(
        "hnswlib (native build)",
        lambda t: call(peer, "build", folder, dims, args.m, args.ef_construction, t, index),
        lambda: call(peer, "search", folder, dims, index, args.ef, 3),
        args.threads)


def faiss_hnsw(base, queries, truth, args):
    import faiss

    state = {}

    def build(threads):
        faiss.omp_set_num_threads(threads)
        index = faiss.IndexHNSWFlat(base.shape[1], args.m, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = args.ef_construction
        processor, wall = time.process_time(), time.perf_counter()
        index.add(base)
        state["index"] = index
        return {"processor_seconds": time.process_time() - processor, "wall_seconds": time.perf_counter() - wall}

    def search():
        faiss.omp_set_num_threads(1)
        points = []
        for ef in map(int, args.ef.split(",")):
            state["index"].hnsw.efSearch = ef
            best = 0.0
            for _ in range(3):
                started = time.process_time()
                rows = state["index"].search(queries, K)[1]
                best = max(best, len(queries) / (time.process_time() - started))
            points.append({"ef": ef, "recall": float(np.mean([len(np.intersect1d(a, b)) / K for a, b in zip(rows, truth)])), "qps": best})
        return points

    return Program("Faiss HNSW (generic build)", build, search, args.threads)


def kindred(variant, folder, dims, args):
    index = f"{folder}/{variant}.index"
    return Program(
        f"Kindred {variant}",
        lambda t: call(args.kindred, "hnsw", "build", folder, dims, variant, args.m, args.ef_construction, t, index),
        lambda: call(args.kindred, "hnsw", "search", folder, dims, index, args.ef, 3),
        args.threads)


def report(programs):
    for program in programs:
        builds = ", ".join(f"{t} thr {b['wall_seconds']:.1f} s ({b['processor_seconds']:.1f} s processor)" for t, b in program.builds.items())
        print(f"\n{program.name}: build {builds}")
        for point in sorted(program.points.values(), key=lambda p: p["ef"]):
            print(f"  ef {point['ef']:4d}  recall@10 {point['recall']:.4f}  {point['qps']:9,.0f} queries/s")
    print(f"\nqueries/s at equal recall (× {programs[0].name})")
    for program in programs:
        cells = []
        for target in RECALLS:
            mine, peer = program.qps_at(target), programs[0].qps_at(target)
            cells.append("–" if mine is None else f"{mine:,.0f}" + (f" ({mine / peer:.2f})" if peer else ""))
        print(f"  {program.name:28s}" + " | ".join(f"{t:.3f}: {c}" for t, c in zip(RECALLS, cells)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kindred", required=True, help="path of the Kindred.Benchmarks program")
    parser.add_argument("--variants", default="int8,none", help="Kindred's quantisations; +lean is without KeepPruned")
    parser.add_argument("--vectors", help="real vectors: a .npy file, rows × dimensions")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=1_000)
    parser.add_argument("--dims", type=int, default=128)
    parser.add_argument("--latent", type=int, default=24)
    parser.add_argument("--clusters", type=int, default=200)
    parser.add_argument("--noise", type=float, default=0.1)
    parser.add_argument("--m", type=int, default=16)
    parser.add_argument("--ef-construction", type=int, default=200)
    parser.add_argument("--ef", default="10,14,20,30,40,60,80,120")
    parser.add_argument("--threads", type=lambda s: [int(x) for x in s.split(",")], default=[1, 2], help="threads of the builds; the last one is searched")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--skip", default="", help="hnswlib, faiss or both")
    args = parser.parse_args()
    base, queries = (
        real(args.vectors, args.count, args.queries, seed=7)
        if args.vectors
        else clustered(args.count, args.queries, args.dims, args.latent, args.clusters, args.noise, seed=7))
    truth, dims = exact(base, queries), base.shape[1]
    print(f"{len(base):,} × {dims}, {len(queries):,} queries, load {os.getloadavg()[0]:.0f}")
    with tempfile.TemporaryDirectory() as folder:
        for name, array in (("base.f32", base), ("queries.f32", queries), ("truth.i32", truth)):
            array.tofile(f"{folder}/{name}")
        programs = [] if "hnswlib" in args.skip else [native_hnswlib(folder, dims, args)]
        programs += [kindred(variant, folder, dims, args) for variant in args.variants.split(",")]
        programs += [] if "faiss" in args.skip else [faiss_hnsw(base, queries, truth, args)]
        for _ in range(args.rounds):
            for program in programs:
                program.round()
    report(programs)


if __name__ == "__main__":
    main()
