#!/usr/bin/python3
"""Training speed of Kindred's models beside the inner loops of implicit (ALS, item-kNN, BPR) and word2vec (skip-gram), and beside gensim and fastText
themselves where they are installed (Debian packages python3-gensim and fasttext), on the same interactions in one run.

    python3 bench/models/compare_models.py --kindred artifacts/bin/Kindred.Benchmarks/release/Kindred.Benchmarks --threads 2

Needs g++. The inner loops are twins in C++ (peers.cpp) compiled for the machine; all sides take turns, and the best of the rounds counts, so that the
load of the machine falls on all alike. Processor and wall seconds of the training loop, without start and reading.
"""
import argparse
import array
import json
import os
import re
import resource
import shutil
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
FACTORS, WINDOW, NEGATIVES = 64, 5, 10

# What is compared: label, passes, the peers with their arguments, Kindred's model. {t} is the number of threads.
CASES = [
    ("ALS, 64 factors", 15, {"implicit": "als FILE 64 15 {t}"}, "als:factors=64"),
    ("ALS, 128 factors", 15, {"implicit": "als FILE 128 15 {t}"}, "als"),
    ("item-kNN, 20 neighbours", 1, {"implicit": "knn FILE 20 {t}"}, "knn:neighbors=20;similarity=cosine"),
    ("item-kNN, 200 neighbours", 1, {"implicit": "knn FILE 200 {t}"}, "knn:similarity=cosine"),
    ("BPR, plain, 64 factors", 10, {"implicit": "bpr FILE 64 10 {t}"}, "bpr:epochs=10;factors=64;candidates=1;negative-exponent=1"),
    ("BPR, 4 candidates, 64 factors", 10, {}, "bpr:epochs=10;factors=64"),
    ("skip-gram, 64 factors, 10 negatives, 6 others on average", 1,
     {"word2vec": f"sgns FILE {FACTORS} 1 {WINDOW} {NEGATIVES} {{t}}", "gensim": None, "fastText": None}, f"item2vec:factors={FACTORS};epochs=1;objective=pairs;pairs=6"),
    ("item2vec, 64 factors, rest of the basket, 20 others", 1, {}, "item2vec:factors=64;epochs=1"),
]


def twin(program, data, arguments, threads):
    words = arguments.replace("FILE", data).format(t=threads).split()
    seconds = json.loads(subprocess.run([program, *words], check=True, stdout=subprocess.PIPE).stdout)
    return seconds["processor_seconds"], seconds["wall_seconds"]


def kindred(program, model, threads):
    text = subprocess.run([program, "models", str(threads), "3", model], check=True, stdout=subprocess.PIPE, text=True).stdout
    return tuple(map(float, re.search(r"([\d.]+) s processor, ([\d.]+) s wall", text).groups()))


def gensim(sentences, threads):
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    from gensim.models import Word2Vec
    model = Word2Vec(vector_size=FACTORS, window=WINDOW, negative=NEGATIVES, sg=1, sample=0, min_count=1, workers=threads)
    model.build_vocab(sentences)
    processor, wall = time.process_time(), time.perf_counter()
    model.train(sentences, total_examples=model.corpus_count, epochs=1)
    return time.process_time() - processor, time.perf_counter() - wall


def fasttext(text, threads):
    """A pass is what a run of one pass takes longer than one of none: both read the file and write the vectors."""
    none, one = (fasttext_run(text, threads, epochs) for epochs in (0, 1))
    return one[0] - none[0], one[1] - none[1]


def fasttext_run(text, threads, epochs):
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    options = {"dim": FACTORS, "ws": WINDOW, "neg": NEGATIVES, "minCount": 1, "maxn": 0, "t": 1, "thread": threads, "epoch": epochs, "verbose": 0}
    words = [word for name, value in options.items() for word in (f"-{name}", str(value))]
    subprocess.run(["fasttext", "skipgram", "-input", text, "-output", text, *words], check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - wall


def read(path):
    """The users' products as words, from the file that Kindred.Benchmarks wrote (see peers.cpp)."""
    values = array.array("i", open(path, "rb").read())
    users, columns = values[0], values[values[0] + 4:]
    return [[str(item) for item in columns[values[3 + user]:values[4 + user]]] for user in range(users)]


def installed():
    try:
        import gensim.models  # noqa: F401
        return {"gensim"} | ({"fastText"} if shutil.which("fasttext") else set())
    except ImportError:
        return {"fastText"} if shutil.which("fasttext") else set()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kindred", required=True, help="path of the Kindred.Benchmarks program")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="only cases whose label begins so")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        program, data, text = f"{folder}/peers", f"{folder}/interactions", f"{folder}/words"
        subprocess.run(["g++", "-std=c++17", "-O3", "-march=native", "-ffast-math", "-pthread", "-o", program, f"{HERE}/peers.cpp"], check=True)
        subprocess.run([args.kindred, "models", "data", data], check=True)
        sentences = read(data)
        with open(text, "w") as file:
            file.writelines(" ".join(words) + "\n" for words in sentences)
        interactions = sum(map(len, sentences))
        others = {"gensim": lambda: gensim(sentences, args.threads), "fastText": lambda: fasttext(text, args.threads)}
        absent = others.keys() - installed()
        print(f"{args.threads} threads" + "".join(f"; {name} is not installed and left out" for name in sorted(absent)), flush=True)
        for label, passes, peers, model in CASES:
            if not label.startswith(args.only):
                continue
            sides = {name: others[name] if words is None else lambda words=words: twin(program, data, words, args.threads) for name, words in peers.items() if name not in absent}
            sides["Kindred"] = lambda: kindred(args.kindred, model, args.threads)
            times = {name: [] for name in sides}
            for _ in range(args.rounds):
                for name, run in sides.items():
                    times[name].append(run())
            for name, seconds in times.items():
                processor, wall = map(min, zip(*seconds))
                print(f"{label}: {name} {processor:.2f} s processor, {wall:.2f} s wall, {passes * interactions / wall:,.0f} interactions a second", flush=True)


if __name__ == "__main__":
    main()
