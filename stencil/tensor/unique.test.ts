import * as np from "./index.ts";

it("returns the distinct values in ascending order", () => {
  expect(np.unique([10, 9, 10, -1, 2])).toEqual([-1, 2, 9, 10]);
  expect(np.unique(["b", "a", "B", "b", "10", "9"])).toEqual(["10", "9", "B", "a", "b"]);
  expect(
    np.unique(
      np.tensor([
        [3, 1],
        [1, 2],
      ]).T,
    ),
  ).toEqual([1, 2, 3]);
  expect(np.unique(new Uint8Array([7, 3, 7]))).toEqual([3, 7]);
  expect(np.unique([])).toEqual([]);
});

it("keeps one NaN, at the end", () => {
  expect(np.unique([Number.NaN, 1, Number.NaN, -1])).toEqual([-1, 1, Number.NaN]);
});
