/** Tests `npm run grade` as users run it: the real command, on real folders. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assignment } from "./assignment/index.ts";
import { WarmGrader } from "./run/warmGrader.ts";
import { gradeFolder, runCommand } from "./testing/command.ts";
import { type Change, house, replacing, temporaryFolder, writeSubmission } from "./testing/overlay.ts";
import { maxScore, pointsFor, stencilScore } from "./testing/points.ts";

const changed = (changes: Record<string, Change>) => writeSubmission(temporaryFolder(), "solution", changes);

const grader = new WarmGrader(assignment);
afterAll(() => grader.close());
/** Grades in a process that stays, for tests that only need the report. */
async function gradeWarm(changes: Record<string, Change>, ...only: string[]) {
  const options = { folder: changed(changes), track: "cs2470", seed: "beras", timeoutMs: 60_000 } as const;
  const report = await grader.grade({ ...options, only });
  const checks = report?.checks.filter(({ status }) => status !== "passed" && status !== "not-run") ?? [];
  return { report, lost: Object.fromEntries(checks.map((check) => [check.id, check])) };
}

describe("the fresh stencil", () => {
  let graded: Awaited<ReturnType<typeof gradeFolder>>;
  beforeAll(async () => {
    graded = await gradeFolder(writeSubmission(temporaryFolder(), "stencil"), ["--track", "cs2470"]);
  }, 60_000);

  test("gets the points of the rules and the given code", () => {
    expect(graded.code).toBe(0);
    expect(graded.report).toMatchObject({ status: "complete", maxScore: maxScore("cs2470") });
    expect(graded.report.score).toBe(stencilScore());
  });

  test("every unfinished check is todo, and names the method it waits for", () => {
    const { report } = graded;
    expect(new Set(report.checks.map(({ status }) => status))).toEqual(new Set(["todo", "passed"]));
    for (const { status, message } of report.checks) {
      if (status === "todo")
        expect(message).toMatch(/^(waits for )?[\w.]+,? (which )?is not implemented yet$/);
    }
  });

  test("reads well: the next step, no stack trace, no path of the grader", () => {
    const { stdout, stderr } = graded;
    expect(stderr).toBe("");
    expect(stdout).toContain("Next: getDataMNIST in preprocess.ts");
    expect(stdout).toMatch(/○ Layers .*\n {6}waits for Dense\.initializeWeights\n/);
    expect(stdout).not.toMatch(/\n\s+at /);
    expect(stdout).not.toContain(join(house, "grader"));
  });
});

describe("one mistake costs only its own checks, and is described in one line", () => {
  test.each<[string, Record<string, Change>, RegExp, string[]]>([
    [
      "process.exit(0) at import",
      { "beras/metrics.ts": (text) => `${text}\nprocess.exit(0);\n` },
      /beras\/metrics\.ts cannot be imported: it throws ReferenceError: process is not defined/,
      ["metrics.", "model."],
    ],
    [
      "a syntax error in losses.ts",
      { "beras/losses.ts": (text) => text.replace("return yPred", "return return yPred") },
      /beras\/losses\.ts does not compile: .* \(line \d+\)/,
      ["losses.", "core.tape.", "model.", "policy.files", "policy.types"],
    ],
    [
      "a missing optimizers.ts",
      { "beras/optimizers.ts": null },
      /beras\/optimizers\.ts is missing from the submission/,
      ["optimizers.", "model."],
    ],
    [
      "TensorFlow imported",
      { "beras/metrics.ts": (text) => `import "@tensorflow/tfjs";\n${text}` },
      /beras\/metrics\.ts:1 "@tensorflow\/tfjs" is TensorFlow/,
      ["policy.imports", "policy.types"],
    ],
    [
      "TensorFlow used",
      {
        "beras/metrics.ts": (text) =>
          `import * as tf from "@tensorflow/tfjs";\n${text.replace("return probs", "return tf.argMax(probs)")}`,
      },
      /"@tensorflow\/tfjs" is TensorFlow/,
      ["metrics.", "model.", "policy.imports", "policy.types"],
    ],
  ])(
    "%s",
    async (_, changes, message, mayLose) => {
      // The suites that lose something, which take no time then, and one that loses nothing.
      const suites = new Set(mayLose.map((prefix) => prefix.split(".")[0]));
      const { report, lost } = await gradeWarm(changes, "activations", ...suites);
      expect(report?.status).toBe("complete");
      expect(
        Object.values(lost)
          .map((check) => `${check.message} ${check.received}`)
          .join("\n"),
      ).toMatch(message);
      const others = Object.keys(lost).filter((id) => !mayLose.some((prefix) => id.startsWith(prefix)));
      expect(others).toEqual([]);
    },
    60_000,
  );

  test("an exception is reported with the student's own line", async () => {
    const { lost } = await gradeWarm(
      {
        "beras/losses.ts": replacing(
          "return yPred.sub(yTrue).square().mean();",
          "return (null as any).square();",
        ),
      },
      "losses",
    );
    const lines = readFileSync(join(house, "solution/beras/losses.ts"), "utf8").split("\n");
    const line = lines.findIndex((text) => text.includes("return yPred.sub(yTrue).square().mean();")) + 1;
    expect(lost["losses.mse.forward"]).toMatchObject({
      status: "error",
      message: "MeanSquaredError.forward threw TypeError: Cannot read properties of null (reading 'square')",
      where: { file: "beras/losses.ts", line, method: "MeanSquaredError.forward" },
    });
  }, 60_000);

  test("a Promise instead of a tensor is reported as such", async () => {
    const { lost } = await gradeWarm(
      {
        "beras/metrics.ts": replacing(
          "return probs",
          "return Promise.resolve(1) as never;\n    return probs",
        ),
      },
      "metrics",
    );
    expect(lost["metrics.accuracy"]).toMatchObject({
      status: "failed",
      message: "CategoricalAccuracy.forward returned a Promise; expected a number as accuracy",
    });
  }, 60_000);

  test("a class that refers to itself is reported by its own name", async () => {
    const { lost } = await gradeWarm(
      { "beras/layers.ts": replacing("return x.matmul(this.w).add(this.b);", "return undefined as never;") },
      "layers",
    );
    expect(lost["layers.dense.forward"]).toMatchObject({
      // Nothing of the student's threw; and the place is not the line of given code that found the mistake.
      message: "TypeError: Dense.forward returned undefined; expected a Tensor",
      where: { file: "beras/layers.ts", line: null, method: "Dense.forward" },
    });
  }, 60_000);

  test.each([
    ["return [this.w];", "return this.w as never;", "returned a Tensor; expected an array of Tensors"],
    ["inputGradients(): Tensor[] {", "inputGradient(): Tensor[] {", "is missing: is its name spelt as here?"],
    ["return [this.w];", "return [stack([this.w])];", "stack is in #tensor: add it to the import"],
  ])(
    "derivatives that %s",
    async (before, after, says) => {
      const { lost } = await gradeWarm(
        { "beras/layers.ts": (text) => text.replace(before, after) },
        "layers",
      );
      const { message, hint } = lost["layers.dense.inputGradients"];
      expect(`${message} ${hint}`).toContain(says);
    },
    60_000,
  );

  test("10,000 lines of output are counted and cut, and cost one point", async () => {
    const { lost, report } = await gradeWarm(
      {
        "beras/metrics.ts": replacing(
          "return probs",
          "for (let i = 0; i < 10000; i++) console.log(i);\n    return probs",
        ),
      },
      "metrics",
      "policy.printing",
    );
    expect(Object.keys(lost)).toEqual(["policy.printing"]);
    const output = report?.checks.find(({ id }) => id === "metrics.accuracy")?.output;
    expect(output?.startsWith("0\n1\n2\n")).toBe(true);
    expect(output?.length).toBeLessThan(20_000);
  }, 60_000);

  test("one line per epoch costs nothing, however many epochs a check runs", async () => {
    const { lost } = await gradeWarm(
      {
        "beras/model.ts": replacing(
          "history.loss.push(mean.loss);",
          'history.loss.push(mean.loss);\n      console.log("epoch", epoch, "of", epochs, mean);',
        ),
      },
      "model.overfits",
      "policy.printing",
    );
    expect(Object.keys(lost)).toEqual([]);
  }, 60_000);
});

describe("alone, the tape's suite leads to the method that is wrong", () => {
  test("to a layer's, where the loss is wrong before any gradient", async () => {
    const minus = replacing(".add(this.b)", ".sub(this.b)");
    const { lost } = await gradeWarm({ "beras/layers.ts": minus }, "core");
    expect(lost["core.tape.dense"]).toMatchObject({
      where: { file: "beras/layers.ts", method: "Dense.forward" },
      message: expect.stringContaining("before any gradient"),
    });
  }, 60_000);

  test("with the hint of that method's own check, where it throws", async () => {
    const shape = replacing("this.inputs[0].expandDims(2)", "this.inputs[0]");
    // The compiler is what tells whose the line is.
    const { report } = await gradeFolder(changed({ "beras/layers.ts": shape }), [
      ...["--track", "cs2470", "--only", "core", "--hints", "all"],
    ]);
    expect(report.checks.find(({ id }) => id === "core.tape.dense")).toMatchObject({
      where: { method: "Dense.weightGradients" },
      hint: expect.stringContaining("one tensor for W and one for b"),
    });
  }, 60_000);
});

describe("options", () => {
  const solution = join(house, "solution");

  test("--only grades the named suites; the others are not-run and earn nothing", async () => {
    const args = ["--only", "Losses", "metrics", "--fail-under", "100"];
    const { code, report, stdout } = await gradeFolder(solution, args, {
      out: join(temporaryFolder(), "report.json"),
    });
    const score = pointsFor("losses", "metrics");
    // The threshold applies to the graded suites only.
    expect(code).toBe(0);
    expect(report).toMatchObject({ status: "complete", score, maxScore: maxScore(), dataset: null });
    const statuses = new Set(
      report.checks.filter(({ suite }) => suite === "layers").map(({ status }) => status),
    );
    expect(statuses).toEqual(new Set(["not-run"]));
    expect(stdout).toContain("Losses");
    expect(stdout).not.toContain("Layers");
    expect(stdout).toContain(`${score}/${score} points in what was graded`);
    expect(stdout).not.toContain("Score");
    expect(stdout).toContain("Next: `npm run grade` shows what is next");
  }, 60_000);

  test("--fail-under turns a low score into exit code 1", async () => {
    const limit = ["--only", "losses", "--fail-under", "50"];
    expect((await gradeFolder(writeSubmission(temporaryFolder(), "stencil"), limit)).code).toBe(1);
  }, 60_000);

  test.each([
    ["a missing submission", ["grade", "nobody"], /^There is no submission at nobody/],
    [
      "an unknown option",
      ["grade", join(house, "solution"), "--frobnicate"],
      /^Unknown argument: frobnicate/,
    ],
    [
      "an unknown suite",
      ["grade", join(house, "solution"), "--only", "layer"],
      /^There is no suite "layer": choose from preprocess/,
    ],
    [
      "--only without a suite",
      ["grade", join(house, "solution"), "--only"],
      /^--only expects suites or checks: preprocess/,
    ],
    [
      "a folder as the file of the report",
      ["grade", join(house, "solution"), "--out", house],
      /: that is a folder\. Name a file with --out$/m,
    ],
    ["an unknown track", ["grade", join(house, "solution"), "--track", "cs1"], /Choices: "cs1470", "cs2470"/],
    ["a time limit of zero", ["grade", join(house, "solution"), "--timeout", "0"], /^--timeout expects/],
    [
      "a percentage above 100",
      ["grade", join(house, "solution"), "--fail-under", "101"],
      /^--fail-under expects/,
    ],
  ])(
    "%s: exit code 2 and a clear line",
    async (_, args, message) => {
      const { code, stdout, stderr } = await runCommand(args, { cwd: temporaryFolder() });
      expect(code).toBe(2);
      expect(stderr).toMatch(message);
      expect(stdout + stderr).not.toMatch(/\n\s+at /);
    },
    60_000,
  );

  test("damaged MNIST is not the submission's fault: exit code 3, one line, and the report says so", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "report.json");
    const args = ["grade", join(house, "solution"), "--only", "accuracy", "--out", out];
    const { code, stderr } = await runCommand(args, { env: { MNIST_DIR: folder } });
    expect(code).toBe(3);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({ status: "fault", score: null });
  }, 60_000);
});
