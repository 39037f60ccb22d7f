/** Tests `npm start` as students run it: the real program, on a small data set in MNIST's format. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { encodeIdx } from "../data/idx.ts";
import { drawDigits } from "../data/synthetic/index.ts";
import { createStudentFolder, type StudentFolder } from "./testing/studentFolder.ts";

let folder: StudentFolder;
afterEach(() => folder.remove());

/** Fifteen batches of 100 for training, two for testing: enough to learn something within a second. */
const parts = { train: drawDigits(1500, "main/train"), t10k: drawDigits(200, "main/test") };

function start(
  program = "code/main.ts",
  env: Record<string, string> = {},
  onTerminal = false,
  args: string[] = [],
) {
  const data = join(folder.root, "mnist");
  mkdirSync(data, { recursive: true });
  for (const [part, { images, labels }] of Object.entries(parts)) {
    writeFileSync(join(data, `${part}-images-idx3-ubyte`), encodeIdx([labels.length, 28, 28], images));
    writeFileSync(join(data, `${part}-labels-idx1-ubyte`), encodeIdx([labels.length], labels));
  }
  return folder.run(program, { MNIST_DIR: data, ...env }, onTerminal, args);
}

/** Makes a mistake in a student file. */
function edit(file: string, from: string, to: string): void {
  const path = join(folder.code, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

describe("with everything implemented", () => {
  beforeEach(() => {
    folder = createStudentFolder("solution");
  });

  test("trains, evaluates and draws both models; without a terminal, prints a line per epoch", () => {
    const { status, stdout, stderr } = start();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("Data: images other than MNIST, 1500 training and 200 test images\n");
    expect(
      stdout.match(
        /^Epoch \d+\/\d+ - \d+s - \d+(us|ms|s)\/step - loss: \d\.\d{4} - acc: \d\.\d{4} - val_loss: \d\.\d{4} - val_acc: \d\.\d{4}$/gm,
      ),
    ).toHaveLength(10 + 4);
    const accuracies = [...stdout.matchAll(/^Test accuracy of the (\w+) model: (\d+\.\d\d)% \(loss /gm)];
    expect(accuracies.map(([, name]) => name)).toEqual(["simple", "advanced"]);
    // Guessing gets 10% right, with a standard deviation of 2% for 200 images.
    for (const [, , percent] of accuracies) expect(Number(percent)).toBeGreaterThan(40);

    for (const name of ["simple-metrics", "simple-images", "advanced-metrics", "advanced-images"]) {
      const file = join(folder.root, "pictures", `${name}.svg`);
      expect(stdout).toContain(String(pathToFileURL(file)));
      expect(readFileSync(file, "utf8")).toMatch(/^<svg /);
    }
  });

  test("trains one model for a given number of epochs", () => {
    const { status, stdout } = start("code/main.ts", {}, false, ["--model", "advanced", "--epochs", "2"]);
    expect(status).toBe(0);
    expect(stdout.match(/^Epoch \d+\/2 /gm)).toHaveLength(2);
    expect(stdout).not.toContain("the simple model");
  });

  test.each([
    [["--help"], 0, /^npm start -- \[--model simple\|advanced\] \[--epochs N\]\n/],
    [["--model", "large"], 2, /^--model expects simple or advanced, received large .*\n$/],
    [["--epochs", "0"], 2, /^--epochs expects a whole number above 0, received 0 .*\n$/],
    [["--epoch", "3"], 2, /^Unknown option '--epoch' .*\n$/],
  ])("npm start -- %j", (args, code, message) => {
    const { status, stdout, stderr } = start("code/main.ts", {}, false, args);
    expect([status, stdout + stderr]).toEqual([code, expect.stringMatching(message)]);
  });

  test("accepts a student's own fit and evaluate, without callbacks, and with a list of numbers", () => {
    edit(
      "assignment.ts",
      "  private readonly sum = new Sum();",
      `  private readonly sum = new Sum();
  override fit(x: Tensor, y: Tensor, epochs: number, batchSize: number) {
    return super.fit(x, y, epochs, batchSize);
  }
  override evaluate(x: Tensor, y: Tensor, batchSize: number) {
    const { loss, acc } = super.evaluate(x, y, batchSize);
    return { loss: [loss], acc: [acc] } as never;
  }`,
    );
    const { status, stdout, stderr } = start("code/main.ts", {}, false, ["--model", "simple"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Test accuracy of the simple model: \d+\.\d\d% \(loss /m);
  });

  test("shows a mistake with the student's own lines that led to it, and no others", () => {
    edit("beras/layers.ts", "x.matmul(this.w)", "x.matmul(this.w.T)");
    const { status, stderr } = start();
    expect(status).toBe(1);
    const [, message, ...stack] = stderr.trimEnd().split("\n");
    expect(message).toBe(
      "ValueError: matmul: shapes [100,784] and [10,784] do not align: 784 (axis 1) != 10 (axis 0)",
    );
    expect(stack[0]).toMatch(/^ {4}at Dense\.forward \(beras\/layers\.ts:\d+\)$/);
    expect(stack.at(-1)).toMatch(/^ {4}at SequentialModel\.batchStep \(assignment\.ts:\d+\)$/);
    for (const line of stack) expect(line).toMatch(/ \((assignment|beras\/\w+)\.ts:\d+\)$/);
  });

  test("a helper file of the student's has its lines, too", () => {
    writeFileSync(
      join(folder.code, "my-helpers.ts"),
      "export const product = (a: any, b: any) =>\n  a.matmul(b.T);\n",
    );
    edit("beras/layers.ts", "import ", 'import { product } from "../my-helpers.ts";\nimport ');
    edit("beras/layers.ts", "x.matmul(this.w)", "product(x, this.w)");
    const { stderr } = start();
    const [, , ...stack] = stderr.trimEnd().split("\n");
    expect(stack[0]).toBe("    at product (my-helpers.ts:2)");
    expect(stack[1]).toMatch(/^ {4}at Dense\.forward \(beras\/layers\.ts:\d+\)$/);
  });

  test("names a file that does not compile, with the line", () => {
    edit("beras/losses.ts", "export class MeanSquaredError", "export clas MeanSquaredError");
    const { status, stderr } = start();
    expect(status).toBe(1);
    expect(stderr.trim()).toMatch(/^beras\/losses\.ts does not compile: .+ \(line \d+\)$/);
  });

  test("names a missing file, and the file that imports it", () => {
    rmSync(join(folder.code, "beras/losses.ts"));
    const { status, stderr } = start();
    expect(status).toBe(1);
    expect(stderr.trim()).toMatch(/^beras\/losses\.ts is missing; \S+\.ts imports it$/);
  });

  test("names a missing package", () => {
    edit("beras/losses.ts", "import ", 'import "lodash-that-is-not-there";\nimport ');
    const { stderr } = start();
    expect(stderr.trim()).toBe("beras/losses.ts imports lodash-that-is-not-there, which is not installed");
  });

  test("reports a problem with the data in one line, with exit code 2", () => {
    const { status, stderr } = start("code/main.ts", { MNIST_DIR: "nowhere" });
    expect(status).toBe(2);
    expect(stderr.trim()).toMatch(/^nowhere: .*npm run data.*$/);
  });
});

describe("while something is unwritten", () => {
  test("the fresh stencil prints one line with the method to write and its place", () => {
    folder = createStudentFolder("stencil");
    const { status, stderr } = start("stencil/main.ts");
    expect(status).toBe(1);
    expect(stderr.trim()).toMatch(
      /^getDataMNIST is not implemented yet: write it in preprocess\.ts, line \d+\. \(`npm run grade` .*\)$/,
    );
    expect(existsSync(join(folder.root, "pictures"))).toBe(false);
  });

  test("CS1470 needs no advanced model", () => {
    folder = createStudentFolder("solution");
    edit(
      "assignment.ts",
      "import type { Tensor }",
      'import { NotImplementedError } from "#errors";\nimport type { Tensor }',
    );
    edit(
      "assignment.ts",
      "const batchSize = 128;",
      'throw new NotImplementedError("getAdvancedModelComponents");',
    );
    const { status, stdout, stderr } = start();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("Test accuracy of the simple model: ");
    expect(stdout).toMatch(
      /\nNo advanced model yet \(only CS2470 needs one\): getAdvancedModelComponents is not .*\n$/,
    );
    expect(readdirSync(join(folder.root, "pictures"))).toEqual(["simple-images.svg", "simple-metrics.svg"]);
  });
});

/** util-linux's `script` runs a program on a terminal. Not every system has it. */
const hasScript = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux");

(hasScript ? test : test.skip)("on a terminal, each epoch has a bar that fits into 80 columns", () => {
  folder = createStudentFolder("solution");
  edit("assignment.ts", "const batchSize = 128;", 'throw new Error("only the simple model");');
  const { stdout } = start("code/main.ts", {}, true);
  const drawn = stdout.match(
    /\d+\/15 [━─]{20} (ETA )?\d+s \d+(us|ms|s)\/step - loss: \d\.\d{4} - acc: \d\.\d{4}/g,
  )!;
  expect(stdout.match(/^Epoch \d+\/10\r?$/gm)).toHaveLength(10);
  // While batches are left, the bar shows the remaining time.
  for (const bar of drawn) expect(bar.includes("ETA")).toBe(!bar.startsWith("15/15"));
  expect(drawn.filter((bar) => bar.includes("━".repeat(20)))).toHaveLength(10);
  expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThan(80);
});
