"""The benchmark's steps in vectorised NumPy. Reads one JSON task per line, and answers each with one line of JSON."""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np


def version(_):
    try:
        blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"]
    except (TypeError, KeyError):
        blas = "unknown"
    return {"version": np.__version__, "blas": blas}


def timed(work, count):
    start = time.perf_counter()
    for _ in range(count):
        work()
    return {"ms": (time.perf_counter() - start) / count * 1e3}


def matmul(task):
    rng = np.random.default_rng(1)
    a, b = (rng.standard_normal(shape).astype(task["dtype"]) for shape in (task["a"], task["b"]))
    a = a.T if task["transposeA"] else a
    b = b.T if task["transposeB"] else b
    return timed(lambda: a @ b, task["count"])


class Adam:
    def __init__(self, weights, rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-7):
        self.rate, self.beta1, self.beta2, self.epsilon = rate, beta1, beta2, epsilon
        self.m = [np.zeros_like(w) for w in weights]
        self.v = [np.zeros_like(w) for w in weights]
        self.t = 0

    def apply(self, weights, grads):
        self.t += 1
        m_correction = 1 - self.beta1**self.t
        v_correction = 1 - self.beta2**self.t
        for w, g, m, v in zip(weights, grads, self.m, self.v):
            m += (1 - self.beta1) * (g - m)
            v += (1 - self.beta2) * (g * g - v)
            w -= self.rate / m_correction * m / (np.sqrt(v / v_correction) + self.epsilon)


class Advanced:
    """784-128-10: LeakyReLU, softmax, cross-entropy, Adam."""

    batch = 256

    def __init__(self):
        rng = np.random.default_rng(1)
        w1 = rng.standard_normal((784, 128)) * np.sqrt(2 / 784)
        w2 = rng.standard_normal((128, 10)) * np.sqrt(2 / 138)
        self.weights = [w.astype(np.float32) for w in (w1, np.zeros(128), w2, np.zeros(10))]
        self.optimizer = Adam(self.weights)

    def predict(self, x):
        w1, b1, w2, b2 = self.weights
        return leaky(x @ w1 + b1) @ w2 + b2

    def step(self, x, y):
        w1, b1, w2, b2 = self.weights
        s1 = x @ w1 + b1
        h = leaky(s1)
        p = softmax(h @ w2 + b2)
        loss = cross_entropy(p, y)
        d2 = softmax_gradient(p, cross_entropy_gradient(p, y))
        d1 = (d2 @ w2.T) * slope(s1)
        self.optimizer.apply(self.weights, [x.T @ d1, d1.sum(0), h.T @ d2, d2.sum(0)])
        return loss, accuracy(p, y)


class Simple:
    """784-10: LeakyReLU, mean squared error, gradient descent."""

    batch = 100

    def __init__(self):
        w = np.random.default_rng(1).standard_normal((784, 10)) * np.sqrt(2 / 784)
        self.weights = [w.astype(np.float32), np.zeros(10, np.float32)]

    def predict(self, x):
        w, b = self.weights
        return leaky(x @ w + b)

    def step(self, x, y):
        w, b = self.weights
        s = x @ w + b
        p = leaky(s)
        difference = p - y
        loss = (difference * difference).mean()
        d = difference * (2 / p.size) * slope(s)
        w -= 0.1 * (x.T @ d)
        b -= 0.1 * d.sum(0)
        return loss, accuracy(p, y)


def leaky(x):
    return np.where(x > 0, x, x * np.float32(0.3))


def slope(x):
    return np.where(x > 0, np.float32(1), np.float32(0.3))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def softmax_gradient(p, g):
    return p * (g - (p * g).sum(-1, keepdims=True))


def cross_entropy(p, y):
    return -(np.log(np.clip(p, 1e-7, 1 - 1e-7)) * y).sum() / len(p)


def cross_entropy_gradient(p, y):
    return y / np.clip(p, 1e-7, 1 - 1e-7) * np.float32(-1 / len(p))


def accuracy(p, y):
    return (p.argmax(1) == y.argmax(1)).mean()


def samples(count):
    rng = np.random.default_rng(2)
    return rng.random((count, 784), np.float32), np.eye(10, dtype=np.float32)[rng.integers(10, size=count)]


kept = {}


def keep(name, make):
    if name not in kept:
        kept[name] = make()
    return kept[name]


def step(task):
    model, (x, y) = keep("step", lambda: (Advanced(), samples(Advanced.batch)))
    return timed(lambda: model.step(x, y), task["count"])


def elementwise(task):
    """A training step without the products of its two layers, which are replaced by arrays made beforehand."""

    def make():
        model = Advanced()
        rng = np.random.default_rng(3)
        shapes = [(256, 128), (256, 10), (256, 128), (784, 128), (128, 10)]
        return model, [rng.standard_normal(s).astype(np.float32) for s in shapes], samples(Advanced.batch)[1]

    model, (xw1, hw2, gw2, gw1, gh), y = keep("elementwise", make)
    w1, b1, w2, b2 = model.weights

    def work():
        s1 = xw1 + b1
        leaky(s1)
        p = softmax(hw2 + b2)
        cross_entropy(p, y)
        d2 = softmax_gradient(p, cross_entropy_gradient(p, y))
        d1 = gw2 * slope(s1)
        model.optimizer.apply(model.weights, [gw1, d1.sum(0), gh, d2.sum(0)])
        accuracy(p, y)

    return timed(work, task["count"])


def read_split(folder, split):
    pixels = np.frombuffer(Path(folder, f"{split}-images").read_bytes(), np.uint8, offset=16)
    labels = np.frombuffer(Path(folder, f"{split}-labels").read_bytes(), np.uint8, offset=8)
    x = pixels.reshape(-1, 784).astype(np.float32)
    x /= 255
    return x, np.eye(10, dtype=np.float32)[labels]


def epoch(task):
    make = {"simple": Simple, "advanced": Advanced}[task["model"]]
    x, y = read_split(task["folder"], "train")

    def train(model, steps):
        for i in range(steps):
            part = slice(i * model.batch, (i + 1) * model.batch)
            model.step(x[part], y[part])

    steps = len(x) // make.batch
    train(make(), min(steps, task["warmUp"]))
    model = make()
    start = time.perf_counter()
    train(model, steps)
    ms = (time.perf_counter() - start) * 1e3
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    x, y = read_split(task["folder"], "test")
    return {"ms": ms, "peakMemory": peak, "accuracy": float(accuracy(model.predict(x), y))}


tasks = {f.__name__: f for f in (version, matmul, step, elementwise, epoch)}
for line in sys.stdin:
    task = json.loads(line)
    print(json.dumps(tasks[task["task"]](task)), flush=True)
