import fc from "fast-check";
import * as np from "./index.ts";
import { anyLayout, indicesOf, layOut } from "./testing/arbitraries.ts";

describe("matmul", () => {
  it("multiplies stacks of matrices, with their leading axes broadcast, in every layout", () => {
    const length = fc.integer({ min: 0, max: 4 });
    const batches = fc.constantFrom<[number[], number[]]>(
      [[], []],
      [[3], [3]],
      [[2], []],
      [[], [2]],
      [[2, 1], [3]],
      [[0], [1]],
    );
    fc.assert(
      fc.property(batches, length, length, length, anyLayout, anyLayout, ([p, q], n, k, m, la, lb) => {
        // Small whole numbers have exact products and sums, so the order of additions does not matter.
        const a = layOut(np.random.uniform(-9, 9, [...p, n, k]).sub(0.5), la);
        const b = layOut(np.random.uniform(-9, 9, [...q, k, m]).sub(0.5), lb);
        a.assign(whole(a));
        b.assign(whole(b));
        const result = np.matmul(a, b);
        expect(result.shape).toEqual([...np.broadcastShapes(p, q), n, m]);
        for (const index of indicesOf(result.shape)) {
          const batch = index.slice(0, -2);
          const [i, j] = index.slice(-2);
          let sum = 0;
          for (let l = 0; l < k; l++) sum += a.at(...own(batch, p), i, l) * b.at(...own(batch, q), l, j);
          expect(result.at(...index)).toBe(sum);
        }
      }),
    );
  });

  it("treats a vector as a row on the left and as a column on the right", () => {
    const w = np.tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(np.matmul([1, 10], w).toArray()).toEqual([31, 42]);
    expect(np.matmul(w, [1, 10]).toArray()).toEqual([21, 43]);
    expect(np.matmul([1, 2], [3, 4]).shape).toEqual([]);
    expect(np.matmul([1, 2], [3, 4]).item()).toBe(11);
    expect(np.matmul(w.T, w.T.slice(0, 1).squeeze()).toArray()).toEqual([10, 14]);
    expect(np.matmul(np.ones([5, 2, 3]), np.ones([3])).shape).toEqual([5, 2]);
  });

  it("gives float64 if either operand is float64", () => {
    const third = np.tensor([[1 / 3]], "float64");
    expect(np.matmul(third, np.tensor([[3]], "float32")).dtype).toBe("float64");
    expect(np.matmul(third, [[1]]).item()).toBe(1 / 3);
  });

  it("propagates NaN and infinities", () => {
    const result = np.matmul(
      [
        [1, NaN],
        [1, Infinity],
        [0, Infinity],
      ],
      [[1], [0]],
    );
    expect(result.toArray()).toEqual([[NaN], [NaN], [NaN]]);
    expect(np.matmul([[1, Infinity]], [[1], [2]]).item()).toBe(Infinity);
  });

  it("names the axes that do not align", () => {
    expect(() => np.matmul(np.zeros([256, 784]), np.zeros([10, 128]))).toThrow(
      new np.ValueError("matmul: shapes [256,784] and [10,128] do not align: 784 (axis 1) != 10 (axis 0)"),
    );
    expect(() => np.matmul(np.zeros([3]), np.zeros([5, 2, 4]))).toThrow(
      "matmul: shapes [3] and [5,2,4] do not align: 3 (axis 0) != 2 (axis 1)",
    );
    expect(() => np.matmul(np.zeros([2, 3]), np.zeros([2]))).toThrow("3 (axis 1) != 2 (axis 0)");
    expect(() => np.matmul(np.zeros([2, 3]), 2)).toThrow("matmul: the operands need at least one axis");
    expect(() => np.matmul(np.zeros([2, 3, 4]), np.zeros([3, 4, 5]))).toThrow(
      "matmul: operands could not be broadcast together with shapes [2] [3]",
    );
  });
});

function whole(x: np.Tensor): np.Tensor {
  return np.fromData(x.data.map(Math.round) as Float32Array, x.shape);
}

/** The index into the leading axes of one operand, some of which may be missing or repeated. */
function own(batch: number[], shape: number[]): number[] {
  return batch.slice(batch.length - shape.length).map((i, axis) => (shape[axis] === 1 ? 0 : i));
}
