/** Tests checkGradients on right and wrong layers. */
import { random, type Tensor, tensor } from "#tensor";
import { LeakyReLU, Softmax } from "../solution/beras/activations.ts";
import { Dense } from "../solution/beras/layers.ts";
import { CategoricalCrossentropy, L2, MeanSquaredError } from "../solution/beras/losses.ts";
import { checkGradients } from "./checkGradients.ts";

let printed = "";
beforeEach(() => {
  random.seed(5);
  printed = "";
  jest.spyOn(console, "log").mockImplementation((text) => {
    printed += `${text}\n`;
  });
});
afterEach(() => jest.restoreAllMocks());

const inputs = (...shape: number[]) => random.normal(0, 1, shape);

test("correct layers, activations and losses pass, in float32 and in float64", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const x = inputs(4, 3).astype(dtype);
    const dense = new Dense(3, 2);
    dense.weights = dense.weights.map((weight) => weight.astype(dtype));
    const before = dense.w.toArray();
    expect(checkGradients(dense, x)).toBe(true);
    // The check changes the weights temporarily, and restores the same values in the same tensor.
    expect(dense.w.toArray()).toEqual(before);
    expect(checkGradients(new LeakyReLU(0.1), x)).toBe(true);
    expect(checkGradients(new Softmax(), x)).toBe(true);
    expect(checkGradients(new MeanSquaredError(), x, inputs(4, 3))).toBe(true);
    const labels = tensor([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]);
    expect(checkGradients(new CategoricalCrossentropy(), new Softmax().call(x), labels)).toBe(true);
    expect(checkGradients(new L2(0.1), x)).toBe(true);
  }
  expect(printed).toContain("Dense: all gradients agree with finite differences");
});

test("the table names the wrong gradient, how much of it is wrong, and its worst entry", () => {
  class Doubled extends Dense {
    override weightGradients(): Tensor[] {
      const [w, b] = super.weightGradients();
      return [w, b.mul([1, 2])];
    }
  }
  expect(checkGradients(new Doubled(3, 2), inputs(4, 3))).toBe(false);
  const [title, , input, weight, bias] = printed.split("\n");
  expect(title).toBe("Doubled: 1 of 3 gradients differ from finite differences");
  expect([input, weight].map((row) => row.trim().split(/\s{2,}/))).toEqual([
    ["input 0", "[4,3]"],
    ["weight 0", "[3,2]"],
  ]);
  const [, , differ, at, yours, numeric] = bias.trim().split(/\s{2,}/);
  expect([differ, at]).toEqual(["1 of 2", "[1]"]);
  expect(Number(yours)).toBeCloseTo(2 * Number(numeric), 4);
});

test.each<[string, (slopes: Tensor) => Tensor, RegExp]>([
  ["a sign", (slopes) => slopes.neg(), /input 0 +\[4,3\] +12 of 12/],
  ["NaN", (slopes) => slopes.div(slopes.mul(0)).sub(Infinity), /input 0 +\[4,3\] +12 of 12 +\[0,0\] +NaN/],
])("a wrong %s is found", (_, change, row) => {
  class Wrong extends LeakyReLU {
    override inputGradients(): Tensor[] {
      return super.inputGradients().map(change);
    }
  }
  expect(checkGradients(new Wrong(), inputs(4, 3))).toBe(false);
  expect(printed).toMatch(row);
});
