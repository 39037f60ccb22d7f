import fc from "fast-check";
import * as np from "./index.ts";
import { anyTensor, atBroadcast, indicesOf, round, tensorOf } from "./testing/arbitraries.ts";

/** A tensor, and one that broadcasts to its shape. */
const targetAndValue = anyTensor.chain((target) =>
  fc
    .tuple(fc.nat(target.ndim), fc.array(fc.boolean(), { minLength: target.ndim, maxLength: target.ndim }))
    .chain(([skip, cut]) =>
      fc.tuple(
        fc.constant(target),
        tensorOf(target.shape.map((length, axis) => (cut[axis] ? 1 : length)).slice(skip)),
      ),
    ),
);

describe.each<[string, "assign" | "assignAdd" | "assignSub", (x: number, v: number) => number]>([
  ["assign overwrites", "assign", (_, v) => v],
  ["assignAdd adds", "assignAdd", (x, v) => x + v],
  ["assignSub subtracts", "assignSub", (x, v) => x - v],
])("%s", (_, method, scalar) => {
  it("changes the tensor in place, for every broadcast, layout and dtype", () => {
    fc.assert(
      fc.property(targetAndValue, ([target, value]) => {
        const expected = indicesOf(target.shape).map((index) =>
          round(target.dtype, scalar(target.at(...index), atBroadcast(value, index))),
        );
        expect(target[method](value)).toBe(target);
        expect(indicesOf(target.shape).map((index) => target.at(...index))).toEqual(expected);
      }),
    );
  });

  it("leaves the rows next to a slice unchanged", () => {
    const x = np.zeros([4, 2]);
    x.slice(1, 3)[method](5);
    expect([x.at(0, 1), Math.abs(x.at(1, 0)), Math.abs(x.at(2, 1)), x.at(3, 0)]).toEqual([0, 5, 5, 0]);
  });

  it("reads a view of itself before overwriting it", () => {
    const x = np.arange(9).reshape(3, 3);
    const expected = indicesOf([3, 3]).map(([i, j]) => scalar(x.at(i, j), x.at(j, i)));
    x[method](x.T);
    expect(Array.from(x.data)).toEqual(expected);
  });

  it("never changes the shape", () => {
    expect(() => np.zeros([3])[method](np.zeros([2, 3]))).toThrow(
      `${method}: could not broadcast input from shape [2,3] into shape [3]`,
    );
    expect(() => np.zeros([1])[method](np.zeros([3]))).toThrow(np.ValueError);
    expect(() => np.zeros([3])[method](np.zeros([1, 3]))).toThrow(np.ValueError);
  });
});
