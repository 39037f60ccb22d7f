import * as np from "./index.ts";

const a = np.tensor([
  [1, 2],
  [3, 4],
]);
const b = np.tensor([[5, 6]]);

describe("concatenate", () => {
  it("joins along an existing axis", () => {
    expect(np.concatenate([a, b]).toArray()).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(np.concatenate([a, b.T], 1).toArray()).toEqual([
      [1, 2, 5],
      [3, 4, 6],
    ]);
    expect(np.concatenate([np.zeros([0, 2]), b]).toArray()).toEqual([[5, 6]]);
    expect(
      np
        .concatenate([np.ones([2, 1, 3]), np.zeros([2, 2, 3])], -2)
        .sum(0)
        .sum(1)
        .toArray(),
    ).toEqual([6, 0, 0]);
  });

  it("gives float64 if any tensor is float64", () => {
    expect(np.concatenate([a, b.astype("float64")]).dtype).toBe("float64");
    expect(np.concatenate([[[1, 2]], b.astype("float64")]).dtype).toBe("float64");
  });

  it("says which tensor does not fit", () => {
    expect(() => np.concatenate([a, b], 1)).toThrow(
      "concatenate: all dimensions except axis 1 must match exactly, but the tensor at index 0 has shape [2,2] and the tensor at index 1 has shape [1,2]",
    );
    expect(() => np.concatenate([])).toThrow("concatenate: need at least one tensor to concatenate");
  });
});

describe("stack", () => {
  it("joins along a new axis", () => {
    expect(
      np
        .stack([
          [1, 2],
          [3, 4],
        ])
        .toArray(),
    ).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(
      np
        .stack(
          [
            [1, 2],
            [3, 4],
          ],
          -1,
        )
        .toArray(),
    ).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(np.stack([1, 2, 3]).shape).toEqual([3]);
  });

  it("requires equal shapes", () => {
    expect(() => np.stack([a, b])).toThrow(
      "stack: all input tensors must have the same shape, received [2,2] and [1,2]",
    );
  });
});
