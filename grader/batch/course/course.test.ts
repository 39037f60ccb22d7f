/** Decisions of the staff and rules of the course, applied to reports of the grader. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { assignment } from "../../assignment/index.ts";
import { courseLines } from "../../report/course.ts";
import { renderGradescope } from "../../report/formats/gradescope.ts";
import { formatNames, formats } from "../../report/formats/index.ts";
import { type Report, validateReport } from "../../report/report.ts";
import { studentView } from "../../report/studentView.ts";
import { loadRubric } from "../../rubric.ts";
import { rejectedReport } from "../../run/assemble.ts";
import { temporaryFolder } from "../../testing/overlay.ts";
import { maxScore, pointsFor } from "../../testing/points.ts";
import { makeReport } from "../../testing/reports.ts";
import type { Found } from "../find.ts";
import { type CourseFiles, readCourse } from "./index.ts";
import { lateness, readLatePolicy } from "./latePolicy.ts";
import { readOverrides } from "./overrides.ts";

const rubric = loadRubric(assignment);
const check = "layers.dense.forward";
const lost = pointsFor(check);
const failing = makeReport({ failures: { [check]: { code: "timeout", timeoutMs: 10_000 } } });

function file(name: string, text: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

const ann = (about: Partial<Found> = {}): Found => ({
  name: "ann",
  path: "",
  students: [{ name: "Ann Lee", sid: "0042", email: "ann@example.edu" }],
  ...about,
});

/** A report after these files are applied. */
function decided(report: Report, texts: Partial<Record<keyof CourseFiles, string>>, found = ann()): Report {
  const files = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, file(`${name}.yml`, text)]),
  );
  return readCourse(assignment, [found], rubric, files).decide(report, found);
}

const override = (text: string, student = "ann") =>
  `- student: ${student}\n  by: Dana\n  why: the sheet was wrong\n  ${text}\n`;

describe("overrides", () => {
  test("points of a check count; the earlier points are kept, and the rest is unchanged", () => {
    const report = decided(failing, { overrides: override(`check: ${check}\n  points: ${lost}`) });
    expect(validateReport(report, assignment)).toBeNull();
    expect([report.score, failing.score]).toEqual([maxScore(), maxScore() - lost]);
    const changed = report.checks.filter((one, i) => one !== failing.checks[i]);
    expect(changed).toEqual([
      { ...failing.checks.find(({ id }) => id === check), points: lost, decided: expect.any(String) },
    ]);
    expect(courseLines(report)).toEqual([
      `Dense.forward computes x · W + b: ${lost} points instead of 0, decided by Dana: the sheet was wrong`,
    ]);
  });

  test("points of the submission, a comment, an excuse, each with a name and a reason", () => {
    const texts = override("points: 61") + override("comment: Come and see me");
    const report = decided(failing, { overrides: texts });
    expect(report).toMatchObject({
      score: 61,
      percent: 61,
      course: { final: { points: 61, maxPoints: maxScore() } },
    });
    expect(courseLines(report)).toEqual([
      `61 points instead of ${failing.score}, decided by Dana: the sheet was wrong`,
      "a comment, decided by Dana: the sheet was wrong. Come and see me",
    ]);
    const excused = decided(failing, { overrides: override("excused: true") });
    expect(excused).toMatchObject({ score: failing.score, course: { excused: true, final: null } });
  });

  test("apply to rejected submissions, too; a fault of the grader stays one", () => {
    const rejected = rejectedReport(assignment, "ann", null, "beras", "no submission");
    const report = decided(rejected, { overrides: override("points: 40") });
    expect(validateReport(report, assignment)).toBeNull();
    expect(report).toMatchObject({ status: "rejected", score: 40, maxScore: maxScore() });
    const fault: Report = { ...rejected, status: "fault", score: null, percent: null };
    expect(decided(fault, { overrides: override("points: 40") })).toEqual(fault);
  });

  test.each(["ann", "ANN", "0042", "ann@example.edu", "Ann Lee"])("find a submission by %s", (student) => {
    expect(decided(failing, { overrides: override("points: 1", student) }).score).toBe(1);
  });

  test("are visible in every format", async () => {
    const texts = override(`check: ${check}\n  points: 1`) + override("comment: Come and see me");
    const report = decided(failing, { overrides: texts });
    const env = {
      CLASSROOM: "c",
      ASSIGNMENT: "a",
      SUBMISSION_TAG: "submit/x",
      COMMIT_URL: "u",
      RELEASE_URL: "u",
    };
    Object.assign(process.env, env);
    for (const name of formatNames.filter((one) => one !== "github-classroom")) {
      const text = (await formats[name].load())(report, assignment);
      expect([name, text]).toEqual([name, expect.stringContaining("1 point instead of 0, decided by Dana")]);
      expect([name, text]).toEqual([name, expect.stringContaining("Come and see me")]);
    }
    for (const name of Object.keys(env)) delete process.env[name];
    expect(JSON.parse(renderGradescope(report, assignment)).score).toBe(report.score);
  });

  test("of a hidden check are for the staff only", () => {
    const hidden = makeReport({
      visibility: { [check]: "hidden" },
      failures: { [check]: { code: "timeout", timeoutMs: 10_000 } },
    });
    const report = decided(hidden, { overrides: override(`check: ${check}\n  points: 1`) });
    const view = studentView(report).report;
    expect([report.score, view.score]).toEqual([maxScore() - lost + 1, maxScore() - lost]);
    expect(courseLines(view)).toEqual([]);
  });

  test.each([
    [
      "an unknown check",
      override("check: layers.x\n  points: 1"),
      /entry 1 \(ann\) is about the check "layers.x", which the rubric does not have/,
    ],
    [
      "too many points",
      override(`check: ${check}\n  points: 99`),
      /gives 99 points to layers.dense.forward, which is worth \d/,
    ],
    [
      "no author",
      "- student: ann\n  why: x\n  points: 1\n",
      /entry 1 \(ann\) must have required property 'by'/,
    ],
    [
      "nothing decided",
      override("").trimEnd(),
      /decides nothing: it has none of points, comment, excused, extension/,
    ],
    ["a word for points", override("points: many"), /\/points must be number/],
    ["a field of no use", override("score: 1"), /must NOT have additional properties \(score\)/],
    [
      "two decisions on one thing",
      override("points: 1") + override("points: 2"),
      /entry 2 \(ann\) decides the submission a second time/,
    ],
    [
      "an extension without an offset",
      override("extension: 2026-10-05"),
      /write it as 2026-10-05T23:59:00-04:00/,
    ],
    ["no YAML", "- student: [", /cannot be read: /],
  ])("%s: one line that names the entry", (_, text, message) => {
    expect(() => readOverrides(file("overrides.yml", text), rubric)).toThrow(message);
  });

  test("that match no submission, or two, are refused before grading", () => {
    const overrides = file("overrides.yml", override("points: 1", "Ann Lee"));
    expect(() => readCourse(assignment, [], rubric, { overrides })).toThrow(
      /there is no such submission or student/,
    );
    const two = [ann(), ann({ name: "ann-2" })];
    expect(() => readCourse(assignment, two, rubric, { overrides })).toThrow(
      /"Ann Lee", which matches ann and ann-2: write/,
    );
  });
});

describe("the late policy", () => {
  const policy = "due: 2026-10-01T23:59:00-04:00\ngraceMinutes: 15\npercentPerDay: 10\nmaxDays: 3\n";
  const at = (submittedAt: string) => decided(failing, { late: policy }, ann({ submittedAt }));

  test.each([
    ["2026-10-02T04:14:00Z", null, 0],
    ["2026-10-02T04:14:01Z", 1, 10],
    ["2026-10-03T03:59:00Z", 1, 10],
    ["2026-10-03T03:59:01Z", 2, 20],
    ["2026-10-04 23:59:00-04:00", 3, 30],
    ["2026-10-05T00:00:00-04:00", 4, 100],
  ])("%s is late by %p days: %i percent", (time, days, percentOff) => {
    const { course } = at(time);
    expect(course?.late?.days ?? null).toBe(days);
    expect(course?.late?.percentOff ?? 0).toBe(percentOff);
    if (!days) return;
    const points = (failing.score ?? 0) * (1 - percentOff / 100);
    expect(course?.final?.points).toBeCloseTo(points, 2);
  });

  test("an extension moves the due time of that submission", () => {
    const late = { late: policy, overrides: override("extension: 2026-10-03T23:59:00-04:00") };
    const found = ann({ submittedAt: "2026-10-03T23:00:00-04:00" });
    expect(decided(failing, late, found).course).toMatchObject({ late: null });
  });

  test("without a time, the platform's mark counts; an unknown delay costs nothing, and is reported", () => {
    const rules = readLatePolicy(file("late.yml", policy));
    const handed = { submittedAt: null, secondsLate: 90_000, isLate: false };
    expect(lateness(rules, handed)).toMatchObject({ days: 2, percentOff: 20 });
    expect(lateness(rules, handed, "2026-10-02T23:59:00-04:00")).toMatchObject({ days: 1 });
    const report = decided(failing, { late: policy }, ann({ isLate: true }));
    expect(courseLines(report)).toEqual(["Late, by an unknown time: nothing is taken off"]);
  });

  test.each([
    ["percentPerDay: 10\n", /must have required property 'due'/],
    ["due: tomorrow\npercentPerDay: 10\n", /due is "tomorrow": write it as/],
    [`${policy}perHour: 1\n`, /must NOT have additional properties/],
  ])("%j: one line", (text, message) => {
    expect(() => readLatePolicy(file("late.yml", text))).toThrow(message);
  });
});

describe("points given by hand", () => {
  const eve = ann({ name: "=eve", students: [{ name: "Eve", sid: "", email: "" }] });

  test("an empty sheet is written, a filled one is read, and none is overwritten", () => {
    const handGraded = join(temporaryFolder(), "points.csv");
    const { decide } = readCourse(assignment, [ann(), eve], rubric, { handGraded });
    expect(decide(failing, ann())).toEqual(failing);
    const [item] = rubric.manual;
    const lines: string[][] = parse(readFileSync(handGraded, "utf8"), { bom: true });
    expect(lines.map(([name]) => name)).toEqual(["submission", "Points Possible", "ann", "'=eve"]);
    const column = lines[0].indexOf(item.id);
    [lines[1][column], lines[2][column], lines[3][column]] = ["20", "17,5", "3"];
    lines[2][column + 1] = "Nice pictures";
    const filled = lines.map((line) => line.join(";")).join("\n");
    writeFileSync(handGraded, filled);
    const again = readCourse(assignment, [ann(), eve], rubric, { handGraded });
    const report = again.decide(failing, ann());
    expect(validateReport(report, assignment)).toBeNull();
    expect(courseLines(report)).toEqual([
      `${item.title}: 17.5/20, graded by hand. Nice pictures`,
      `Altogether ${(failing.score ?? 0) + 17.5}/${maxScore() + 20}`,
    ]);
    expect(again.decide(failing, eve).course?.byHand).toMatchObject([{ points: 3 }]);
    expect(readFileSync(handGraded, "utf8")).toBe(filled);
  });

  test.each([
    ["submission,conceptual\nann,3", /has no row "Points Possible"/],
    ["submission,conceptual\nPoints Possible,2\nann,3", /ann has 3 points for conceptual, which is worth 2/],
    [
      "submission,conceptual\nPoints Possible,2\nann,two",
      /ann has "two" for conceptual, which is not a number of points/,
    ],
    ["submission,conceptual\nPoints Possible,2\nann,1\nann,2", /has two rows for ann: keep one/],
    ["name,x\nann,1", /has no column with points: it needs submission, and at least one of conceptual/],
  ])("%j: one line that names the row", (text, message) => {
    const handGraded = file("points.csv", text);
    expect(() => readCourse(assignment, [ann()], rubric, { handGraded })).toThrow(message);
  });
});
