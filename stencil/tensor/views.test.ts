import fc from "fast-check";
import * as np from "./index.ts";
import { anyTensor, indicesOf } from "./testing/arbitraries.ts";

const x = () => np.arange(6).reshape(2, 3);

describe("T and transpose", () => {
  it("swap the indices, for every layout", () => {
    fc.assert(
      fc.property(anyTensor, (t) => {
        expect(t.T.shape).toEqual(t.shape.toReversed());
        for (const index of indicesOf(t.shape)) expect(t.T.at(...index.toReversed())).toBe(t.at(...index));
      }),
    );
  });

  it("take any order of axes", () => {
    const t = np.arange(24).reshape(2, 3, 4);
    const swapped = t.transpose(1, 0, -1);
    expect(swapped.shape).toEqual([3, 2, 4]);
    expect(swapped.at(2, 1, 3)).toBe(t.at(1, 2, 3));
  });

  it("share memory with the tensor", () => {
    const t = x();
    t.T.assign([
      [10, 20],
      [30, 40],
      [50, 60],
    ]);
    expect(t.toArray()).toEqual([
      [10, 30, 50],
      [20, 40, 60],
    ]);
  });

  it("reject an order that omits an axis", () => {
    expect(() => x().transpose(0, 0)).toThrow("transpose: axes [0,0] don't match tensor of shape [2,3]");
  });
});

describe("reshape", () => {
  it("keeps the row-major order of the elements, for every layout", () => {
    fc.assert(
      fc.property(anyTensor, (t) => {
        expect(Array.from(t.reshape(t.size).data)).toEqual(indicesOf(t.shape).map((index) => t.at(...index)));
      }),
    );
  });

  it("infers one axis", () => {
    expect(x().reshape(3, -1).toArray()).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    expect(x().reshape([-1]).shape).toEqual([6]);
    expect(np.tensor(5).reshape(1, 1).shape).toEqual([1, 1]);
    expect(np.tensor([[5]]).reshape([]).shape).toEqual([]);
  });

  it("is a view of a contiguous tensor, and a copy of a transposed one", () => {
    const t = x();
    t.reshape(6).assign(1);
    expect(t.sum().item()).toBe(6);
    t.T.reshape(6).assign(2);
    expect(t.sum().item()).toBe(6);
  });

  it("says what does not fit", () => {
    expect(() => x().reshape(4, 2)).toThrow(
      "reshape: cannot reshape tensor of size 6 (shape [2,3]) into shape [4,2]",
    );
    expect(() => x().reshape(4, -1)).toThrow("into shape [4,-1]");
    expect(() => x().reshape(-1, -1)).toThrow("reshape: can only specify one unknown dimension");
    expect(() => x().reshape(-2, 3)).toThrow("reshape: a shape needs whole numbers >= 0, received [-2,3]");
  });
});

describe("slice", () => {
  it("selects rows as Python does, for every layout", () => {
    const bound = fc.integer({ min: -8, max: 8 });
    fc.assert(
      fc.property(anyTensor, bound, fc.option(bound, { nil: undefined }), (t, start, stop) => {
        fc.pre(t.ndim > 0);
        const rows = [...Array(t.shape[0]).keys()].slice(start, stop);
        expect(t.slice(start, stop).toArray()).toEqual(t.gather(rows).toArray());
      }),
    );
  });

  it("is a view", () => {
    const t = x();
    t.slice(1).assign(0);
    expect(t.toArray()).toEqual([
      [0, 1, 2],
      [0, 0, 0],
    ]);
  });

  it("needs rows", () => {
    expect(() => np.tensor(1).slice(0)).toThrow("slice: too many indices: tensor is 0-dimensional");
    expect(() => x().slice(0.5)).toThrow("slice: indices must be whole numbers");
  });
});

describe("expandDims and squeeze", () => {
  it("add and remove axes of length 1", () => {
    expect(np.expandDims([1, 2, 3], 0).shape).toEqual([1, 3]);
    expect(np.expandDims([1, 2, 3], -1).shape).toEqual([3, 1]);
    expect(np.ones([1, 3, 1]).squeeze().shape).toEqual([3]);
    expect(np.ones([1, 3, 1]).squeeze(-1).shape).toEqual([1, 3]);
  });

  it("undo each other, for every layout", () => {
    fc.assert(
      fc.property(anyTensor, fc.nat(3), (t, axis) => {
        fc.pre(axis <= t.ndim);
        expect(t.expandDims(axis).squeeze(axis).toArray()).toEqual(t.toArray());
      }),
    );
  });

  it("reject a longer axis", () => {
    expect(() => x().squeeze(0)).toThrow(
      "squeeze: cannot select an axis to squeeze out which has size not equal to one",
    );
    expect(() => x().expandDims(3)).toThrow(
      "expandDims: axis 3 is out of bounds for a tensor of dimension 3",
    );
  });
});

describe("gather", () => {
  it("picks entries along any axis, for every layout", () => {
    const withPicks = anyTensor
      .filter((t) => t.size > 0 && t.ndim > 0)
      .chain((t) =>
        fc.nat(t.ndim - 1).chain((axis) => {
          const index = fc.integer({ min: -t.shape[axis], max: t.shape[axis] - 1 });
          return fc.tuple(fc.constant(t), fc.constant(axis), fc.array(index, { maxLength: 6 }));
        }),
      );
    fc.assert(
      fc.property(withPicks, ([t, axis, picks]) => {
        const result = t.gather(picks, axis);
        expect(result.shape).toEqual(t.shape.with(axis, picks.length));
        for (const index of indicesOf(result.shape)) {
          expect(result.at(...index)).toBe(t.at(...index.with(axis, picks[index[axis]])));
        }
      }),
    );
  });

  it("accepts a tensor of indices, whose shape replaces the axis", () => {
    expect(
      np
        .gather(
          [10, 20, 30],
          np.tensor([
            [2, 0],
            [1, 1],
          ]),
        )
        .toArray(),
    ).toEqual([
      [30, 10],
      [20, 20],
    ]);
  });

  it("names the index that is out of bounds", () => {
    expect(() => x().gather([0, 2])).toThrow("gather: index 2 is out of bounds for axis 0 with size 2");
    expect(() => x().gather([0.5])).toThrow("gather: index 0.5 is out of bounds for axis 0 with size 2");
  });
});

describe("flatten, copy and astype", () => {
  it("have memory of their own", () => {
    const t = x();
    t.flatten().assign(9);
    t.copy().assign(9);
    t.astype("float64").assign(9);
    expect(t.sum().item()).toBe(15);
    expect(t.astype("float64").dtype).toBe("float64");
  });
});
