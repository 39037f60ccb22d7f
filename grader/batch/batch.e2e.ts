/** `npm run grade:batch` as a command. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { assignment } from "../assignment/index.ts";
import { type Report, validateReport } from "../report/report.ts";
import { WarmGrader } from "../run/warmGrader.ts";
import { writeStudent } from "../testing/classroom.ts";
import { runCommand } from "../testing/command.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { maxScore, pointsFor, stencilScore } from "../testing/points.ts";
import { tinyDataset } from "../testing/tinyDataset.ts";
import { type Summary, validateSummary } from "./summary.ts";

let data: string;
let place: string;
beforeAll(async () => {
  data = tinyDataset().folder;
  place = temporaryFolder();
  for (const [name, kind] of Object.entries({
    ann: "stencil",
    ben: "stencil",
    cem: "stencilZip",
    "=dot": "evilZip",
  }))
    await writeStudent(place, name, kind);
  // One method is right, and one is wrong.
  const solutionText = (file: string) => readFileSync(house(`solution/beras/${file}`), "utf8");
  writeFileSync(join(place, "ann/beras/metrics.ts"), solutionText("metrics.ts"));
  const wrong = solutionText("losses.ts").replace(".square().mean();", ".square().sum();");
  writeFileSync(join(place, "ann/beras/losses.ts"), wrong);
}, 60_000);

interface Batch {
  code: number | null;
  stdout: string;
  stderr: string;
  gradebook: string;
  summary: Summary;
}

const read = (out: string, file: string) => readFileSync(join(out, file), "utf8");

async function batch(out: string, ...args: string[]): Promise<Batch> {
  const ran = await runCommand(["grade:batch", place, "--out", out, ...args], { env: { MNIST_DIR: data } });
  if (ran.code !== 0) return { ...ran, gradebook: "", summary: {} as Summary };
  return { ...ran, gradebook: read(out, "gradebook.csv"), summary: JSON.parse(read(out, "summary.json")) };
}

/** The time at which each result was written, by key. */
const resultsOf = (out: string) =>
  Object.fromEntries(
    readdirSync(join(out, ".batch/results"))
      // Unfinished files have other names.
      .filter((file) => file.endsWith(".json"))
      .map((file) => [file, statSync(join(out, ".batch/results", file)).mtimeMs]),
  );

describe("a class", () => {
  const annScore = stencilScore() + pointsFor("metrics");
  const out = temporaryFolder();
  let first: Batch;
  beforeAll(async () => {
    first = await batch(out);
  }, 120_000);

  test("has a gradebook with every student", () => {
    expect(first).toMatchObject({ code: 0, stderr: "" });
    const lines: Record<string, string>[] = parse(first.gradebook, { columns: true, bom: true });
    expect(lines.map(({ Name, Status, Score, Max }) => [Name, Status, +Score, +Max])).toEqual([
      ["'=dot", "rejected", 0, 0],
      ["ann", "complete", annScore, maxScore()],
      ["ben", "complete", stencilScore(), maxScore()],
      ["cem", "complete", stencilScore(), maxScore()],
    ]);
    expect(lines[0].Message).toMatch(
      /^'=dot.zip is refused: the entry "..\/evil1.ts" leads out of the archive$/,
    );
  });

  test("has a valid report for every submission, under its name", () => {
    for (const file of readdirSync(join(out, "reports")).filter((name) => name.endsWith(".json"))) {
      const report = JSON.parse(read(out, `reports/${file}`));
      expect(validateReport(report, assignment)).toBeNull();
      expect(`${report.submission.name}.json`).toBe(file);
    }
    expect(readdirSync(join(out, "reports")).sort()).toEqual([
      "_dot.html",
      "_dot.json",
      "ann.html",
      "ann.json",
      "ben.html",
      "ben.json",
      "cem.html",
      "cem.json",
    ]);
    expect(read(out, "reports/ann.html")).toContain("<h1>ann</h1>");
  });

  test("has a summary that fits its schema", () => {
    const { summary } = first;
    expect(validateSummary(summary)).toBeNull();
    expect(summary.counts).toEqual({
      submissions: 4,
      graded: 3,
      takenOver: 0,
      rejected: 1,
      timedOut: 0,
      faults: 0,
    });
    expect(summary.scores).toEqual([
      expect.objectContaining({
        track: "cs1470",
        count: 3,
        mean: expect.closeTo((annScore + 2 * stencilScore()) / 3, 2),
        median: stencilScore(),
        min: stencilScore(),
        max: annScore,
      }),
    ]);
    expect(summary.checks[0]).toMatchObject({ id: "losses.mse.forward", count: 3, lost: 3, failed: 1 });
    expect(summary.slowest).toHaveLength(3);
    expect(summary).toMatchObject({ identical: [], untouched: ["ben", "cem"], similar: [] });
  });

  test("has a self-contained page, in which no name is markup", () => {
    const page = read(out, "class.html");
    expect(page).toContain("<svg");
    expect(page).toContain('aria-label="Distribution of scores, cs1470: 3 submissions');
    expect(page).not.toMatch(/<link|<img|url\(|https?:(?!\/\/www\.w3\.org)/);
    expect(page.match(/<script/g)).toHaveLength(1);
    for (const name of ["ann", "ben", "cem"])
      expect(page).toContain(`<a href="reports/${name}.html">${name}</a>`);
  });

  test("prints a line for each submission without a terminal, with the key that is in the gradebook", () => {
    const lines = first.stdout.split("\n").filter((line) => /^\d\/4 {2}/.test(line));
    expect(lines).toHaveLength(4);
    const [ann] = lines.filter((line) => line.includes("ann"));
    const [, key = ""] = ann.match(/ {2}([0-9a-f]{32})$/) ?? [];
    expect(first.gradebook).toContain(`"${key}"`);
    expect(ann).toMatch(new RegExp(`^\\d/4  ann  ${annScore}/${maxScore()}  \\d+\\.\\d s  ${key}$`));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this looks for them
    expect(first.stdout).not.toMatch(/\u001b/);
  });

  test("is not graded over by accident", async () => {
    const { code, stderr } = await batch(out);
    expect(code).toBe(2);
    expect(stderr).toMatch(/holds the results of an earlier batch: continue it with --resume/);
  });

  test("resumed: only changed submissions are graded again", async () => {
    const before = resultsOf(out);
    const again = await batch(out, "--resume");
    expect(again.gradebook).toBe(first.gradebook);
    expect(again.summary.counts.takenOver).toBe(3);
    expect(resultsOf(out)).toEqual(before);

    appendFileSync(join(place, "ben/beras/losses.ts"), "\n// changed\n");
    // A file that grading does not read changes nothing.
    writeFileSync(join(place, "ann/notes.txt"), "later");
    const changed = await batch(out, "--resume");
    // Apart from the key of the changed submission.
    const key = /"[0-9a-f]{32}"/g;
    expect(changed.gradebook.replace(key, "")).toBe(first.gradebook.replace(key, ""));
    expect(changed.summary.counts.takenOver).toBe(2);
    expect(resultsOf(out)).toMatchObject(before);
    expect(Object.keys(resultsOf(out))).toHaveLength(4);
  }, 60_000);
});

describe("files that are not read", () => {
  const out = temporaryFolder();
  const names = ["ann", "ben", "cem", "eva"];
  let inClass: Batch;
  const alone = new Map<string, Report>();
  const reportOn = (name: string): Report => JSON.parse(read(out, `reports/${name}.json`));
  beforeAll(async () => {
    place = temporaryFolder();
    for (const name of names) await writeStudent(place, name, "stencil");
    writeFileSync(join(place, "eva/assignment.ts"), readFileSync(join(place, "ann/assignment.ts")));
    for (const name of ["ann", "eva"]) {
      appendFileSync(join(place, name, "beras/metrics.ts"), " ".repeat(70_000));
      writeFileSync(join(place, name, "beras/scratch.ts"), "");
    }
    writeFileSync(join(place, "ann/beras/losses.js"), "");
    writeFileSync(join(place, "ann/beras-notes.md"), "");
    mkdirSync(join(place, "ann/node_modules"));
    symlinkSync("assignment.ts", join(place, "ann/link.ts"));
    // Bytes that are not UTF-8 in a name and in a file, folders with other things, files that are not needed.
    writeFileSync(Buffer.from(`${place}/cem/beras/bad\xff.ts`, "latin1"), "x");
    writeFileSync(join(place, "ben/beras/metrics.ts"), Buffer.from(`// ${"é".repeat(50_000)}\n`, "latin1"));
    mkdirSync(join(place, "cem/img"));
    for (let i = 0; i < 2001; i++) writeFileSync(join(place, `cem/img/${i}`), "");
    for (let i = 0; i < 70; i++) writeFileSync(join(place, `ben/beras/x${i}.ts`), "");
    inClass = await batch(out);
    const grader = new WarmGrader(assignment, { MNIST_DIR: data });
    // They lose points for the metrics, whose file is not read.
    const options = { track: "cs1470", seed: "beras", timeoutMs: 600_000 } as const;
    for (const name of ["ann", "ben", "cem"]) {
      const report = await grader.grade({ folder: join(place, name), only: ["metrics"], ...options });
      if (report) alone.set(name, report);
    }
    grader.close();
  }, 120_000);

  test("stop no grading", () => {
    const { code, stderr, summary } = inClass;
    expect([code, stderr, summary.counts.graded]).toEqual([0, "", 4]);
  });

  test("are listed in each student's own report, though the code is graded once", () => {
    // All are the stencil: the added files are not code.
    expect(inClass.summary).toMatchObject({ identical: [], untouched: names });
    const files = [
      "beras-notes.md",
      "beras/losses.js",
      "beras/metrics.ts",
      "beras/scratch.ts",
      "link.ts (a symbolic link)",
      "node_modules/",
    ];
    const [ann, eva] = [reportOn("ann"), reportOn("eva")];
    expect(ann.submission).toMatchObject({ name: "ann", track: "cs1470", ignored: { files, count: 6 } });
    expect(eva.submission.ignored).toEqual({ files: ["beras/metrics.ts", "beras/scratch.ts"], count: 2 });
    expect(JSON.stringify(ann.checks)).toContain("beras/metrics.ts is larger than 64 kB: it is not read");
  });

  test.each(["ann", "ben", "cem"])("%s: get the points and messages of a single run", (name) => {
    const verdicts = ({ checks }: Report) =>
      checks
        .filter(({ suite }) => suite === "metrics")
        .map(({ id, points, message }) => [id, points, message]);
    const [one, other] = [reportOn(name), alone.get(name) as Report];
    expect(one.submission).toEqual(other.submission);
    expect(verdicts(one)).toEqual(verdicts(other));
  });
});

test("killed, stopped by SIGTERM and resumed, it gives the same results; identical submissions are graded once", async () => {
  place = temporaryFolder();
  for (const name of ["ann", "ben", "eva"]) await writeStudent(place, name, "stencil");
  writeFileSync(join(place, "eva/assignment.ts"), readFileSync(join(place, "ann/assignment.ts")));
  const out = temporaryFolder();
  /** Sends a signal as soon as the condition holds. */
  const interrupted = (signal: NodeJS.Signals, isTime: () => boolean, ...args: string[]) =>
    runCommand(["grade:batch", place, "--out", out, "--jobs", "1", ...args], {
      env: { MNIST_DIR: data },
      onStart: (child) => {
        const timer = setInterval(() => {
          if (!isTime()) return;
          clearInterval(timer);
          child.kill(signal);
        }, 20);
        child.on("exit", () => clearInterval(timer));
      },
    });
  const hasResult = () => existsSync(join(out, ".batch/results")) && Object.keys(resultsOf(out)).length > 0;
  const killed = await interrupted("SIGKILL", hasResult);
  expect(killed.code).toBeNull();
  const done = resultsOf(out);
  expect(Object.keys(done)).toHaveLength(1);

  rmSync(join(out, "reports"), { recursive: true, force: true });
  const isTakenOver = () => existsSync(join(out, "reports/ann.json"));
  const stopped = await interrupted("SIGTERM", isTakenOver, "--resume");
  expect(stopped).toMatchObject({ code: 143, stderr: expect.stringMatching(/^Interrupted\. .*--resume/) });

  // Only the remaining submissions have a report.
  renameSync(join(place, "ann"), join(place, "dora"));
  writeFileSync(join(place, "rita.rar"), "Rar!");
  writeFileSync(join(place, "notes.txt"), "");
  const { gradebook, summary, stdout } = await batch(out, "--resume");
  const lines: Record<string, string>[] = parse(gradebook, { columns: true, bom: true });
  expect(lines.map(({ Name, Status, Score }) => [Name, Status, +Score])).toEqual([
    ["ben", "complete", stencilScore()],
    ["dora", "complete", stencilScore()],
    ["eva", "complete", stencilScore()],
    ["rita.rar", "rejected", 0],
  ]);
  expect(readdirSync(join(out, "reports")).filter((file) => file.endsWith(".json"))).toEqual([
    "ben.json",
    "dora.json",
    "eva.json",
    "rita.rar.json",
  ]);
  expect(resultsOf(out)).toMatchObject(done);
  expect(Object.keys(resultsOf(out))).toHaveLength(2);
  expect(readdirSync(join(out, ".batch"))).toEqual(["results"]);
  expect(summary).toMatchObject({ identical: [], untouched: ["ben", "dora", "eva"] });
  expect(summary.rejected).toEqual([
    { name: "rita.rar", message: "rita.rar is neither a folder nor a zip file, but .rar" },
  ]);
  expect(summary.leftOut).toEqual(["notes.txt"]);
  expect(stdout).toContain("Not submissions, left out: notes.txt");
}, 120_000);

test.each([
  ["no folder", ["nowhere"], /^There is no folder /],
  ["no jobs", [house("solution"), "--jobs", "0"], /^--jobs expects a whole number above 0/],
  [
    "no Redis",
    [house("grader"), "--redis", "redis://127.0.0.1:1"],
    /^Cannot connect to Redis at 127.0.0.1:1: /,
  ],
  [
    "a URL of something else",
    [house("grader"), "--redis", "http://x"],
    /^--redis expects a URL such as redis:/,
  ],
])("%s: exit code 2 and one line", async (_, args, message) => {
  const { code, stderr } = await runCommand(["grade:batch", ...args, "--out", temporaryFolder()]);
  expect([code, stderr.trim().split("\n").length]).toEqual([2, 1]);
  expect(stderr).toMatch(message);
});

function house(name: string): string {
  return join(__dirname, "../..", name);
}
