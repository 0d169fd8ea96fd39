#!/usr/bin/env python3
"""Writes the golden values of tests/Kindred.Neural.Tests/Golden/encoder-*.json and cross-encoder.json: forward passes of random-weight models.

Independent of Kindred and of any model library: numpy in float64, written from the papers (Devlin et al., 2019; Vaswani et al., 2017).
The weights come from a counter-based generator that both sides compute (splitmix64 of the element's number, see `values`), so none are kept.

usage: scripts/encoder-golden.py tests/Kindred.Neural.Tests/Golden        (Debian's python3-numpy; erf from the standard library)
"""
import json, math, sys
import numpy as np

MASK = (1 << 64) - 1
erf = np.vectorize(math.erf)


def mix(z):
    z = np.asarray(z, dtype=np.uint64)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def values(seed, shape, scale, offset=0.0):
    """Uniform in ±scale, around the offset, rounded to float32: element i comes from mix((seed << 40) + i + 1)."""
    with np.errstate(over="ignore"):
        n = int(np.prod(shape))
        bits = mix(np.arange(1, n + 1, dtype=np.uint64) + np.uint64((seed << 40) & MASK)) >> np.uint64(40)
    unit = bits.astype(np.float64) / (1 << 24)
    return (offset + (2 * unit - 1) * scale).astype(np.float32).reshape(shape).astype(np.float64)


def layout(c):
    h, out = c["hidden"], [("embeddings.word_embeddings.weight", (c["vocab"], 0)), ("embeddings.position_embeddings.weight", (c["positions"], 0))]
    out = [(n, (s[0], h)) for n, s in out]
    if c["segments"]:
        out.append(("embeddings.token_type_embeddings.weight", (c["segments"], h)))
    def pair(n, *s):
        out.append((n + ".weight", s)); out.append((n + ".bias", (s[0],)))
    pair("embeddings.LayerNorm", h)
    for l in range(c["layers"]):
        p = f"encoder.layer.{l}."
        for n in ("query", "key", "value"):
            pair(p + "attention.self." + n, h, h)
        pair(p + "attention.output.dense", h, h); pair(p + "attention.output.LayerNorm", h)
        pair(p + "intermediate.dense", c["inner"], h); pair(p + "output.dense", h, c["inner"]); pair(p + "output.LayerNorm", h)
    return out


def weights(c):
    return {n: values(c["seed"] + i, s, 0.08, 1.0 if n.endswith("LayerNorm.weight") else 0.0) for i, (n, s) in enumerate(layout(c))}


def norm(w, name, x, eps):
    m = x.mean(-1, keepdims=True)
    return (x - m) / np.sqrt(((x - m) ** 2).mean(-1, keepdims=True) + eps) * w[name + ".weight"] + w[name + ".bias"]


def linear(w, name, x):
    return x @ w[name + ".weight"].T + w[name + ".bias"]


def activate(kind, x):
    if kind == "gelu":
        return 0.5 * x * (1 + erf(x / math.sqrt(2)))
    if kind == "relu":
        return np.maximum(x, 0)
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))


def forward(c, w, ids, segments=None):
    """One text without padding; [T × H]."""
    t, heads, size = len(ids), c["heads"], c["hidden"] // c["heads"]
    x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][c["first"]:c["first"] + t]
    if c["segments"]:
        x = x + w["embeddings.token_type_embeddings.weight"][segments or 0]
    x = norm(w, "embeddings.LayerNorm", x, c["eps"])
    for l in range(c["layers"]):
        p = f"encoder.layer.{l}."
        q, k, v = (linear(w, p + "attention.self." + n, x) for n in ("query", "key", "value"))
        mixed = np.empty_like(x)
        for a in range(heads):
            s = slice(a * size, (a + 1) * size)
            scores = q[:, s] @ k[:, s].T / math.sqrt(size)
            e = np.exp(scores - scores.max(-1, keepdims=True))
            mixed[:, s] = (e / e.sum(-1, keepdims=True)) @ v[:, s]
        x = norm(w, p + "attention.output.LayerNorm", x + linear(w, p + "attention.output.dense", mixed), c["eps"])
        inner = activate(c["act"], linear(w, p + "intermediate.dense", x))
        x = norm(w, p + "output.LayerNorm", x + linear(w, p + "output.dense", inner), c["eps"])
    return x


SHAPES = {
    # gte-small: 12 layers of 384, real vocabulary
    "bert": dict(type="bert", seed=100, vocab=30522, positions=512, segments=2, hidden=384, layers=12, heads=12, inner=1536, act="gelu", eps=1e-12, first=0, pad=0),
    # RoBERTa's positions begin after the pad token; XLM-R's shape in small
    "roberta": dict(type="xlm-roberta", seed=2000, vocab=5000, positions=514, segments=1, hidden=96, layers=3, heads=4, inner=384, act="gelu", eps=1e-5, first=2, pad=1),
    "distilbert": dict(type="distilbert", seed=3000, vocab=5000, positions=512, segments=0, hidden=96, layers=2, heads=6, inner=256, act="gelu", eps=1e-12, first=0, pad=0),
    "tanh": dict(type="bert", seed=4000, vocab=500, positions=64, segments=2, hidden=64, layers=2, heads=2, inner=128, act="gelu_new", eps=1e-12, first=0, pad=0),
}


def cross_encoder(c):
    """Pairs and their logits: pooler and classifier of BertForSequenceClassification with one label, their weights after the encoder's."""
    w, h, first = weights(c), c["hidden"], c["seed"] + len(layout(c))
    head = {n: values(first + i, s, 0.08) for i, (n, s) in enumerate([("pooler.weight", (h, h)), ("pooler.bias", (h,)), ("out.weight", (1, h)), ("out.bias", (1,))])}
    pairs = []
    for left, right in ((3, 4), (9, 2), (12, 20)):
        ids = [int(i) for i in mix(np.arange(left + right, dtype=np.uint64) + np.uint64(left * 1000)) % np.uint64(c["vocab"])]
        segments = [0] * left + [1] * right
        x = forward(c, w, ids, segments)[0]
        logit = float(linear(head, "out", np.tanh(linear(head, "pooler", x)))[0])
        pairs.append(dict(ids=ids, segments=segments, logit=round(logit, 7)))
    return pairs


def write(path, content):
    with open(path, "w") as f:
        json.dump(dict(origin="scripts/encoder-golden.py, numpy " + np.__version__ + ", float64", **content), f, indent=None, separators=(",", ":"))
        f.write("\n")


def main(folder):
    for name, c in SHAPES.items():
        w, texts = weights(c), []
        for length in (3, 9, 24, 17):
            ids = [int(i) for i in mix(np.arange(length, dtype=np.uint64) + np.uint64(length * 1000)) % np.uint64(c["vocab"])]
            x = forward(c, w, ids)
            unit = lambda v: (v / np.linalg.norm(v))
            texts.append(dict(ids=ids, first_token=[round(float(v), 7) for v in x[0][:16]], last_token=[round(float(v), 7) for v in x[-1][:16]],
                              mean=[round(float(v), 7) for v in unit(x.mean(0))], largest=[round(float(v), 7) for v in x.max(0)[:16]]))
        write(f"{folder}/encoder-{name}.json", dict(config=c, texts=texts))
    write(f"{folder}/cross-encoder.json", dict(config=SHAPES["tanh"], pairs=cross_encoder(SHAPES["tanh"])))


main(sys.argv[1])
