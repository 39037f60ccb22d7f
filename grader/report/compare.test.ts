import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../testing/command.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { maxScore, pointsFor } from "../testing/points.ts";
import { makeReport } from "../testing/reports.ts";
import { compareReports, isChanged } from "./compare.ts";

const [points, all] = [pointsFor("layers.dense.forward"), maxScore()];
const timeout = { "layers.dense.forward": { code: "timeout", timeoutMs: 10_000 } } as const;

test("only what changed is told, whatever the clock says", () => {
  const [before, after] = [makeReport({ failures: timeout }), makeReport()];
  expect(compareReports(before, after)).toEqual({
    score: { before: all - points, after: all },
    maxScore: { before: all, after: all },
    checks: [
      {
        id: "layers.dense.forward",
        title: "Dense.forward computes x · W + b",
        before: {
          status: "timeout",
          points: 0,
          maxPoints: points,
          message: "Dense.forward did not finish within 10 s",
        },
        after: { status: "passed", points, maxPoints: points, message: null },
      },
    ],
    decisions: { before: [], after: [] },
    conditions: [],
  });
  const later = { ...after, startedAt: "2027", checks: after.checks.map((c) => ({ ...c, durationMs: 9 })) };
  expect(compareReports(after, later)).toMatchObject({ checks: [], conditions: [] });
});

test("other conditions are named, and checks that only one of them has", () => {
  const { conditions, checks } = compareReports(makeReport(), makeReport({ seed: "two", track: "cs2470" }));
  expect(conditions).toEqual([
    { what: "track", before: "cs1470", after: "cs2470" },
    { what: "seed", before: "beras", after: "two" },
  ]);
  expect(checks).toContainEqual(
    expect.objectContaining({ id: "activations.softmax.forward", before: null, after: expect.anything() }),
  );
});

test("a decision is a change, though no check and no score differ", () => {
  const course = (points: number, extension?: string) => ({
    decisions: extension ? [{ by: "Dana", why: "was ill", extension }] : [],
    ...{ byHand: [], late: null, excused: false, final: { points, maxPoints: all } },
  });
  const [before, after] = [course(80), course(all, "2026-10-03T23:59:00-04:00")];
  const comparison = compareReports({ ...makeReport(), course: before }, { ...makeReport(), course: after });
  expect(comparison).toMatchObject({
    checks: [],
    decisions: {
      before: [`Altogether 80/${all}`],
      after: ["due on 2026-10-03 23:59 -04:00, decided by Dana: was ill"],
    },
  });
  expect([isChanged(comparison), isChanged(compareReports(makeReport(), makeReport()))]).toEqual([
    true,
    false,
  ]);
});

describe("npm run diff", () => {
  const folder = temporaryFolder();
  const write = (name: string, value: unknown) => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(value));
    return file;
  };

  test("prints the change in points, check by check", async () => {
    const files = [write("a.json", makeReport({ failures: timeout })), write("b.json", makeReport())];
    const { code, stdout } = await runCommand(["diff", ...files]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      `+${points}  layers.dense.forward: timeout 0/${points} -> passed ${points}/${points}`,
    );
    expect(stdout).toContain(`Score ${all - points}/${all} -> ${all}/${all}  (+${points})`);
  });

  test("reads reports of version 1, and says nothing of what they did not hold", async () => {
    const earlier = write("version1.json", versionOne);
    const { code, stdout, stderr } = await runCommand(["diff", earlier, earlier]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe("  No check changed\n  Score 2/5 -> 2/5  (the same)\n");
    const later = await runCommand(["diff", earlier, write("version2.json", makeReport())]);
    expect(later.stdout).toContain(`layers.dense.forward: failed 0/3 -> passed ${points}/${points}`);
    expect(later.stdout).toContain("Other data set: synthetic-digits (6000 + 1000) -> none");
    expect(later.stdout).not.toMatch(/Other (grader|rubric|limits|submission|data):/);
  });

  test.each([
    ["a file that is not there", ["nobody.json", "nobody.json"], /^There is no nobody.json/],
    ["no report", ["package.json", "package.json"], /^package.json is no valid report: /],
    ["a folder and a file", ["grader", "package.json"], /^Compare two reports, or two folders/],
  ])("%s: exit code 2 and one line", async (_, args, message) => {
    const { code, stderr } = await runCommand(["diff", ...args]);
    expect([code, stderr.trim().split("\n").length]).toEqual([2, 1]);
    expect(stderr).toMatch(message);
  });
});

/** As the grader wrote it before its reports had sections, places as data, and what made them. */
const versionOne = {
  schemaVersion: 1,
  status: "complete",
  message: null,
  submission: { name: "alice", track: "cs1470", ignored: { files: ["notes.txt"], count: 1 } },
  score: 2,
  maxScore: 5,
  percent: 40,
  dataset: { name: "synthetic-digits", train: 6000, test: 1000 },
  seed: "beras",
  environment: {
    node: process.version,
    platform: "linux-x64",
    tensor: "wasm-simd",
    isolation: ["vm context"],
  },
  startedAt: "2026-01-02T03:04:05.000Z",
  durationMs: 6478,
  suites: [
    { id: "preprocess", title: "Preprocessing" },
    { id: "layers", title: "Layers" },
    { id: "policy", title: "Rules" },
  ],
  checks: [
    {
      ...{ id: "preprocess.inputs", suite: "preprocess", title: "one row for each image", durationMs: 270 },
      ...{ points: 2, maxPoints: 2, status: "passed", message: null, expected: null, received: null },
      ...{ where: null, hint: null, output: "one\n", outputLines: 7 },
    },
    {
      ...{
        id: "layers.dense.forward",
        suite: "layers",
        title: "Dense.forward computes x W + b",
        durationMs: 9,
      },
      ...{ points: 0, maxPoints: 3, status: "failed", message: "output has a wrong entry" },
      ...{ expected: "output[0] = 1", received: "output[0] = 2", hint: "Add the bias.", output: null },
      where: "beras/layers.ts:12  Dense.forward",
    },
    {
      ...{ id: "policy.loops", suite: "policy", title: "tensors in place of loops", durationMs: 3 },
      ...{ points: 0, maxPoints: 0, status: "failed", message: "3 loops", expected: null, received: null },
      ...{ where: "beras/losses.ts", hint: null, output: null },
    },
  ],
  warnings: [],
  accuracy: {
    simple: {
      ...{ testAccuracy: 0.9, threshold: 0.85, epochs: 3, trainSeconds: 1.5 },
      history: { loss: [2.1, null], acc: [0.4, 0.9] },
    },
    advanced: null,
  },
  manual: [{ id: "style", title: "Style" }],
};
