import { tensor } from "#tensor";
import { explain } from "../report/describe.ts";
import type { Failure } from "../report/failure.ts";
import { diagnose } from "./diagnose.ts";

const right = tensor(
  [
    [1, -2, 3],
    [4, 5, -6],
    [7, 8, 9.5],
  ],
  "float64",
);
const tolerance = { rtol: 1e-9, atol: 0 };
const factors = { "the number of samples": 7, "the number of classes": 3 };

describe("what explains wrong numbers", () => {
  test.each([
    ["the sign", right.neg(), { code: "sign" }],
    ["a factor of 2", right.mul(2), { code: "factor", factor: 2, of: null }],
    [
      "a factor with a name",
      right.div(7),
      { code: "factor", factor: 1 / 7, of: { name: "the number of samples", isReciprocal: true } },
    ],
    ["transposed", right.T, { code: "transposed" }],
    ["zeros", right.mul(0), { code: "constant", value: 0 }],
    ["NaN in one place", right.div(right.sub(1)).mul(right.sub(1)), { code: "not-a-number" }],
    ["rows shifted down", right.gather([2, 0, 1]), { code: "shifted", rows: 1 }],
    ["a known mistake", right.sub(1), { code: "known", mistake: "denseNoBias" }],
  ])("%s", (_, received, diagnosis) => {
    const mistakes = () => ({ denseNoBias: right.sub(1) });
    expect(diagnose(received, right, { ...tolerance, factors, mistakes })).toEqual(diagnosis);
  });

  test("nothing is said when one entry does not fit", () => {
    const almost = right.mul(2);
    almost.data[4] += 1e-4;
    expect(diagnose(almost, right, { ...tolerance, factors })).toBeNull();
  });

  test("a mistake that was rounded to float32 is the same mistake", () => {
    const received = right.div(7).astype("float32");
    expect(diagnose(received, right, { ...tolerance, factors })).toMatchObject({
      code: "factor",
      of: { name: "the number of samples" },
    });
  });

  test("nothing is said of a mistake that gives the right numbers, nor of any ratio of two numbers", () => {
    const mistakes = () => ({ denseNoBias: right });
    expect(diagnose(right.add(0.5), right, { ...tolerance, mistakes })).toBeNull();
    expect(diagnose(tensor(3.3, "float64"), tensor(1, "float64"), tolerance)).toBeNull();
    // 2/6 for 1/6 is no "twice".
    expect(diagnose(tensor(2 / 6, "float64"), tensor(1 / 6, "float64"), tolerance)).toBeNull();
  });

  test("a factor that could be two things is not named", () => {
    const twoThrees = { "the number of inputs": 3, "the number of outputs": 3 };
    expect(diagnose(right.mul(3), right, { ...tolerance, factors: twoThrees })).toMatchObject({ of: null });
  });

  test("in words", () => {
    const words = (diagnosis: unknown) => explain({ code: "wrong-shape", diagnosis } as Failure);
    const of = { name: "the number of samples", isReciprocal: true };
    expect(words({ code: "factor", factor: 0.25, of })).toBe(
      "Every number is 1/4 of what it should be. 4 is the number of samples.",
    );
    expect(words({ code: "constant", value: 0 })).toBe("Every number is 0.");
    expect(words(null)).toBeNull();
  });
});
