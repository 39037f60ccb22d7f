import fc from "fast-check";
import * as np from "../index.ts";
import { anyDType, anyLayout, anyValue, layOut, round } from "./arbitraries.ts";
import { exactDot } from "./exact.ts";

/**
 * The tests that every implementation has to pass. Run them in a separate test file, because they switch the implementation.
 *
 * @param whenMissing the reason that an engine may not support it; the suite is then skipped
 */
export function describeImplementation(name: np.Implementation, whenMissing: string): void {
  const isSupported = supports(name);
  const suite = isSupported ? describe : describe.skip;
  suite(isSupported ? name : `${name} (skipped: ${whenMissing})`, () => {
    beforeAll(() => np.useImplementation(name));
    describe("matmul", matmulContract);
    describe("elementwise operations", elementwiseContract);

    it("says that it is in use", () => {
      expect(np.implementation()).toBe(name);
    });
  });
}

function supports(name: np.Implementation): boolean {
  try {
    np.useImplementation(name);
    return true;
  } catch {
    return false;
  }
}

function matmulContract(): void {
  const length = fc.oneof(fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 16, 17), fc.integer({ min: 1, max: 40 }));
  const depth = fc.oneof(length, fc.integer({ min: 200, max: 600 }));

  it("errs by at most γ |A||B| with γ = k u / (1 - k u), u = 2^-24 or 2^-53, for any shape and layout", () => {
    const seed = fc.nat();
    fc.assert(
      fc.property(
        length,
        depth,
        length,
        anyDType,
        anyLayout,
        anyLayout,
        seed,
        (n, k, m, dtype, la, lb, s) => {
          const a = layOut(randomMatrix(s, n, k, dtype), la);
          const b = layOut(randomMatrix(s + 1, k, m, dtype), lb);
          expectAccurate(exactProduct(a, b), a.matmul(b));
        },
      ),
      { numRuns: 60 },
    );
  });

  // Products that exceed the kernel's memory in one, two or all three dimensions.
  it.each([
    [3, 2500, 5],
    [3, 7, 1300],
    [5, 1030, 520],
    [70_000, 9, 1],
    [2100, 600, 3],
    [1100, 1000, 17],
    [9, 300, 4000],
    [1, 100_000, 1],
  ])(
    "has the same error bound for the large shapes [%i,%i] x [..,%i], in all four transpositions",
    (n, k, m) => {
      for (const dtype of ["float32", "float64"] as const) {
        const { x, y, product } = largeProduct(n, k, m, dtype);
        for (const [la, lb] of [
          ["contiguous", "contiguous"],
          ["contiguous", "transposed"],
          ["transposed and sliced", "contiguous"],
          ["every second", "transposed and sliced"],
        ]) {
          const a = layOut(x, la);
          const b = layOut(y, lb);
          expectAccurate(product, a.matmul(b));
        }
      }
    },
  );

  it("multiplies stacks of matrices one by one", () => {
    const a = np.random.generator(1).normal(0, 1, [3, 1, 11, 12]);
    const b = np.random.generator(2).normal(0, 1, [2, 12, 13]);
    const result = a.matmul(b);
    expect(result.shape).toEqual([3, 2, 11, 13]);
    for (const [i, j] of [
      [0, 0],
      [1, 1],
      [2, 0],
    ]) {
      const one = pick(a, i, 0).matmul(pick(b, j));
      expect(pick(result, i, j).toArray()).toEqual(one.toArray());
    }
  });

  it("keeps a NaN and an infinity in their row and column", () => {
    const a = np.ones([10, 20]);
    const b = np.ones([20, 10]);
    a.data[3 * 20 + 4] = Number.NaN;
    b.data[7 * 10 + 9] = Number.POSITIVE_INFINITY;
    const result = a.matmul(b);
    for (let i = 0; i < 10; i++) {
      for (let j = 0; j < 10; j++) {
        const finite = j === 9 ? Number.POSITIVE_INFINITY : 20;
        expect(result.at(i, j)).toBe(i === 3 ? Number.NaN : finite);
      }
    }
  });

  it("gives the same bits for the same operands, whatever runs in between", () => {
    const a = randomMatrix(1, 31, 300, "float32");
    const b = randomMatrix(2, 300, 33, "float32");
    const first = a.matmul(b);
    const bits = Array.from(first.data);
    np.full([50, 50], Number.NaN).matmul(np.ones([50, 50]));
    expect(Array.from(a.matmul(b).data)).toEqual(bits);
    expect(Array.from(first.data)).toEqual(bits);
  });
}

function elementwiseContract(): void {
  const binary: [string, (x: number, y: number) => number][] = [
    ["add", (x, y) => x + y],
    ["sub", (x, y) => x - y],
    ["mul", (x, y) => x * y],
    ["div", (x, y) => x / y],
    ["maximum", Math.max],
    ["minimum", Math.min],
    ["greater", (x, y) => Number(x > y)],
    ["greaterEqual", (x, y) => Number(x >= y)],
    ["less", (x, y) => Number(x < y)],
    ["lessEqual", (x, y) => Number(x <= y)],
    ["equal", (x, y) => Number(x === y)],
    ["notEqual", (x, y) => Number(x !== y)],
  ];
  const unary: [string, (x: number) => number][] = [
    ["neg", (x) => -x],
    ["square", (x) => x * x],
    ["sqrt", Math.sqrt],
    ["abs", Math.abs],
  ];
  // Long enough for the kernel, longer than one of its chunks, with a row longer than a chunk, and with more axes than it handles.
  // The shapes broadcast to the first one.
  const shapes = fc.constantFrom(
    ...[[700], [33, 41], [200, 10, 10], [3, 6000], [17_001], [2, 17_001], [6, 5, 4, 7]].flatMap((shape) => [
      [shape, shape],
      [shape, []],
      [shape, shape.slice(1)],
      ...shape.map((_, one) => [shape, shape.map((length, axis) => (axis === one ? 1 : length))]),
      [shape, shape.map((length, axis) => (axis % 2 ? 1 : length))],
    ]),
  );
  // A short list of values, repeated: positions and special values matter here.
  const values = fc.array(anyValue, { minLength: 5, maxLength: 50 });

  it.each(binary)("%s has the bits of its definition, for every broadcast and layout", (name, scalar) => {
    fc.assert(
      fc.property(
        shapes,
        fc.tuple(values, anyLayout),
        fc.tuple(values, anyLayout),
        anyDType,
        fc.boolean(),
        ([shape, other], [v, layout], [w, otherLayout], dtype, swap) => {
          const large = layOut(filled(shape, v, dtype), layout);
          const small = layOut(filled(other, w, dtype), otherLayout);
          const [a, b] = swap ? [small, large] : [large, small];
          const result = a[name as "add"](b);
          const [x, y] = [broadcastData(a, shape), broadcastData(b, shape)];
          expectBits(result, (i) => scalar(x[i], y[i]));
        },
      ),
      { numRuns: 10 },
    );
  });

  it.each(unary)("%s has the bits of its definition", (name, scalar) => {
    fc.assert(
      fc.property(shapes, values, anyDType, ([shape], v, dtype) => {
        const x = filled(shape, v, dtype);
        expectBits(x[name as "neg"](), (i) => scalar(x.data[i]));
      }),
      { numRuns: 10 },
    );
  });

  it("where has the bits of its definition, for every broadcast", () => {
    fc.assert(
      fc.property(shapes, values, values, values, anyDType, ([shape, other], u, v, w, dtype) => {
        const condition = filled(shape, u, dtype).greater(0);
        const a = filled(other, v, dtype);
        const b = filled(shape, w, dtype);
        const x = broadcastData(a, shape);
        expectBits(np.where(condition, a, b), (i) => (condition.data[i] ? x[i] : b.data[i]));
        expectBits(np.where(condition, 1, a), (i) => (condition.data[i] ? 1 : x[i]));
      }),
      { numRuns: 10 },
    );
  });

  // The last shape exceeds the kernel's memory.
  it.each([[[60, 31]], [[3, 70, 8]], [[256, 128]], [[3, 20_000]], [[9000, 61]]])(
    "the sums and means over the rows of [%s] have the bits of float64 sums in order",
    (shape) => {
      const axis = shape.length - 2;
      for (const dtype of ["float32", "float64"] as const) {
        const x = np.random.generator(1).normal(0, 1, shape).astype(dtype);
        const [rows, columns] = shape.slice(-2);
        const total = (i: number) => {
          const start = Math.floor(i / columns) * rows * columns + (i % columns);
          let sum = 0;
          for (let row = 0; row < rows; row++) sum += x.data[start + row * columns];
          return sum;
        };
        expectBits(x.sum(axis), total);
        expectBits(x.mean(axis), (i) => total(i) / rows);
      }
    },
  );

  it("assignAdd and assignSub write in place", () => {
    const x = np.arange(20_000);
    const rows = np.zeros([100, 30]);
    x.assignAdd(1).assignSub(x.mul(0.5));
    rows.assignAdd(np.arange(30));
    expect([x.at(0), x.at(19_999)]).toEqual([0.5, 10_000]);
    expect([rows.at(0, 29), rows.at(99, 1)]).toEqual([29, 1]);
  });
}

/** Numbers of either sign from 0.001 to 1000. Their products neither overflow nor underflow. */
function randomMatrix(seed: number, rows: number, columns: number, dtype: np.DType): np.Tensor {
  const generator = np.random.generator(seed);
  const magnitudes = np.pow(10, generator.uniform(-3, 3, [rows, columns]));
  return magnitudes.mul(generator.uniform(-1, 1, [rows, columns]).sign()).astype(dtype);
}

interface ExactProduct {
  shape: [number, number];
  /** All entries, or 300 of them: the exact value, and how much a result may differ from it. */
  entries: { index: number; value: number; bound: number }[];
}

function exactProduct(a: np.Tensor, b: np.Tensor): ExactProduct {
  const [n, k] = a.shape;
  const m = b.shape[1];
  const rows = a.data;
  const columns = b.T.copy().data;
  const u = a.dtype === "float32" ? 2 ** -24 : 2 ** -53;
  const gamma = (k * u) / (1 - k * u);
  const step = Math.max(1, Math.floor((n * m) / 300));
  const entries: ExactProduct["entries"] = [];
  for (let index = 0; index < n * m; index += step) {
    const [i, j] = [Math.floor(index / m), index % m];
    const row = rows.subarray(i * k, (i + 1) * k);
    const column = columns.subarray(j * k, (j + 1) * k);
    // The reference itself has one rounding, to float64.
    const bound = (gamma + 2 ** -52) * exactDot(row.map(Math.abs), column.map(Math.abs));
    entries.push({ index, value: exactDot(row, column), bound });
  }
  return { shape: [n, m], entries };
}

const largeProducts = new Map<string, { x: np.Tensor; y: np.Tensor; product: ExactProduct }>();

/** Exact products of large matrices take seconds. Every implementation and layout is compared with the same ones. */
function largeProduct(n: number, k: number, m: number, dtype: np.DType) {
  const key = `${n},${k},${m},${dtype}`;
  let found = largeProducts.get(key);
  if (!found) {
    const x = randomMatrix(1, n, k, dtype);
    const y = randomMatrix(2, k, m, dtype);
    found = { x, y, product: exactProduct(x, y) };
    largeProducts.set(key, found);
  }
  return found;
}

function expectAccurate({ shape, entries }: ExactProduct, result: np.Tensor): void {
  expect(result.shape).toEqual(shape);
  for (const { index, value, bound } of entries) {
    const error = Math.abs(result.data[index] - value);
    if (error > bound) throw new Error(`entry ${index} of [${shape}]: ${error} is more than ${bound}`);
  }
}

function filled(shape: readonly number[], values: number[], dtype: np.DType): np.Tensor {
  const result = np.zeros(shape, dtype);
  for (let i = 0; i < result.size; i++) result.data[i] = values[i % values.length];
  return result;
}

function broadcastData(x: np.Tensor, shape: readonly number[]): ArrayLike<number> {
  return np.zeros(shape, x.dtype).assign(x).data;
}

function expectBits(result: np.Tensor, definition: (i: number) => number): void {
  const { data, dtype } = result;
  for (let i = 0; i < data.length; i++) {
    const expected = round(dtype, definition(i));
    if (!Object.is(data[i], expected)) throw new Error(`[${i}] is ${data[i]} instead of ${expected}`);
  }
}

/** One matrix of a stack. */
function pick(x: np.Tensor, ...indices: number[]): np.Tensor {
  return indices.reduce((part, i) => part.slice(i, i + 1).squeeze(0), x);
}
