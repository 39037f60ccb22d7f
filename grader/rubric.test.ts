import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { studentFiles } from "./assignment/contract.ts";
import type { Track } from "./assignment.ts";
import { loadRubric } from "./rubric.ts";

import { runCommand } from "./run/command.ts";

import { methodsOf } from "./stencil/methods.ts";
import { maxScore } from "./testing/points.ts";

const suites = join(__dirname, "assignment/suites");
const rubric = loadRubric();

describe("the rubric", () => {
  test.each<[Track, number]>([
    ["cs1470", 100],
    ["cs2470", 130],
  ])("is worth what the course says: %s %d points", (track, points) => {
    expect(maxScore(track)).toBe(points);
  });

  test("has a row for every check, and a check for every row", () => {
    const checks = rubric.suites.flatMap(({ id }) => {
      const text = readFileSync(join(suites, `${id}.spec.ts`), "utf8");
      return [...text.matchAll(/^check\("([^"]+)"/gm)].map(([, check]) => check);
    });
    expect(checks.sort()).toEqual(rubric.checks.map(({ id }) => id).sort());
  });

  test("names files of the assignment, and methods that are in them", () => {
    for (const { file, method } of rubric.checks) {
      if (!file || !method) continue;
      expect(studentFiles).toContain(file);
      const text = readFileSync(join(__dirname, "../solution", file), "utf8");
      expect(methodsOf(file, text).map(({ name }) => name)).toContain(method);
    }
  });
});

describe("a malformed rubric is refused in one line", () => {
  const folder = mkdtempSync(join(tmpdir(), "rubric-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const load = (edit: (text: string) => string) => {
    const path = join(folder, "rubric.json");
    writeFileSync(path, edit(readFileSync(join(__dirname, "assignment/rubric.json"), "utf8")));
    return () => loadRubric({ rubric: path });
  };

  test.each<[string, (text: string) => string, RegExp]>([
    ["no JSON", () => "{", /^rubric .*: Expected/],
    [
      "an unknown field",
      (text) => text.replace('"version"', '"verson"'),
      /must have required property 'version'|verson/,
    ],
    ["negative points", (text) => text.replace('"cs1470": 2', '"cs1470": -2'), /must be >= 0/],
    ["an unknown track", (text) => text.replace('"cs1470": 2', '"cs9": 2'), /points.*(property name|must)/],
    [
      "a check that is there twice",
      (text) => text.replace("preprocess.range", "preprocess.inputs"),
      /there twice/,
    ],
    [
      "a check in another suite",
      (text) => text.replace("onehot.autofit", "layers.autofit"),
      /stands in the suite onehot/,
    ],
    [
      "an unknown visibility",
      (text) => text.replace('"id": "onehot.autofit",', '"id": "onehot.autofit", "visibility": "secret",'),
      /visibility must be equal to one of the allowed values \(hidden,after_due_date,after_published\)$/,
    ],
    [
      "a visible check that requires a hidden one: its message would tell",
      (text) => text.replace('"id": "onehot.fit",', '"id": "onehot.fit", "visibility": "hidden",'),
      /onehot.forward is visible, and requires onehot.fit, which is not$/,
    ],
    [
      "a prerequisite that is nowhere",
      (text) => text.replace(/"requires": \[\s*"onehot.fit"/, '"requires": ["onehot.fitting"'),
      /requires onehot.fitting, which does not come before it/,
    ],
  ])("%s", (_, edit, message) => {
    expect(load(edit)).toThrow(message);
    try {
      load(edit)();
    } catch (error) {
      expect((error as Error).message).not.toContain("\n");
    }
  });
});

test("npm run rubric lists every check with its points, and the sums", async () => {
  const { code, stdout } = await runCommand(["rubric"]);
  expect(code).toBe(0);
  const rows = stdout.split("\n").map((line) => line.split("│").map((cell) => cell.trim()));
  for (const { id, points } of rubric.checks) {
    const row = rows.find((cells) => cells[1] === id);
    expect(row?.slice(3, 6)).toEqual([String(points.cs1470 ?? "-"), String(points.cs2470 ?? "-"), "all"]);
  }
  expect(rows.find((cells) => cells[2] === "IN ALL")?.slice(3, 5)).toEqual([
    String(maxScore("cs1470")),
    String(maxScore("cs2470")),
  ]);
});
