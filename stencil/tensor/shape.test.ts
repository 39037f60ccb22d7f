import { broadcastShapes, ValueError } from "./index.ts";

it("aligns shapes at the right and repeats axes of length 1", () => {
  expect(broadcastShapes([256, 10], [10])).toEqual([256, 10]);
  expect(broadcastShapes([2, 1], [1, 3])).toEqual([2, 3]);
  expect(broadcastShapes([], [4])).toEqual([4]);
  expect(broadcastShapes([0, 3], [1, 3])).toEqual([0, 3]);
});

it("rejects other axes that differ", () => {
  expect(() => broadcastShapes([2, 3], [2])).toThrow(ValueError);
  expect(() => broadcastShapes([0], [2])).toThrow(
    "operands could not be broadcast together with shapes [0] [2]",
  );
});
