import { runInNewContext } from "node:vm";
import fc from "fast-check";
import * as np from "./index.ts";
import { anyTensor, indicesOf } from "./testing/arbitraries.ts";

describe("tensor", () => {
  it("takes nested lists, numbers, typed arrays and tensors", () => {
    expect(
      np.tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]).shape,
    ).toEqual([2, 3]);
    expect(np.tensor(7).shape).toEqual([]);
    expect(np.tensor([]).shape).toEqual([0]);
    expect(np.tensor([[], []]).shape).toEqual([2, 0]);
    expect(np.tensor(new Uint8Array([1, 2])).toArray()).toEqual([1, 2]);
    expect(np.tensor([new Float32Array(3), new Float32Array(3)] as never).shape).toEqual([2, 3]);
  });

  it("copies", () => {
    const data = new Float32Array([1, 2]);
    const x = np.tensor(data);
    const y = np.tensor(x);
    data[0] = 9;
    x.assign(9);
    expect(y.toArray()).toEqual([1, 2]);
  });

  it("takes lists and typed arrays from another context, whose classes are not ours", () => {
    const list = runInNewContext("[[1, 2], [3, 4]]");
    const typed = runInNewContext("new Float64Array([1, 2])");
    expect(np.tensor(list).shape).toEqual([2, 2]);
    expect(np.fromData(typed, [2]).dtype).toBe("float64");
    expect(np.add(np.fromData(typed, [2]), 1).toArray()).toEqual([2, 3]);
  });

  it("converts to nested lists and back, for every layout", () => {
    fc.assert(
      fc.property(anyTensor, (x) => {
        const back = np.tensor(x.toArray(), x.dtype);
        // As lists, [0,3] and [0] are the same.
        if (x.size > 0) expect(back.shape).toEqual(x.shape);
        expect(Array.from(back.data)).toEqual(indicesOf(x.shape).map((index) => x.at(...index)));
      }),
    );
  });

  it("rejects ragged lists, and says where", () => {
    expect(() => np.tensor([[1, 2], [3]])).toThrow(
      "tensor: the nested lists are ragged: expected a list of 2 at [1], received a list of 1",
    );
    expect(() => np.tensor([1, [2]])).toThrow(
      "tensor: the nested lists are ragged: expected a number at [1], received a list of 1",
    );
    expect(() => np.tensor([[[1], [2]], new Float32Array(2)] as never)).toThrow(
      "tensor: the nested lists are ragged: expected a list of 1 at [1,0], received 0",
    );
    expect(() => np.tensor([[1], 2])).toThrow(
      "tensor: the nested lists are ragged: expected a list of 1 at [1], received 2",
    );
  });

  it("rejects values that are not numbers, and says where", () => {
    expect(() => np.tensor([[1, undefined as never]])).toThrow(
      "tensor: expected a number at [0,1], received undefined",
    );
    expect(() => np.tensor(["1" as never])).toThrow('tensor: expected a number at [0], received "1"');
    expect(() => np.tensor(null as never)).toThrow(
      "tensor: expected a tensor, a list or a number, received null",
    );
    expect(() => np.tensor([np.ones([2]) as never])).toThrow(
      "received a tensor of shape [2]; stack(...) joins tensors",
    );
  });
});

describe("fromData", () => {
  it("wraps without copying", () => {
    const data = new Float64Array(6);
    const x = np.fromData(data, [2, 3]);
    data[5] = 1;
    expect(x.at(1, 2)).toBe(1);
    expect(x.data).toBe(data);
  });

  it("rejects memory of a wrong length or kind", () => {
    expect(() => np.fromData(new Float32Array(5), [2, 3])).toThrow(
      "fromData: cannot view 5 elements as shape [2,3]",
    );
    expect(() => np.fromData([1, 2] as never, [2])).toThrow(
      "fromData: expected a Float32Array or a Float64Array",
    );
    expect(() => np.fromData(new Uint8Array(2) as never, [2])).toThrow(
      "expected a Float32Array or a Float64Array",
    );
  });
});

describe("dtype", () => {
  afterEach(() => np.setFloatx("float32"));

  it("defaults to floatx, as in Keras", () => {
    expect([np.floatx(), np.zeros([1]).dtype, np.tensor([1]).dtype]).toEqual([
      "float32",
      "float32",
      "float32",
    ]);
    np.setFloatx("float64");
    expect([np.floatx(), np.zeros([1]).dtype, np.tensor([1]).dtype]).toEqual([
      "float64",
      "float64",
      "float64",
    ]);
    expect(np.random.normal(0, 1, [2]).dtype).toBe("float64");
    expect(np.tensor(np.tensor([1], "float32")).dtype).toBe("float32");
  });

  it("accepts only float32 and float64", () => {
    expect(() => np.setFloatx("float16" as never)).toThrow(
      'setFloatx: unknown dtype float16, expected "float32" or "float64"',
    );
  });
});
