"""Runs the programs of ../numpy.sweep.ts with NumPy. Reads one JSON program per line, and writes its results as a line of JSON."""

import base64
import json
import sys

import numpy as np

np.seterr(all="ignore")


def encode(x):
    x = np.asarray(x)
    data = base64.b64encode(np.ascontiguousarray(x, "<f8").tobytes()).decode()
    return {"shape": list(x.shape), "dtype": str(x.dtype), "data": data}


def decode(t):
    data = np.frombuffer(base64.b64decode(t["data"]), "<f8")
    return data.reshape(t["shape"]).astype(t["dtype"])


def alike(x, *operands):
    """Our results have the dtype of the operands where NumPy's are bool or int."""
    return np.asarray(x).astype(np.result_type(*[o for o in operands if isinstance(o, np.ndarray)]))


def unsigned(x):
    """NumPy does not define which zero is the larger one."""
    return x + 0


def reshape(x, shape):
    """Ours is a view only of contiguous memory, as documented; NumPy's is one more often."""
    return x.reshape(shape) if x.flags.c_contiguous else x.reshape(shape).copy()


def cut(x, start, stop, axis):
    if x.ndim == 0 or not -x.ndim <= axis < x.ndim:
        raise IndexError("no such axis")
    at = [slice(None)] * x.ndim
    at[axis] = slice(start, stop)
    return x[tuple(at)]


def gather(x, indices, axis):
    """Like np.take, but also checks the indices of an empty array."""
    at = [slice(None)] * x.ndim
    at[axis] = np.array(indices, int)
    return x[tuple(at)].copy()


def assign(x, y):
    """Like `x += y`, without the leading axes of length 1 that NumPy drops."""
    x[...] = np.broadcast_to(y, x.shape)
    return x


def assign_add(x, y):
    x += y
    return x


def axes(axis):
    return tuple(axis) if isinstance(axis, list) else axis


BINARY = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "outer": np.outer,
    "greater": np.greater, "greaterEqual": np.greater_equal, "less": np.less, "lessEqual": np.less_equal,
    "equal": np.equal, "notEqual": np.not_equal,
}
UNARY = {
    "neg": np.negative, "square": np.square, "sqrt": np.sqrt, "abs": np.abs, "floor": np.floor, "ceil": np.ceil,
    "isNaN": np.isnan, "isFinite": np.isfinite,
}
REDUCE = {"max": np.max, "min": np.min, "any": np.any, "all": np.all, "argmax": np.argmax, "argmin": np.argmin}

EXACT = {
    "T": lambda x: x.T,
    "transpose": lambda x, order: x.transpose(order),
    "reshape": reshape,
    "slice": cut,
    "expandDims": np.expand_dims,
    "squeeze": lambda x: np.squeeze(x),
    "flatten": lambda x: x.flatten(),
    "astype": lambda x, dtype: x.astype(dtype),
    "gather": gather,
    "concatenate": lambda x, y, axis: np.concatenate([x, y], axis),
    "stack": lambda x, y, axis: np.stack([x, y], axis),
    "vstack": lambda x, y: np.vstack([x, y]),
    "repeat": np.repeat,
    "split": lambda x, parts, axis: np.split(x, parts, axis)[-1],
    "round": np.round,
    "maximum": lambda x, y: unsigned(np.maximum(x, y)),
    "minimum": lambda x, y: unsigned(np.minimum(x, y)),
    "clip": lambda x, lo, hi: unsigned(np.clip(x, lo, hi)),
    "where": lambda c, x, y: np.where(c != 0, x, y),
    "sort": lambda x, axis: unsigned(np.sort(x, axis)),
    "argsort": lambda x, axis: alike(np.argsort(x, axis, kind="stable"), x),
    "assign": assign,
    "assignAdd": assign_add,
}
for name, f in BINARY.items():
    EXACT[name] = lambda x, y, f=f: alike(f(x, y), x, y)
for name, f in UNARY.items():
    EXACT[name] = lambda x, f=f: alike(f(x), x)
EXACT["sign"] = lambda x: unsigned(np.sign(x))
for name, f in REDUCE.items():
    EXACT[name] = lambda x, axis, keepdims, f=f: unsigned(alike(f(x, axis=axes(axis), keepdims=keepdims), x))


# Results that depend on the order of roundings: the value, the magnitude that was rounded, and the number of roundings. Computed in
# long double, which also avoids BLAS, where 0 times infinity may be 0.
ROUNDED = {
    "sum": lambda x, axis, keep: [f(x, axis=axes(axis), keepdims=keep) for f in (np.sum, lambda a, **k: np.sum(np.abs(a), **k))] + [x.size],
    "mean": lambda x, axis, keep: [f(x, axis=axes(axis), keepdims=keep) for f in (np.mean, lambda a, **k: np.mean(np.abs(a), **k))] + [x.size],
    "variance": lambda x, axis, keep: [
        f(x, axis=axes(axis), keepdims=keep) for f in (np.var, lambda a, **k: 2 * np.mean(np.square(a), **k))] + [x.size],
    "prod": lambda x, axis, keep: [np.prod(x, axis=axes(axis), keepdims=keep)] * 2 + [x.size],
    "cumsum": lambda x, axis: [np.cumsum(x, axis), np.cumsum(np.abs(x), axis), x.size],
    "norm": lambda x: [np.sqrt(np.sum(np.square(x)))] * 2 + [x.size],
    "matmul": lambda x, y: [np.matmul(x, y), np.matmul(np.abs(x), np.abs(y)), x.size],
    "dot": lambda x, y: [np.dot(x, y), np.dot(np.abs(x), np.abs(y)), x.size],
    "exp": lambda x: [np.exp(x)] * 2 + [1],
    "log": lambda x: [np.log(x)] * 2 + [1],
    "tanh": lambda x: [np.tanh(x)] * 2 + [1],
    "pow": lambda x, y: [np.power(x, y)] * 2 + [1],
}


AXIS = {**dict.fromkeys([*REDUCE, "sum", "mean", "variance", "prod", "cumsum", "sort", "argsort"], 0), "gather": 1, "repeat": 1}


def check_axis(name, x, arguments):
    """Some functions of NumPy accept axis 0 for a single number."""
    if x.ndim == 0 and name in AXIS and arguments[AXIS[name]] not in (None, []):
        raise IndexError("no such axis")


def run(program):
    pool = [decode(t) for t in program["tensors"]]
    results = []
    for step in program["steps"]:
        operands = [pool[i % len(pool)] for i in step["of"]]
        try:
            check_axis(step["name"], operands[0], step["with"])
            if step["name"] in ROUNDED:
                value, magnitude, count = ROUNDED[step["name"]](*[o.astype(np.longdouble) for o in operands], *step["with"])
                results.append({**encode(alike(value, *operands)), "magnitude": encode(magnitude)["data"], "count": count})
            else:
                result = np.asarray(EXACT[step["name"]](*operands, *step["with"]))
                results.append(encode(result))
                pool.append(result)
        except (ValueError, IndexError, TypeError) as error:
            results.append({"error": str(error)})
    return {"results": results, "pool": [encode(x) for x in pool]}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))))
