/** Tests what NumPy users write by habit: it works as in NumPy, or an error says what to write. */
import fc from "fast-check";
import * as np from "./index.ts";
import { anyTensor } from "./testing/arbitraries.ts";

const x = () => np.arange(6).reshape(2, 3);
const wrong = (f: (any: never) => unknown) => () => f(undefined as never);
/** Functions without their types, to call them in ways that the types forbid. */
const loose = np as unknown as Record<string, (...args: unknown[]) => np.Tensor>;
const method = (t: np.Tensor) => t as unknown as Record<string, (...args: unknown[]) => unknown>;

it("accepts a number as a shape with one axis", () => {
  for (const t of [
    np.zeros(3),
    np.ones(3),
    np.full(3, 2),
    np.random.normal(0, 1, 3),
    np.random.uniform(0, 1, 3),
  ]) {
    expect(t.shape).toEqual([3]);
  }
  expect(np.fromData(new Float32Array(2), 2).shape).toEqual([2]);
  expect(np.reshape(x(), -1).shape).toEqual([6]);
  expect(np.broadcastShapes(3, [2, 1], [4, 1, 1])).toEqual([4, 2, 3]);
});

it("accepts a list of axes", () => {
  const t = np.arange(24).reshape(2, 3, 4);
  expect(t.transpose([2, 0, 1]).toArray()).toEqual(t.transpose(2, 0, 1).toArray());
  expect(t.sum([0, 2]).toArray()).toEqual([60, 92, 124]);
  expect(t.max([-1, 0], true).toArray()).toEqual([[[15], [19], [23]]]);
  expect(t.mean([]).toArray()).toEqual(t.toArray());
  expect(() => t.sum([0, -3])).toThrow("sum: duplicate value in 'axis': [0,-3]");
  expect(() => t.std([0, 3])).toThrow("std: axis 3 is out of bounds for a tensor of dimension 3");
});

it("slices along any axis, with whole bounds only", () => {
  expect(x().slice(1, null, 1).toArray()).toEqual([
    [1, 2],
    [4, 5],
  ]);
  expect(x().slice(null, -1, -1).toArray()).toEqual([
    [0, 1],
    [3, 4],
  ]);
  const t = x();
  t.slice(0, 1, 1).assign(9);
  expect(t.toArray()).toEqual([
    [9, 1, 2],
    [9, 4, 5],
  ]);
  expect(x().slice(0, Number.POSITIVE_INFINITY).shape).toEqual([2, 3]);
  // A whole length between bounds that are not whole.
  expect(() => x().slice(0.5, 1.5)).toThrow("slice: indices must be whole numbers, received 0.5");
  expect(() => x().slice(0, Number.NaN)).toThrow("slice: indices must be whole numbers, received NaN");
  expect(() => method(x()).slice([0, 2], [1, 3])).toThrow("received [0,2]; x.slice(0, 2, 1) is x[:, 0:2]");
  expect(() => x().slice(0, 1, 2)).toThrow("slice: axis 2 is out of bounds");
});

it("gathers by a single index and by nested indices, as x[i]", () => {
  expect(x().gather(-1).toArray()).toEqual([3, 4, 5]);
  expect(x().gather(0, 1).toArray()).toEqual([0, 3]);
  expect(np.gather([5, 6], [[0], [1]]).toArray()).toEqual([[5], [6]]);
  expect(() => method(x()).gather()).toThrow(
    "gather: expected a tensor, a list or a number, received undefined",
  );
});

it("keeps the axis of argmax and argmin, which take only one", () => {
  expect(x().argmax(1, true).toArray()).toEqual([[2], [2]]);
  expect(np.argmin(x(), null, true).toArray()).toEqual([[0]]);
  expect(() => method(x()).argmax([0, 1])).toThrow("argmax: takes one axis, received [0,1]");
  expect(() => np.zeros([0, 0]).argmax(0)).toThrow("attempt to get argmax of an empty sequence");
});

it.each<[string, () => unknown, string]>([
  ["zeros(2, 3)", () => loose.zeros(2, 3), "zeros: the lengths of several axes are a list: zeros([2, 3])"],
  ["ones(2, 3)", () => loose.ones(2, 3), "ones: the lengths of several axes are a list: ones([2, 3])"],
  ["ones([-1])", () => np.ones([-1]), "ones: a shape needs whole numbers >= 0, received [-1]"],
  ["eye(undefined)", () => np.eye(undefined as never), "whole numbers >= 0, received [undefined,undefined]"],
  ["eye(1.5)", () => np.eye(1.5), "eye: a shape needs whole numbers"],
  [
    "zeros(x)",
    () => loose.zeros(x()),
    "zeros: a shape is a list of whole numbers such as [2, 3], received a tensor of shape [2,3]",
  ],
  [
    "zeros()",
    () => loose.zeros(),
    "zeros: a shape is a list of whole numbers such as [2, 3], received undefined",
  ],
  ["full([2])", () => loose.full([2]), "full: the value is missing: full([2], 0)"],
  ["full([2], '1')", () => loose.full([2], "1"), 'full: expected a tensor, a list or a number, received "1"'],
  [
    "linspace(0, 1, -1)",
    () => np.linspace(0, 1, -1),
    "linspace: the number of samples is a whole number >= 0, received -1",
  ],
  ["linspace(0)", () => loose.linspace(0), "linspace: the ends are finite numbers, received 0 and undefined"],
  ["tensor(1, 2)", () => loose.tensor(1, 2), "tensor: several numbers are a list: tensor([1, 2])"],
  [
    "random.normal([2, 3])",
    wrong((_) => np.random.normal([2, 3] as never)),
    "normal: the mean is a number, received [2,3]; the shape comes last: random.normal(0, 1, [2, 3])",
  ],
  [
    "random.normal(0, 1, 2, 3)",
    () => np.random.normal(...([0, 1, 2, 3] as unknown as [0, 1, 2])),
    "normal: the lengths of several axes are a list: random.normal(0, 1, [2, 3])",
  ],
  [
    "random.uniform(0, 1, 2, 3, 4)",
    () => np.random.uniform(...([0, 1, 2, 3, 4] as unknown as [0, 1, 2])),
    "uniform: the lengths of several axes are a list: random.uniform(0, 1, [2, 3, 4])",
  ],
  [
    "random.normal(0, [2])",
    wrong((_) => np.random.normal(0, [2] as never)),
    "normal: the standard deviation is a number, received [2]",
  ],
  [
    "random.uniform([2, 3])",
    wrong((_) => np.random.uniform([2, 3] as never)),
    "uniform: the lower bound is a number, received [2,3]; the shape comes last",
  ],
  [
    "random.permutation([1, 2])",
    wrong((_) => np.random.permutation([1, 2] as never)),
    "permutation: takes a whole number >= 0, received [1,2]",
  ],
  [
    "concatenate(a, b)",
    () => loose.concatenate(x(), x()),
    "concatenate: the tensors are a list: concatenate([a, b]), received a tensor of shape [2,3]",
  ],
  ["stack(a, b)", () => loose.stack(x(), x()), "stack: the tensors are a list: stack([a, b])"],
  [
    "concatenate([1, 2])",
    () => np.concatenate([1, 2]),
    "concatenate: zero-dimensional tensors cannot be concatenated",
  ],
  [
    "stack([a, b], 5)",
    () => np.stack([x(), x()], 5),
    "stack: axis 5 is out of bounds for a tensor of dimension 3",
  ],
  [
    "transpose(x, 1, 0)",
    () => loose.transpose(x(), 1, 0),
    "transpose: the axes are a list: transpose(x, [1, 0]), received 1",
  ],
  [
    "x.sum({ axis: 1 })",
    () => method(x()).sum({ axis: 1 }),
    "sum: takes an axis, then whether it stays: x.sum(1, true) is np.sum(x, axis=1, keepdims=True); received an object",
  ],
  ["x.sum(1, { keepdims: true })", () => method(x()).sum(1, { keepdims: true }), "received an object"],
  ["x.sum(0, 2)", () => method(x()).sum(0, 2), "sum: several axes are a list: x.sum([0, 2])"],
  ["max(0, x)", () => loose.max(0, x()), "received a tensor of shape [2,3]; maximum(a, b) compares two"],
  [
    "x.norm(2)",
    () => method(x()).norm(2),
    "norm: covers all elements; the norms of the rows are x.square().sum(1).sqrt()",
  ],
  [
    "clip(x, 0)",
    () => loose.clip(x(), 0),
    "clip: needs a lower and an upper limit; null means no limit: clip(x, 0, null)",
  ],
  ["where(x)", () => loose.where(x()), "where: needs a value where the condition holds"],
  [
    "x.add(undefined)",
    () => method(x()).add(undefined),
    "add: expected a tensor, a list or a number, received undefined",
  ],
  [
    "x.matmul('x')",
    () => method(x()).matmul("x"),
    'matmul: expected a tensor, a list or a number, received "x"',
  ],
  [
    "x.clip of another shape",
    () => x().clip([0, 1], 1),
    "clip: operands could not be broadcast together with shapes [2,3] [2]",
  ],
  ["x.at(0)", () => x().at(0), "at: shape [2,3] needs 2 indices, received 1; gather(i) is row i"],
])("%s says what to write", (_, call, message) => {
  expect(call).toThrow(np.ValueError);
  expect(call).toThrow(message);
});

describe("operators", () => {
  it("treat a tensor of shape [] as its number, as in NumPy", () => {
    const loss = np.tensor(0.5) as never as number;
    expect([loss + 1, loss > 0.25, Math.max(loss, 0), `${loss}`]).toEqual([1.5, true, 0.5, "0.5"]);
  });

  it("throw an explanation for any other shape", () => {
    const t = x() as never as number;
    for (const wrongUse of [() => t + t, () => t > 1, () => -t, () => Math.exp(t), () => Number(t)]) {
      expect(wrongUse).toThrow("A tensor of shape [2,3] is not a number, and JavaScript's operators");
    }
    expect(`${x()}`).toBe("[[0. 1. 2.]\n [3. 4. 5.]]");
  });

  it("brackets throw an error that names the method, for reading and writing", () => {
    const t = x() as never as number[][];
    expect(() => t[0]).toThrow("row 0 is x.gather(0), rows are x.slice(0, 2), one element is x.at(0, 0)");
    expect(() => t[0][1]).toThrow("x[0]: a tensor has no brackets (shape [2,3])");
    expect(() => t[-1]).toThrow("x.gather(-1)");
    expect(() => {
      t[1] = [];
    }).toThrow("x[1] = ...: a tensor has no brackets (shape [2,3]): write x.slice(1, 2).assign(...)");
    expect(Object.keys(np.zeros(2))).not.toContain("0");
    for (const key in np.zeros(2)) expect(Number.isNaN(Number(key))).toBe(true);
  });
});

describe("rounding", () => {
  it("rounds halves to the even neighbour", () => {
    expect(np.round([0.5, 1.5, 2.5, -0.5, -1.5, 1e300, Number.NEGATIVE_INFINITY]).toArray()).toEqual([
      0,
      2,
      2,
      -0,
      -2,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
    expect(np.tensor([2.675, 1234.5], "float64").round(2).toArray()).toEqual([2.68, 1234.5]);
    expect(np.tensor([1250, 1350], "float64").round(-2).toArray()).toEqual([1200, 1400]);
    expect(() => np.round([1], 0.5)).toThrow("round: the number of decimals is a whole number, received 0.5");
  });

  it("clips on one side", () => {
    expect(np.clip([-1, 2], null, 1).toArray()).toEqual([-1, 1]);
    const t = np.tensor([1]);
    t.clip(null, null).assign(5);
    expect(t.item()).toBe(1);
  });
});

describe("sort and argsort", () => {
  it("agree for every layout: the elements at the indices are sorted, NaN last", () => {
    fc.assert(
      fc.property(
        anyTensor.filter((t) => t.ndim > 0),
        fc.nat(2),
        (t, some) => {
          const axis = some % t.ndim;
          const [sorted, indices] = [np.sort(t, axis), t.argsort(axis)];
          const lanes = (of: np.Tensor) =>
            of
              .transpose([...t.shape.keys()].filter((i) => i !== axis).concat(axis))
              .reshape(-1, t.shape[axis]);
          if (t.size === 0) return;
          const [from, at, got] = [t, indices, sorted].map((each) => lanes(each).toArray() as number[][]);
          from.forEach((lane, i) => {
            const byIndex = at[i].map((j) => lane[j]);
            const byValue = [...lane].sort((a, b) =>
              Number.isNaN(a) ? 1 : Number.isNaN(b) ? -1 : a - b || 0,
            );
            expect(byIndex.map((v) => v + 0)).toEqual(byValue.map((v) => v + 0));
            expect(got[i].map((v) => v + 0)).toEqual(byIndex.map((v) => v + 0));
          });
        },
      ),
    );
  });

  it("sort in place as a method, as in NumPy, also through a view", () => {
    const t = np.tensor([
      [3, 1],
      [1, 2],
    ]);
    t.T.sort();
    expect(t.toArray()).toEqual([
      [1, 1],
      [3, 2],
    ]);
    expect(np.sort(t, null).toArray()).toEqual([1, 1, 2, 3]);
    expect(np.argsort([1, 1, 0]).toArray()).toEqual([2, 0, 1]);
  });
});

it("any and all return a boolean for the whole tensor, so that they work in an if", () => {
  expect([np.any([0, Number.NaN]), np.any([]), np.all([]), x().all(), x().greater(-1).all()]).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
  expect(np.all(x(), 1).toArray()).toEqual([0, 1]);
  expect(x().any([0, 1], true).toArray()).toEqual([[1]]);
});

it("splits into views, and repeats", () => {
  const t = x();
  const [first, second] = t.split([1], 1);
  expect([first.shape, second.shape]).toEqual([
    [2, 1],
    [2, 2],
  ]);
  second.assign(0);
  expect(t.sum().item()).toBe(3);
  expect(np.split(x(), 2).map((part) => part.toArray())).toEqual([[[0, 1, 2]], [[3, 4, 5]]]);
  expect(() => np.split(x(), 2, 1)).toThrow("split: array split does not result in an equal division");
  expect(() => np.split(x(), 0)).toThrow("split: takes a number of parts from 1 on");
  expect(() => np.repeat([1, 2], [1, 2, 3])).toThrow("repeat: needs one number, or 2 for axis 0, received 3");
  expect(() => np.repeat([1, 2], -1)).toThrow("repeat: repeats are whole numbers >= 0, received -1");
});

it("multiplies as np.dot and np.outer do", () => {
  const a = np.arange(6).reshape(1, 2, 3);
  const b = np.arange(24).reshape(2, 3, 4);
  expect(a.dot(b).shape).toEqual([1, 2, 2, 4]);
  expect(a.dot(b).at(0, 1, 1, 2)).toBe(3 * 14 + 4 * 18 + 5 * 22);
  expect(np.dot(2, [1, 2]).toArray()).toEqual([2, 4]);
  expect(np.outer([[1], [2]], [3, 4]).shape).toEqual([2, 2]);
  expect(() => x().dot(x())).toThrow("dot: shapes [2,3] and [2,3] do not align: 3 (axis 1) != 2 (axis 0)");
});

it("has where, isNaN, isFinite and isClose as methods", () => {
  const t = np.tensor([1, Number.NaN, Number.POSITIVE_INFINITY], "float64");
  expect(t.isNaN().toArray()).toEqual([0, 1, 0]);
  expect(t.isFinite().toArray()).toEqual([1, 0, 0]);
  expect(t.isClose([1 + 1e-7, Number.NaN, Number.POSITIVE_INFINITY]).toArray()).toEqual([1, 0, 1]);
  expect(t.isNaN().where(0, t).toArray()).toEqual([1, 0, Number.POSITIVE_INFINITY]);
  expect(
    np.unique([
      [2, 1],
      [1, 2],
    ] as never),
  ).toEqual([1, 2]);
  expect(np.concatenate([[[1, 2]], [3]], null).toArray()).toEqual([1, 2, 3]);
  expect(np.vstack([[1, 2], [[3, 4]]]).toArray()).toEqual([
    [1, 2],
    [3, 4],
  ]);
});
