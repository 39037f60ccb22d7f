import fc from "fast-check";
import * as np from "./index.ts";
import { anyDType, anyTensor, indicesOf, layOut, round, tensorOf } from "./testing/arbitraries.ts";

type Reduction = (x: np.Tensor, axis?: number | null, keepdims?: boolean) => np.Tensor;

const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
const average = (values: number[]) => total(values) / values.length;
const spread = (values: number[]) => average(values.map((v) => (v - average(values)) ** 2));
const first = (values: number[], wins: (a: number, b: number) => boolean) => {
  if (values.some(Number.isNaN)) return values.findIndex(Number.isNaN);
  return values.findIndex((v) => values.every((other) => !wins(other, v)));
};

const reductions: Record<
  string,
  { reduce: Reduction; define: (values: number[]) => number; exact?: boolean }
> = {
  sum: { reduce: np.sum, define: total },
  mean: { reduce: np.mean, define: average },
  prod: { reduce: np.prod, define: (values) => values.reduce((a, b) => a * b, 1) },
  max: { reduce: np.max, define: (values) => Math.max(...values), exact: true },
  min: { reduce: np.min, define: (values) => Math.min(...values), exact: true },
  variance: { reduce: np.variance, define: spread },
  std: { reduce: np.std, define: (values) => Math.sqrt(spread(values)) },
  argmax: { reduce: np.argmax, define: (values) => first(values, (a, b) => a > b), exact: true },
  argmin: { reduce: np.argmin, define: (values) => first(values, (a, b) => a < b), exact: true },
};

/** A tensor and one of its axes, or null for all. */
const tensorAndAxis = anyTensor.chain((x) =>
  fc.tuple(
    fc.constant(x),
    fc.constantFrom(null, ...x.shape.keys(), ...x.shape.map((_, axis) => axis - x.ndim)),
  ),
);

/** The elements that each element of the result combines. */
function lanes(x: np.Tensor, axis: number | null): number[][] {
  if (axis === null) return [indicesOf(x.shape).map((index) => x.at(...index))];
  const at = axis < 0 ? axis + x.ndim : axis;
  return indicesOf(x.shape.toSpliced(at, 1)).map((index) =>
    Array.from({ length: x.shape[at] }, (_, i) => x.at(...index.toSpliced(at, 0, i))),
  );
}

describe.each(Object.entries(reductions))("%s", (name, { reduce, define, exact }) => {
  it("follows its definition along every axis, for every layout and dtype", () => {
    fc.assert(
      fc.property(tensorAndAxis, ([x, axis]) => {
        const parts = lanes(x, axis);
        if (exact && (axis === null ? x.size : x.shape.at(axis)) === 0) {
          expect(() => reduce(x, axis)).toThrow(np.ValueError);
          return;
        }
        const result = reduce(x, axis);
        expect(result.shape).toEqual(
          axis === null ? [] : x.shape.toSpliced(axis < 0 ? axis + x.ndim : axis, 1),
        );
        expect(result.dtype).toBe(x.dtype);
        const expected = parts.map((values) => round(x.dtype, define(values)));
        if (exact) expect(Array.from(result.data)).toEqual(expected);
        else expectClose(result, expected, parts);
      }),
    );
  });

  it("names itself when the axis does not exist", () => {
    expect(() => reduce(np.zeros([2, 3]), 2)).toThrow(
      new np.ValueError(`${name}: axis 2 is out of bounds for a tensor of dimension 2`),
    );
  });

  it("gives the same as a method", () => {
    const x = np.tensor([
      [1, 5],
      [4, 3],
    ]);
    expect(x[name as "sum"](0)).toEqual(reduce(x, 0));
  });
});

/**
 * The order of additions may differ, so results agree within n roundings in float64 of the summed magnitude, and two roundings
 * to the dtype (std has one before and one after the root). Intermediate underflow stays below the root of the smallest
 * float32, 3.8e-23. Infinite and NaN results agree exactly.
 */
function expectClose(result: np.Tensor, expected: number[], parts: number[][]): void {
  const u = result.dtype === "float32" ? 2 ** -24 : 2 ** -53;
  for (const [i, value] of result.data.entries()) {
    if (!Number.isFinite(expected[i])) {
      expect(value).toBe(expected[i]);
      continue;
    }
    const magnitude = total(parts[i].map((v) => Math.abs(v) + v * v)) + Math.abs(expected[i]);
    const tolerance = magnitude * (2 * u + 4 * parts[i].length * 2 ** -53) + 4e-23;
    expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(tolerance);
  }
}

describe("keepdims", () => {
  it("leaves an axis of length 1, so that the result broadcasts against the tensor", () => {
    expect(np.sum(np.ones([2, 3]), 1, true).shape).toEqual([2, 1]);
    expect(np.max(np.ones([2, 3, 4]), -2, true).shape).toEqual([2, 1, 4]);
    expect(np.mean(np.ones([2, 3]), null, true).shape).toEqual([1, 1]);
  });
});

describe("accuracy", () => {
  it("sums float32 in float64: ten million times 0.1 is exact to float32", () => {
    const tenth = Math.fround(0.1);
    const x = np.full([10_000_000], 0.1);
    expect(x.sum().item()).toBe(Math.fround(10_000_000 * tenth));
    expect(x.mean().item()).toBe(tenth);
    expect(x.reshape(-1, 10).sum(0).data).toEqual(new Float32Array(10).fill(1_000_000 * tenth));
  });
});

describe("empty tensors", () => {
  it("have sum 0, product 1, and no mean", () => {
    expect(np.sum(np.zeros([0, 3]), 0).toArray()).toEqual([0, 0, 0]);
    expect(np.prod(np.zeros([0])).item()).toBe(1);
    expect(np.mean(np.zeros([0])).item()).toBeNaN();
  });

  it("have no largest element, as in NumPy", () => {
    expect(() => np.max(np.zeros([0, 3]), 0)).toThrow(
      "max: zero-size tensor to reduction operation maximum which has no identity (shape [0,3])",
    );
    expect(() => np.argmin([])).toThrow("argmin: attempt to get argmin of an empty sequence (shape [0])");
    expect(np.max(np.zeros([0, 3]), 1).shape).toEqual([0]);
  });
});

describe("NaN", () => {
  it("wins in max and min, and its first place in argmax and argmin", () => {
    const x = [3, Number.NaN, 9, Number.NaN];
    expect(np.max(x).item()).toBeNaN();
    expect(np.min(x).item()).toBeNaN();
    expect(np.argmax(x).item()).toBe(1);
    expect(np.argmin(x).item()).toBe(1);
  });
});

describe("argmax of all elements", () => {
  it("counts in row-major order, whatever the layout", () => {
    const x = np.tensor([
      [1, 2],
      [9, 3],
    ]);
    expect(np.argmax(layOut(x, "transposed")).item()).toBe(2);
  });
});

describe("norm", () => {
  it("is the root of the sum of squares", () => {
    fc.assert(
      fc.property(tensorOf([3, 4], fc.double({ min: -100, max: 100, noNaN: true }), anyDType), (x) => {
        const expected = Math.sqrt(total(Array.from(x.data, (v) => v * v)));
        // Squares, sum and root are each rounded once to the dtype.
        const u = x.dtype === "float32" ? 2 ** -24 : 2 ** -50;
        expect(Math.abs(np.norm(x).item() - expected)).toBeLessThanOrEqual(3 * u * expected + 1e-22);
      }),
    );
  });
});
