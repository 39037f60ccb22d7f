import * as np from "./index.ts";

it("makes tensors filled with one value", () => {
  expect(np.zeros([2, 2]).toArray()).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(np.ones([2], "float64").dtype).toBe("float64");
  expect(np.full([2], 0.5).toArray()).toEqual([0.5, 0.5]);
  expect(np.zeros([]).item()).toBe(0);
  expect(np.zeros([0, 3]).toArray()).toEqual([]);
  expect(np.zerosLike(np.ones([3], "float64"))).toEqual(np.zeros([3], "float64"));
  expect(np.onesLike(np.zeros([3]))).toEqual(np.ones([3]));
});

it("makes identity matrices, square or not", () => {
  expect(np.eye(2).toArray()).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(np.eye(2, 3).toArray()).toEqual([
    [1, 0, 0],
    [0, 1, 0],
  ]);
  expect(np.eye(3, 1).toArray()).toEqual([[1], [0], [0]]);
});

it("counts", () => {
  expect(np.arange(3).toArray()).toEqual([0, 1, 2]);
  expect(np.arange(1, 2, 0.25).toArray()).toEqual([1, 1.25, 1.5, 1.75]);
  expect(np.arange(3, 0, -1).toArray()).toEqual([3, 2, 1]);
  expect(np.arange(3, 0).toArray()).toEqual([]);
  expect(() => np.arange(0, 1, 0)).toThrow("arange: cannot count from 0 to 1 in steps of 0");
  expect(np.linspace(0, 1, 5).toArray()).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(np.linspace(2, 3, 1).toArray()).toEqual([2]);
  expect(np.linspace(2, 3, 0).toArray()).toEqual([]);
});

it("requires whole lengths", () => {
  expect(() => np.zeros([2, -1])).toThrow("zeros: a shape needs whole numbers >= 0, received [2,-1]");
  expect(() => np.zeros([1.5])).toThrow("zeros: a shape needs whole numbers >= 0, received [1.5]");
});
