import * as np from "./index.ts";

it("compares within a relative and an absolute tolerance", () => {
  expect(np.allClose([1, 2], [1, 2.00001])).toBe(true);
  expect(np.allClose([1, 2], [1, 2.0001])).toBe(false);
  expect(np.allClose(1e-9, 0)).toBe(true);
  expect(np.allClose(100, 109, 0.1)).toBe(true);
  expect(np.allClose(1, 1.5, 0, 0.5)).toBe(true);
});

it("broadcasts, also in other layouts, and holds for empty tensors", () => {
  expect(np.allClose(np.ones([2, 3]), 1)).toBe(true);
  expect(np.allClose(np.eye(3).T, np.eye(3))).toBe(true);
  expect(np.allClose([], [])).toBe(true);
});

it("treats an infinity as equal to itself, and NaN as equal to nothing", () => {
  expect(np.allClose(Infinity, Infinity)).toBe(true);
  expect(np.allClose(1, Infinity)).toBe(false);
  expect(np.allClose(-Infinity, Infinity)).toBe(false);
  expect(np.allClose(NaN, NaN)).toBe(false);
});
