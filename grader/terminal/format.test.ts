import { stripVTControlCharacters } from "node:util";
import { assignment } from "../assignment/index.ts";
import type { Failure } from "../report/failure.ts";
import type { CheckReport } from "../report/report.ts";
import { studentView } from "../report/studentView.ts";
import { loadRubric } from "../rubric.ts";
import { maxScore, pointsFor } from "../testing/points.ts";
import { makeReport } from "../testing/reports.ts";
import { formatKeys, formatView } from "../watch/screen.ts";
import { formatCheck, formatSuite, formatSummary, formatUnfinished } from "./format.ts";

const rubric = loadRubric(assignment);
const unfinished = (what: string): Failure => ({ code: "unfinished", what });
const waiting = (what: string): Failure => ({ code: "prerequisite", check: "", status: "todo", what });
const skipped: Failure = { code: "prerequisite", check: "", status: "failed", what: "Dense.forward" };
const wrong: Failure = { code: "wrong-type", name: "output", expected: "a Tensor", received: "null" };

/** Leaves out every suite except the layers. */
const leftOut = Object.fromEntries(
  rubric.checks
    .filter(({ suite }) => suite !== "layers")
    .map(({ id }): [string, Failure] => [id, { code: "not-run", reason: { code: "left-out" } }]),
);

type Failures = Record<string, Failure>;
const checksOf = (suite: string, failures: Failures): CheckReport[] =>
  makeReport({ track: "cs2470", failures }).checks.filter((check) => check.suite === suite);
const summary = (failures: Failures) =>
  formatSummary(studentView(makeReport({ track: "cs2470", failures })), "report.json", assignment);

describe("unwritten methods", () => {
  test("are named, whatever the checks are about", () => {
    const checks = checksOf("activations", {
      "activations.leakyRelu.inputGradients": unfinished("LeakyReLU.inputGradients"),
      "activations.softmax.forward": unfinished("Softmax.forward"),
      "activations.softmax.inputGradients": waiting("Softmax.forward"),
    });
    expect(formatUnfinished(checks, rubric)).toBe(
      "      to do     LeakyReLU.inputGradients, Softmax.forward",
    );
  });

  test("of another suite are what this one waits for", () => {
    const failures = {
      "core.tape.dense": waiting("Dense.weightGradients"),
      "core.tape.chain": waiting("core"),
    };
    expect(formatUnfinished(checksOf("core", failures), rubric)).toBe(
      "      to do     core\n      waits for Dense.weightGradients",
    );
    expect(summary(failures)).toContain("  Next: Dense.weightGradients in beras/layers.ts\n");
  });

  test("come after mistakes", () => {
    const failures = {
      "layers.dense.weightGradients": unfinished("Dense.weightGradients"),
      "optimizers.basic.step": wrong,
    };
    expect(summary(failures)).toContain("  Next: fix BasicOptimizer.applyGradients in beras/optimizers.ts\n");
  });

  test("come before advice, which is optional", () => {
    const failures = { "policy.vectorised": wrong, "core.tape.dense": unfinished("GradientTape.gradient") };
    expect(summary(failures)).toContain("  Next: GradientTape.gradient in beras/core.ts\n");
  });

  test("are followed by the command that grades their suite alone", () => {
    const text = summary({ "optimizers.basic.step": wrong });
    expect(text).toContain("\n        `npm run grade -- --only optimizers` grades this part alone\n");
  });

  test("a mistake that is not in one file is shown by the check's title", () => {
    expect(summary({ "policy.signatures": wrong })).toMatch(/ {2}Next: fix this: \S.+\n/);
  });
});

describe("on a terminal of 80 columns", () => {
  const { columns } = process.stdout;
  beforeAll(() => {
    process.stdout.columns = 80;
  });
  afterAll(() => {
    process.stdout.columns = columns;
  });

  test("no line is wider, and continuation lines are indented", () => {
    const failure: Failure = { ...wrong, code: "unexpected", message: "one two ".repeat(20) };
    const failures = Object.fromEntries(rubric.checks.map(({ id }) => [id, failure]));
    const { checks } = makeReport({ track: "cs2470", failures });
    const lines = checks.flatMap((check) => formatCheck(check)?.split("\n") ?? []);
    for (const line of [...lines, formatSuite("Title", checks)]) expect(line.length).toBeLessThan(80);
    const row = "one two ".repeat(8).trim();
    const [, found, ...more] = lines;
    expect(found).toBe(`      Found     ${row}`);
    expect(more.slice(0, 2)).toEqual([" ".repeat(16) + row, expect.stringMatching(/^ {16}one/)]);
    expect(lines.filter((line) => /^ {4}✗/.test(line)).every((line) => /\d\/\d+$|advice$/.test(line))).toBe(
      true,
    );
  });

  test("with 40 columns, neither points nor notes break", () => {
    process.stdout.columns = 40;
    const failures = Object.fromEntries(rubric.checks.map(({ id }) => [id, wrong]));
    const part = studentView(makeReport({ track: "cs2470", failures: { ...failures, ...leftOut } }));
    const texts = [
      ...makeReport({ track: "cs2470", failures }).checks.map((check) => formatCheck(check, true) ?? ""),
      ...part.report.checks.map((check) => formatCheck(check, true) ?? ""),
    ];
    const headings = texts.map((text) => text.split("\n")[0]).filter(Boolean);
    expect(
      headings.filter(
        (text) => stripVTControlCharacters(text).length >= 40 || !/(\d\/\d+|advice)$/.test(text),
      ),
    ).toEqual([]);
    const all = studentView(makeReport({ track: "cs2470" }));
    const unwritten = studentView(
      makeReport({ failures: { "layers.dense.forward": unfinished("Dense.forward") } }),
    );
    const view = { rubric, graded: [], pending: [], seconds: null, shown: "report.part.html" };
    const screens = [
      formatSummary(part, "report.part.json, report.part.html", assignment),
      formatSummary(all, "report.json, report.html", assignment),
      formatSummary(unwritten, "report.json, report.html", assignment),
      formatView({ ...view, report: part.report, reason: "beras/activations.ts changed" }),
      formatView({ ...view, report: all.report, reason: "beras/activations.ts changed", seconds: 12.3 }),
      formatKeys(),
    ];
    const lines = screens.join("\n").split("\n");
    expect(lines.filter((text) => stripVTControlCharacters(text).length >= 40)).toEqual([]);
    process.stdout.columns = 80;
  });

  test("in a pipe, no line is wrapped", () => {
    process.stdout.columns = 0;
    expect(formatSuite("Title", []).length).toBe(94);
    const hint = "one two ".repeat(20);
    const [check] = makeReport({ failures: { "preprocess.inputs": { ...wrong, expected: hint } } }).checks;
    expect(formatCheck(check)).toContain(`      Expected  ${hint}`);
  });
});

test("a run of one suite says which others, left out, may be what is wrong", () => {
  const notRun: Failure = { code: "not-run", reason: { code: "not-selected", only: ["metrics"] } };
  const others = Object.fromEntries(
    rubric.checks.filter(({ suite }) => suite !== "core").map(({ id }) => [id, notRun]),
  );
  const alone = makeReport({ failures: { ...others, "core.tape.reuse": wrong } });
  expect(formatSummary(studentView(alone), "report.json", assignment)).toMatch(
    /leaves out .*layers, activations, losses, which that builds on/,
  );
  const whole = makeReport({ failures: { "core.tape.reuse": wrong } });
  expect(formatSummary(studentView(whole), "report.json", assignment)).not.toContain("leaves out");
});

describe("when nothing is left to do", () => {
  test("the next step is to hand in", () => {
    expect(summary({})).toMatch(/Next: hand in: .*CONCEPTUAL\.md.* `npm run pack -- submission`/);
    expect(summary({ "policy.vectorised": wrong })).toContain("Next: hand in");
  });

  test("in a selection of suites, the others come next, and the points are no score", () => {
    const text = formatSummary(studentView(makeReport({ failures: leftOut })), "report.json", assignment);
    expect(text).toContain("Next: `npm run grade` shows what is next\n");
    const nextSuite = { id: "losses", title: "Losses" };
    expect(
      formatSummary(studentView(makeReport({ failures: leftOut })), "report.json", assignment, { nextSuite }),
    ).toContain("Next: Losses: `npm run grade -- --only losses`, or `npm run grade` for all\n");
    const layers = pointsFor("layers");
    expect(text).toContain(
      `\n  ${layers}/${layers} points in what was graded  (cs1470, graded by machine)\n`,
    );
    expect(text).toContain(`${layers}/${maxScore()}`);
    expect(text).not.toContain("Score");
  });

  test("an interrupted run still has a score", () => {
    const text = formatSummary(
      studentView({ ...makeReport({ failures: leftOut }), status: "timed-out", message: "Interrupted" }),
      "report.json",
      assignment,
    );
    expect(text).toContain(`Score ${pointsFor("layers")}/${maxScore()}`);
    expect(text).not.toContain("Next");
  });
});

test("advice is only named while something is wrong", () => {
  const [check] = checksOf("policy", { "policy.vectorised": wrong }).filter(
    ({ kind }) => kind === "practice",
  );
  const advised = { ...check, status: "failed" as const, message: "a loop" };
  expect(formatCheck(advised)).toContain("a loop");
  expect(formatCheck(advised, true)).toMatch(/^ {4}! .*advice$/);
  const mistake = { ...advised, kind: "graded" as const };
  expect(formatCheck(mistake, true)).toContain("a loop");
});

describe("printed output", () => {
  const printed = (output: string, lines: number) => {
    const report = makeReport({
      failures: { "losses.mse.forward": wrong },
      output: { "losses.mse.forward": output },
      lines: { "losses.mse.forward": lines },
    });
    return formatCheck(report.checks.find(({ id }) => id === "losses.mse.forward") as CheckReport);
  };
  const print = (count: number) => Array.from({ length: count }, (_, i) => `${i}\n`).join("");

  test("is cut to eight lines, and all lines are counted", () => {
    expect(printed(print(100), 1200)).toMatch(/Printed {3}0\n[\s\S]* 7\n {16}\.\.\. \(1200 lines in all\)$/);
    expect(printed(print(100), 100)).toMatch(/ 7\n {16}\.\.\. \(100 lines in all\)$/);
    expect(printed("a long line\n", 1200)).toMatch(
      /Printed {3}a long line\n {16}\.\.\. \(1200 lines in all\)$/,
    );
  });

  test("is shown unchanged if it is short", () => {
    expect(printed(print(8), 8)).toMatch(/ 6\n {16}7$/);
  });
});

describe("the symbol of a suite", () => {
  const mark = (suite: string, failures: Failures) =>
    formatSuite("Title", checksOf(suite, failures)).trim()[0];
  test.each<[string, string, string, Failures]>([
    ["✓", "everything has passed", "layers", {}],
    ["○", "something is unwritten", "layers", { "layers.dense.forward": unfinished("Dense.forward") }],
    [
      "✗",
      "something is wrong, and something else is unwritten",
      "layers",
      { "layers.dense.forward": unfinished("Dense.forward"), "layers.dense.weightGradients": wrong },
    ],
    ["-", "it only waits for a mistake elsewhere", "core", { "core.tape.dense": skipped }],
    ["!", "there is only advice", "policy", { "policy.vectorised": wrong }],
  ])("%s %s", (expected, _, suite, failures) => {
    expect(mark(suite, failures)).toBe(expected);
  });
});
