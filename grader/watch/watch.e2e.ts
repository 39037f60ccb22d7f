/** Tests watch mode as users run it: a real process, real saves, real keys. */

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assignment } from "../assignment/index.ts";
import { type CheckReport, type Report, validateReport } from "../report/report.ts";
import { temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { maxScore, pointsFor } from "../testing/points.ts";
import { tinyDataset } from "../testing/tinyDataset.ts";
import { Watching } from "../testing/watching.ts";

let folder: string;
let watching: Watching;
let right: string;
const file = () => join(folder, "beras/layers.ts");
const wrong = () => right.replace("x.matmul(this.w).add(this.b)", "x.matmul(this.w)");
/** The last line when no suite is pending. */
const done = /(Score \d+\/\d+|\d+\/\d+ points in what was graded) {3}\S+report\.html/;

async function start(args: string[], onTerminal = false): Promise<string> {
  folder = writeSubmission(temporaryFolder(), "solution");
  right = readFileSync(file(), "utf8");
  watching = new Watching(folder, args, { MNIST_DIR: tinyDataset().folder }, onTerminal);
  return watching.until(done);
}

afterEach(async () => {
  watching.kill("SIGKILL");
  await watching.ended;
});

const report = (): Report => JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));

test("a save is graded at once: first the failing check, then the suites that depend on it", async () => {
  const suites = ["activations", "layers", "model"];
  await start(["--only", ...suites]);
  writeFileSync(file(), wrong());
  const savedAt = performance.now();
  await watching.until(/beras\/layers\.ts changed: grading/);
  // 0.05 s on a quiet machine; a verdict takes seconds.
  expect(performance.now() - savedAt).toBeLessThan(2_000);
  const direct = await watching.until(/Score .* so far/);
  const [, first] = direct.match(/beras\/layers\.ts changed +[\d.]+ s\n\n +(.*)/)!;
  expect(first).toMatch(
    new RegExp(`^✗ Dense\\.forward computes x · W \\+ b +0/${pointsFor("layers.dense.forward")}$`),
  );
  for (const detail of [
    "Expected  output[",
    "Received  output[",
    "Hint      These are the numbers without the bias. The bias is added",
  ]) {
    expect(direct).toContain(detail);
  }
  const layers = pointsFor("layers");
  expect(direct).toMatch(new RegExp(`✗ Layers +0/${layers}`));
  expect(direct).toMatch(/… Model/);
  const all = await watching.until(done);
  // The grader's own Dense stands in; only what trains the whole model waits.
  const own = pointsFor("model") - pointsFor("model.overfits");
  expect(all).toMatch(new RegExp(`- Model +${own}/${pointsFor("model")}`));

  // The report is written afterwards. It combines the results of all runs.
  const isPending = ({ suite, status }: CheckReport) => suites.includes(suite) && status === "not-run";
  const isDone = () => !report().checks.some(isPending);
  const written = async () => {
    while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await written();
  expect(validateReport(report(), assignment)).toBeNull();
  expect(report().message).toBe("Only activations, layers, model: the score leaves out the rest");

  // Grading the failed suites again gives the same result.
  watching.press("f");
  expect(await watching.until(done)).toMatch(new RegExp(`What failed[^]*✗ Layers +0/${layers}`));

  writeFileSync(file(), right);
  expect(await watching.until(done)).toMatch(new RegExp(`✓ Layers +${layers}/${layers}`));
  await written();
  expect(report().checks.filter(({ suite }) => suite === "model")).toEqual(
    expect.arrayContaining([expect.objectContaining({ id: "model.overfits", status: "passed" })]),
  );
}, 180_000);

describe("the ways in which editors save", () => {
  const changed = async (pattern: RegExp) => {
    const text = await watching.until(pattern);
    expect(text).toContain("beras/layers.ts changed");
  };

  test("replacing the file, writing twice, half a line, deleting and restoring; SIGTERM quits like q", async () => {
    await start(["--only", "layers"]);

    writeFileSync(`${file()}.tmp`, wrong());
    renameSync(`${file()}.tmp`, file());
    await changed(/✗ Layers[\s\S]*report\.html/);

    writeFileSync(file(), "");
    writeFileSync(file(), right);
    await changed(/✓ Layers[\s\S]*report\.html/);

    // Saving the same content again changes nothing.
    writeFileSync(file(), right);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(watching.read()).not.toContain("report.html");

    writeFileSync(file(), right.replace("return x.matmul(", "return x.matmul(("));
    await changed(/beras\/layers\.ts does not compile[\s\S]*report\.html/);

    rmSync(file());
    await changed(/beras\/layers\.ts is missing from the submission[\s\S]*report\.html/);

    writeFileSync(file(), right);
    await changed(/✓ Layers[\s\S]*report\.html/);

    rmSync(join(folder, "beras"), { recursive: true });
    rmSync(join(folder, "assignment.ts"));
    await watching.until(/holds no submission/);
    mkdirSync(join(folder, "beras"));
    writeSubmission(folder, "solution");
    await watching.until(/✓ Layers[\s\S]*report\.html/);
    watching.kill("SIGTERM");
    expect(await watching.ended).toBe(0);
  }, 180_000);

  test("an endless loop, saved by mistake, is interrupted when it is fixed; SIGINT quits like q", async () => {
    await start(["--only", "initializers"]);
    writeFileSync(file(), right.replace("const variances", "while (true) {}\n    const variances"));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const fixedAt = performance.now();
    // Differs from the original: a busy machine may see both saves as one, without a change.
    writeFileSync(file(), `${right}// fixed\n`);
    await changed(/✓ Initializers[\s\S]*report\.html/);
    // Without the interruption, seven checks would run into their limits of 10 s.
    expect(performance.now() - fixedAt).toBeLessThan(40_000);
    watching.kill("SIGINT");
    expect(await watching.ended).toBe(0);
  }, 180_000);
});

describe("keys", () => {
  test("all, one suite by the beginning of its name, failed suites, quit", async () => {
    await start(["--only", "layers", "metrics"]);
    watching.press("a");
    expect(await watching.until(done)).toMatch(/Everything[\s\S]*✓ Layers[\s\S]*✓ Metrics/);
    watching.press("olay\r");
    expect(await watching.until(done)).toMatch(/Suite layers/);
    expect(report()).toMatchObject({ score: pointsFor("layers", "metrics"), maxScore: maxScore() });
    // Enter without input leaves the prompt, and so does Escape.
    watching.press("o\r");
    watching.press("f");
    expect(await watching.until(/Nothing has failed/)).not.toContain("Suite ");
    watching.press("o\x1b");
    // On any terminal, Escape followed at once by a letter means Alt and the letter.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    watching.press("f");
    await watching.until(/Nothing has failed/);
    watching.press("q");
    expect(await watching.ended).toBe(0);
  }, 180_000);
});

const hasScript = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux");

(hasScript ? test : test.skip)(
  "on a terminal, keys need no Enter, and Ctrl-C quits",
  async () => {
    await start(["--only", "layers"], true);
    watching.press("o");
    expect(await watching.until(/Suite \(Esc to leave\) ›/)).toContain("layers");
    watching.press("q");
    expect(await watching.until(/›.*no such suite/)).toContain("Esc");
    watching.press("\x7fl\r");
    // The earlier result stays on the screen until there is a new one.
    expect(await watching.until(/so far +\S+report\.html/)).toMatch(/Suite layers: grading[\s\S]*… Layers/);
    await watching.until(/Suite layers +[\d.]+ s[\s\S]*report\.html/);
    watching.press("\x03");
    expect(await watching.ended).toBe(0);
  },
  180_000,
);
