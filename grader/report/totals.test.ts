import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { assignment } from "../assignment/index.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { maxScore, pointsFor } from "../testing/points.ts";
import { makeReport } from "../testing/reports.ts";
import { readReport } from "./read.ts";
import { type CheckReport, type CheckStatus, type Report, validateReport } from "./report.ts";
import { studentView } from "./studentView.ts";
import { totals } from "./totals.ts";

const check = (
  status: CheckStatus,
  maxPoints: number,
  kind: CheckReport["kind"] = "graded",
): CheckReport => ({
  ...{ id: "a.b", suite: "a", title: "A", kind, maxPoints, points: status === "passed" ? maxPoints : 0 },
  ...{ status, durationMs: 0, message: null, expected: null, received: null, where: null, hint: null },
  output: null,
});

describe("totals fail closed", () => {
  test.each<CheckStatus>(["failed", "todo", "error", "timeout", "skipped", "not-run"])(
    "%s earns nothing",
    (status) => {
      // Even a record that claims points for it.
      const claiming = { ...check(status, 4), points: 4 };
      expect(totals([check("passed", 6), claiming], false)).toEqual({
        score: 6,
        maxScore: 10,
        percent: 60,
      });
      const extra = totals([check("passed", 6), { ...claiming, kind: "extra" }], true);
      expect(extra).toMatchObject({ score: 6, maxScore: 6 });
    },
  );

  test("nothing is not everything", () => {
    expect(totals([], false)).toEqual({ score: 0, maxScore: 0, percent: 0 });
    expect(totals([check("passed", 0, "practice")], true)).toEqual({ score: 0, maxScore: 0, percent: 0 });
    expect(totals([check("passed", 3, "extra")], false)).toMatchObject({ score: 0, maxScore: 0, percent: 0 });
  });
});

describe("extra credit", () => {
  const [right, wrong] = [check("passed", 8), check("failed", 2)];
  test.each<[string, CheckReport[], boolean, number]>([
    ["makes up for what was lost", [right, wrong, check("passed", 1, "extra")], false, 9],
    ["costs nothing where it was not earned", [right, wrong, check("failed", 5, "extra")], false, 8],
    ["stops at the total", [right, wrong, check("passed", 5, "extra")], false, 10],
    ["goes above it where the policy says so", [right, wrong, check("passed", 5, "extra")], true, 13],
  ])("%s", (_, checks, aboveTotal, score) => {
    expect(totals(checks, aboveTotal)).toMatchObject({ score, maxScore: 10, percent: 10 * score });
  });

  const kinds = { "metrics.accuracy": "extra" } as const;
  const points = pointsFor("metrics.accuracy");
  const failures = {
    "losses.mse.forward": { code: "timeout", timeoutMs: 1 },
    "preprocess.inputs": { code: "timeout", timeoutMs: 1 },
  } as const;

  test("is in the report apart from the maximum, and in the student's view", () => {
    const report = makeReport({ kinds, failures, visibility: { "preprocess.inputs": "hidden" } });
    const max = maxScore() - points;
    const lost = pointsFor(...Object.keys(failures));
    expect(report).toMatchObject({ score: max - lost + points, maxScore: max, extraCredit: { points } });
    expect(validateReport(report, assignment)).toBeNull();
    const { report: seen } = studentView(report);
    const shown = max - pointsFor("preprocess.inputs");
    expect(seen).toMatchObject({ score: shown - pointsFor("losses.mse.forward") + points, maxScore: shown });
    expect(validateReport(seen, assignment)).toBeNull();
  });
});

describe("a report whose points do not add up is refused", () => {
  const timeout = { code: "timeout", timeoutMs: 1 } as const;
  const report = makeReport({
    kinds: { "metrics.accuracy": "extra" },
    failures: { "layers.dense.forward": timeout },
  });
  const withCheck = (id: string, change: Partial<CheckReport>): Report => ({
    ...report,
    checks: report.checks.map((check) => (check.id === id ? { ...check, ...change } : check)),
  });

  test.each<[string, Report, RegExp]>([
    [
      "a higher score",
      { ...report, score: report.maxScore },
      /^its score is \d+, and its checks come to \d+$/,
    ],
    ["a lower maximum", { ...report, maxScore: 50 }, /^its maxScore is 50/],
    ["another percentage", { ...report, percent: 100 }, /^its percent is 100/],
    ["no score", { ...report, score: null }, /^its score is null/],
    ["a fault with a score", { ...report, status: "fault" }, /^a fault has no score/],
    [
      "extra credit from nowhere",
      { ...report, extraCredit: { points: 9, aboveTotal: true } },
      /^its extra is 9/,
    ],
    [
      "points for a failure",
      withCheck("layers.dense.forward", { points: 1 }),
      /has 1 points, and is timeout$/,
    ],
    ["more points than there are", withCheck("metrics.accuracy", { points: 50 }), /has 50 of \d+ points$/],
    ["practice that counts", withCheck("metrics.accuracy", { kind: "practice" }), /is practice, and worth/],
  ])("%s", (_, damaged, problem) => {
    expect(validateReport(report, assignment)).toBeNull();
    expect(validateReport(damaged, assignment)).toMatch(problem);
    const file = join(temporaryFolder(), "report.json");
    writeFileSync(file, JSON.stringify(damaged));
    expect(() => readReport(assignment, file)).toThrow(/is no valid report/);
  });
});
