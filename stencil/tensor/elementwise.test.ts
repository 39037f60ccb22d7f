import fc from "fast-check";
import * as np from "./index.ts";
import {
  anyShape,
  anyTensor,
  anyValue,
  atBroadcast,
  indicesOf,
  round,
  tensorOf,
} from "./testing/arbitraries.ts";

const binary: Record<
  string,
  [(a: np.TensorLike, b: np.TensorLike) => np.Tensor, (x: number, y: number) => number]
> = {
  add: [np.add, (x, y) => x + y],
  sub: [np.sub, (x, y) => x - y],
  mul: [np.mul, (x, y) => x * y],
  div: [np.div, (x, y) => x / y],
  pow: [np.pow, (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y)],
  maximum: [np.maximum, Math.max],
  minimum: [np.minimum, Math.min],
  greater: [np.greater, (x, y) => Number(x > y)],
  greaterEqual: [np.greaterEqual, (x, y) => Number(x >= y)],
  less: [np.less, (x, y) => Number(x < y)],
  lessEqual: [np.lessEqual, (x, y) => Number(x <= y)],
  equal: [np.equal, (x, y) => Number(x === y)],
  notEqual: [np.notEqual, (x, y) => Number(x !== y)],
};

const unary: Record<string, [(x: np.TensorLike) => np.Tensor, (x: number) => number]> = {
  neg: [np.neg, (x) => -x],
  square: [np.square, (x) => x * x],
  sqrt: [np.sqrt, Math.sqrt],
  exp: [np.exp, Math.exp],
  log: [np.log, Math.log],
  abs: [np.abs, Math.abs],
  sign: [np.sign, Math.sign],
  tanh: [np.tanh, Math.tanh],
  isNaN: [np.isNaN, (x) => Number(Number.isNaN(x))],
  isFinite: [np.isFinite, (x) => Number(Number.isFinite(x))],
};

/** Two or more tensors that broadcast: some axes are cut to 1, and some leading axes are left out. */
function broadcastable(count: number): fc.Arbitrary<np.Tensor[]> {
  return anyShape.chain((shape) =>
    fc.tuple(
      ...Array.from({ length: count }, () =>
        fc
          .tuple(
            fc.nat(shape.length),
            fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
          )
          .chain(([skip, cut]) =>
            tensorOf(shape.map((length, axis) => (cut[axis] ? 1 : length)).slice(skip)),
          ),
      ),
    ),
  );
}

/** The broadcast shape by NumPy's rule: shapes are aligned at the right, and the axis that is not 1 counts. */
function commonShape(shapes: readonly (readonly number[])[]): number[] {
  const ndim = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: ndim }, (_, axis) => {
    const lengths = shapes.map((shape) => shape[axis - ndim + shape.length] ?? 1);
    return lengths.find((length) => length !== 1) ?? 1;
  });
}

describe.each(Object.entries(binary))("%s", (name, [operation, scalar]) => {
  it("matches the scalar operation on each pair of elements bit for bit, for every broadcast, layout and dtype", () => {
    fc.assert(
      fc.property(broadcastable(2), ([a, b]) => {
        const result = operation(a, b);
        expect(result.shape).toEqual(commonShape([a.shape, b.shape]));
        expect(result.dtype).toBe(a.dtype === "float64" ? "float64" : b.dtype);
        const expected = indicesOf(result.shape).map((index) =>
          round(result.dtype, scalar(atBroadcast(a, index), atBroadcast(b, index))),
        );
        expect(Array.from(result.data)).toEqual(expected);
      }),
    );
  });

  it("gives numbers and lists the dtype of the other tensor", () => {
    const x = np.tensor([1.1, 2.2, 3.3], "float64");
    expect(operation(x, 0.1).data).toEqual(operation(x, np.tensor(0.1, "float64")).data);
    expect(operation([4, 5, 6], x).data).toEqual(operation(np.tensor([4, 5, 6], "float64"), x).data);
    expect(operation([4, 5, 6], 2).dtype).toBe("float32");
  });

  it("names the operation and both shapes when they do not broadcast", () => {
    expect(() => operation(np.zeros([2, 3]), np.zeros([4]))).toThrow(
      new np.ValueError(`${name}: operands could not be broadcast together with shapes [2,3] [4]`),
    );
  });

  it("gives the same as a method", () => {
    const x = np.tensor([1, 2, 3]);
    const method = x[name as "add"];
    expect(method.call(x, 2)).toEqual(operation(x, 2));
  });
});

describe.each(Object.entries(unary))("%s", (_, [operation, scalar]) => {
  it("matches the scalar function of each element bit for bit, for every layout and dtype", () => {
    fc.assert(
      fc.property(anyTensor, (x) => {
        const result = operation(x);
        expect(result.shape).toEqual(x.shape);
        expect(result.dtype).toBe(x.dtype);
        const expected = indicesOf(x.shape).map((index) => round(x.dtype, scalar(x.at(...index))));
        expect(Array.from(result.data)).toEqual(expected);
      }),
    );
  });
});

describe("where", () => {
  it("selects by the condition, with all three broadcast", () => {
    fc.assert(
      fc.property(broadcastable(3), ([condition, a, b]) => {
        const result = np.where(condition, a, b);
        expect(result.shape).toEqual(commonShape([condition.shape, a.shape, b.shape]));
        const expected = indicesOf(result.shape).map((index) =>
          round(
            result.dtype,
            atBroadcast(condition, index) !== 0 ? atBroadcast(a, index) : atBroadcast(b, index),
          ),
        );
        expect(Array.from(result.data)).toEqual(expected);
      }),
    );
  });
});

describe("clip", () => {
  it("limits to lo <= x <= hi, and keeps NaN", () => {
    fc.assert(
      fc.property(tensorOf([4]), anyValue, anyValue, (x, p, q) => {
        fc.pre(p <= q);
        const lo = round(x.dtype, p);
        const hi = round(x.dtype, q);
        const expected = Array.from(x.data, (v) => {
          if (v < lo) return lo;
          return Math.min(v, hi);
        });
        // Comparing 0 with -0 may give either zero.
        expect(np.equal(x.clip(lo, hi), expected).add(np.isNaN(x)).toArray()).toEqual([1, 1, 1, 1]);
      }),
    );
  });
});

it("never writes to its operands, and never shares their memory", () => {
  fc.assert(
    fc.property(anyTensor, (x) => {
      const before = Array.from(x.data);
      np.neg(x).assign(5);
      np.add(x, 0).assign(5);
      np.maximum(x, x).assign(5);
      expect(Array.from(x.data)).toEqual(before);
    }),
  );
});
