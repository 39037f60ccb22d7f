import { inspect } from "node:util";
import fc from "fast-check";
import * as np from "./index.ts";
import { anyTensor, indicesOf } from "./testing/arbitraries.ts";

const x = np.arange(6).reshape(2, 3);

it("knows its shape, size and number of axes", () => {
  expect([x.shape, x.size, x.ndim, x.dtype]).toEqual([[2, 3], 6, 2, "float32"]);
  expect([np.tensor(1).size, np.zeros([0, 3]).size]).toEqual([1, 0]);
});

it("returns its elements in row-major order, for every layout", () => {
  fc.assert(
    fc.property(anyTensor, (t) => {
      expect(t.data).toHaveLength(t.size);
      expect(Array.from(t.data)).toEqual(indicesOf(t.shape).map((index) => t.at(...index)));
    }),
  );
});

it("shares its memory through data when it is contiguous", () => {
  const t = np.zeros([4, 2]);
  t.slice(1, 3).data[0] = 5;
  expect(t.at(1, 0)).toBe(5);
  expect(t.slice(1, 3).data).toHaveLength(4);
});

it("reads single elements", () => {
  expect([x.at(1, 2), x.at(-1, -3), np.tensor(4).at()]).toEqual([5, 3, 4]);
  expect(() => x.at(2, 0)).toThrow("at: index 2 is out of bounds for axis 0 with size 2");
  expect(() => x.at(0, -4)).toThrow("at: index -4 is out of bounds for axis 1 with size 3");
  expect(() => x.at(0)).toThrow("at: shape [2,3] needs 2 indices, received 1");
  expect(() => x.at(0, 0.5)).toThrow("at: index 0.5 is out of bounds");
});

it("returns the only element of a tensor of size 1", () => {
  expect([np.tensor(3).item(), np.tensor([[4]]).item(), x.slice(1).T.slice(-1).item()]).toEqual([3, 4, 5]);
  expect(() => x.item()).toThrow("item: only a tensor of size 1 has one item, received shape [2,3]");
});

it("shows its elements in console.log", () => {
  expect(inspect(np.tensor([1, 2]))).toBe("[1. 2.]");
});
