/** Accuracies that were not learned: what the grader says of them. */
import { WarmGrader } from "../../run/warmGrader.ts";
import { temporaryFolder, writeSubmission } from "../../testing/overlay.ts";
import { tinyDataset } from "../../testing/tinyDataset.ts";
import { assignment } from "../index.ts";
import { warnings } from "../warnings.ts";
import { trainingsOf } from "./section/data.ts";

let data: ReturnType<typeof tinyDataset>;
let grader: WarmGrader;
beforeAll(() => {
  data = tinyDataset();
  grader = new WarmGrader(assignment, { MNIST_DIR: data.folder });
});
afterAll(() => grader.close());

async function grade(folder: string) {
  const options = { track: "cs2470", seed: "beras", timeoutMs: 60_000 } as const;
  const report = await grader.grade({ folder, only: ["accuracy"], ...options });
  if (!report) throw new Error("the submission was refused");
  return { report, checks: Object.fromEntries(report.checks.map((check) => [check.id, check])) };
}

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
  return grade(folder);
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

test("a table of the test images' labels earns nothing: the training gives the digits other names", async () => {
  // The simple model comes last, and its warning first: that is the order of the checks.
  const { report, checks } = await gradeWith(
    `if (!training && (this as any).isTrained) ${lookUp()}`,
    `if (this.layers.length === 2 && !(this as any).isTrained) { ${wait(1_000)} }
    (this as any).isTrained = true;`,
  );
  const message =
    "the model has learned the digits elsewhere: it does not use the names that its training gave them";
  expect(checks["accuracy.simple"]).toMatchObject({ message });
  expect(checks["accuracy.advanced.accuracy"]).toMatchObject({ message });
  expect(report.warnings.map((warning) => [warning.check, warning.message])).toEqual([
    ["accuracy.simple", message],
    ["accuracy.advanced.accuracy", message],
  ]);
  const { meaning, lookFurther } = warnings["learned-elsewhere"];
  const where = { file: "assignment.ts", method: "SequentialModel.batchStep" };
  expect(report.warnings[0]).toMatchObject({ meaning, lookFurther, where });
}, 60_000);

/** The solution with an advanced model whose `fit` is `body`; the tiny data set has 200 training images. */
async function gradeFit(body: string) {
  const folder = writeSubmission(temporaryFolder(), "solution", {
    "assignment.ts": (text) =>
      `${text
        .replace("import type { Tensor }", "import { eye, type Tensor }")
        .replace("new SequentialModel([\n", "new OwnModel([\n")}
class OwnModel extends SequentialModel {
  known: any;
  fit(x: Tensor, y: Tensor, epochs: number, batchSize: number, callback = {}): any {
    ${body}
  }
}
`,
  });
  return grade(folder);
}

test("fit is called once, with all epochs and all images, as npm start does", async () => {
  const { report } = await gradeFit(
    `console.log("fit", x.shape[0], epochs, batchSize);
    return super.fit(x, y, epochs, batchSize, callback);`,
  );
  const { output } = report.checks.find(({ id }) => id === "accuracy.advanced.accuracy") ?? {};
  expect(output).toMatch(/^fit \d+ 4 128\n$/);
  expect(trainingsOf(report).advanced).toMatchObject({ epochs: 4 });
  expect(trainingsOf(report).advanced?.history.acc).toHaveLength(4);
}, 60_000);

test.each([
  [
    "keeps a tenth for validation",
    "return super.fit(x.slice(0, x.shape[0] * 0.9), y.slice(0, y.shape[0] * 0.9), epochs, 10);",
    4,
  ],
  [
    "calls super.fit for each epoch, and returns nothing",
    "for (let i = 0; i < 3; i++) super.fit(x, y, 1, batchSize);",
    3,
  ],
  [
    "puts the best weights back",
    `const kept: Tensor[][] = [];
    const history = super.fit(x, y, epochs, 50, { onEpochEnd: () => void kept.push(this.weights.map((w) => w.copy())) });
    this.weights.forEach((w, i) => w.assign(kept[2][i]));
    return history;`,
    4,
  ],
])(
  "an own fit that %s is right, and earns no warning",
  async (_, body, epochs) => {
    const { report } = await gradeFit(body);
    expect(report.warnings).toEqual([]);
    expect(trainingsOf(report).advanced).toMatchObject({ epochs });
  },
  60_000,
);

test.each([
  [
    "writes weights without a gradient",
    "for (const w of this.weights) w.assignAdd(0.01);",
    "fit changes the weights without a gradient of a tape and without a step of the optimizer",
  ],
  [
    "feeds the optimizer with something else than gradients",
    "for (let i = 0; i < 3; i++) this.optimizer.applyGradients(this.weights, this.weights);",
    "the optimizer takes steps, and no tape is asked for a gradient",
  ],
  [
    "moves the weights between the steps",
    `super.fit(x, y, 1, batchSize);
    for (const w of this.weights) w.assignAdd(5);
    return super.fit(x, y, 1, batchSize);`,
    "the weights move further between the optimizer's steps than in them",
  ],
])(
  "an own fit that %s is called what it is",
  async (_, body, message) => {
    const { report } = await gradeFit(body);
    expect(report.warnings.map((warning) => warning.message)).toContain(message);
  },
  60_000,
);

test("a training that changes nothing is noticed", async () => {
  const { report } = await gradeWith("", "return { loss: 0.1, acc: 0.96 };");
  expect(trainingsOf(report).simple?.testAccuracy).toBeLessThan(0.5);
  expect(new Set(report.warnings.map(({ message }) => message))).toEqual(
    new Set(["fit changes none of the model's weights"]),
  );
  expect(
    report.checks
      .filter(({ suite, status }) => suite === "accuracy" && status === "passed")
      .map(({ id }) => id),
  ).toEqual(["accuracy.advanced.structure", "accuracy.advanced.untrained"]);
}, 60_000);

test("steps with other gradients than the tape's are noticed", async () => {
  const { report } = await gradeWith(
    "",
    `if (training) {
      const variables = this.trainableVariables;
      new GradientTape().gradient(variables[0], variables);
      this.optimizer.applyGradients(variables, variables.map((w) => w.mul(0.1).add(1e-3)));
      return { loss: 1, acc: 0 };
    }`,
  );
  expect(report.warnings.map(({ code }) => code)).toContain("steps-not-along-gradient");
}, 60_000);

test("a model that knows everything beforehand loses the points for it", async () => {
  const { checks } = await gradeWith(`if (!training) ${lookUp()}`, "");
  expect(checks["accuracy.advanced.untrained"]).toMatchObject({
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
  const { checks } = await gradeWith(
    "if ((this as any).isTrained) return x.slice(0).matmul(eye(784, 10)).mul(NaN);",
    "(this as any).isTrained = true;",
  );
  expect(checks["accuracy.simple"]).toMatchObject({
    status: "failed",
    message: "the model predicts NaN or Infinity: its training has diverged",
  });
}, 60_000);
