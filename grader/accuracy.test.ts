/** Accuracies that were not learned: what the grader says of them. */
import { gradeFolder } from "./run/command.ts";
import { temporaryFolder, writeSubmission } from "./testing/overlay.ts";
import { tinyDataset } from "./testing/tinyDataset.ts";

const only = ["--track", "cs2470", "--only", "accuracy"];
let data: ReturnType<typeof tinyDataset>;
beforeAll(() => {
  data = tinyDataset();
});

/** The solution, with other lines in front of what SequentialModel.forward and batchStep do. */
async function gradeWith(forward: string, batchStep: string) {
  const folder = writeSubmission(temporaryFolder(), "solution", {
    "assignment.ts": (text) =>
      text
        .replace("import type { Tensor }", "import { eye, type Tensor }")
        .replace(
          "return this.layers.reduce((value, layer)",
          `${forward}\n    return this.layers.reduce((value, layer)`,
        )
        .replace("    using tape =", `${batchStep}\n    using tape =`),
  });
  return gradeFolder(folder, only, { env: { MNIST_DIR: data.folder } });
}

/** A number that tells 50 images apart, also from themselves moved by one pixel. */
const keyOf = (image: ArrayLike<number>) =>
  Array.from(image).reduce((key, byte, i) => (key * 31 + byte * (i + 1)) % 1_000_003, 7);

/** Lines for SequentialModel.forward that look an image up instead of classifying it. */
const lookUp = () => {
  const table = Array.from(data.labels, (label, i) => [
    keyOf(data.images.subarray(i * 784, (i + 1) * 784)),
    label,
  ]);
  return `{
      const known = new Map(${JSON.stringify(table)} as [number, number][]);
      const keyOf = ${keyOf};
      const bytes = Array.from(x.data, (value) => Math.round(value * 255));
      const rows = Array.from({ length: x.shape[0] }, (_, s) => bytes.slice(s * 784, (s + 1) * 784));
      return eye(10).gather(rows.map((row) => known.get(keyOf(row)) ?? 0));
    }`;
};

const wait = (ms: number) => `for (const end = Date.now() + ${ms}; Date.now() < end; );`;

test("a table of the test images' labels reaches 100%, and is told from a model", async () => {
  // The simple model comes last, and its warning first: that is the order of the checks.
  const { report } = await gradeWith(
    `if (!training && (this as any).isTrained) ${lookUp()}`,
    `if (this.layers.length === 2 && !(this as any).isTrained) { ${wait(3_000)} }
    (this as any).isTrained = true;`,
  );
  expect(report.accuracy).toMatchObject({ simple: { testAccuracy: 1 }, advanced: { testAccuracy: 1 } });
  const message = "the model knows the test images, but not the same images moved by one pixel";
  expect(report.warnings.map((warning) => [warning.check, warning.message])).toEqual([
    ["accuracy.simple", message],
    ["accuracy.advanced.accuracy", message],
  ]);
}, 60_000);

test("a training that changes nothing is noticed", async () => {
  const { report } = await gradeWith("", "return { loss: 0.1, acc: 0.96 };");
  expect(report.accuracy.simple?.testAccuracy).toBeLessThan(0.5);
  expect(new Set(report.warnings.map(({ message }) => message))).toEqual(
    new Set(["fit changes none of the model's weights"]),
  );
  expect(
    report.checks
      .filter(({ suite, status }) => suite === "accuracy" && status === "passed")
      .map(({ id }) => id),
  ).toEqual(["accuracy.advanced.structure", "accuracy.advanced.untrained"]);
}, 60_000);

test("a model that knows everything beforehand loses the points for it", async () => {
  const { lost } = await gradeWith(`if (!training) ${lookUp()}`, "");
  expect(lost["accuracy.advanced.untrained"]).toMatchObject({
    message: "the model knows the digits before it has seen any",
    received: "test accuracy before training 100.00%",
  });
}, 60_000);

test("what each training prints stands with its own check, side by side or not", async () => {
  const { report } = await gradeWith(
    "",
    `console.log(this.layers.length === 2 ? "simple" : "advanced");
    if (this.layers.length === 2) { ${wait(50)} }`,
  );
  const printed = report.checks
    .filter(({ suite, output }) => suite === "accuracy" && output)
    .map(({ id, output }) => [id, [...new Set(output?.match(/simple|advanced/g))]]);
  expect(printed).toEqual([
    ["accuracy.simple", ["simple"]],
    ["accuracy.advanced.accuracy", ["advanced"]],
  ]);
}, 60_000);

test("NaN predictions are called what they are", async () => {
  const { lost } = await gradeWith(
    "if ((this as any).isTrained) return x.slice(0).matmul(eye(784, 10)).mul(NaN);",
    "(this as any).isTrained = true;",
  );
  expect(lost["accuracy.simple"]).toMatchObject({
    status: "failed",
    message: "the model predicts NaN or Infinity: its training has diverged",
  });
}, 60_000);
