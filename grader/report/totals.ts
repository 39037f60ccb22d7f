/**
 * The arithmetic of points. Fails closed: what has not passed, or is worth nothing, adds nothing, unless a person has decided
 * otherwise.
 */
import { hasDecidedScore } from "./course.ts";
import type { CheckReport, Report } from "./report.ts";

/** The score of the checks, from which the report has it. Extra credit never lowers it. */
export type Totals = Pick<Report, "score" | "maxScore" | "percent" | "extraCredit"> & {
  score: number;
  percent: number;
};

/** @param aboveTotal whether extra credit may lift the score above the total */
export function totals(checks: CheckReport[], aboveTotal: boolean): Totals {
  const graded = checks.filter(({ kind }) => kind === "graded");
  const extra = checks.filter(({ kind }) => kind === "extra");
  const maxScore = sum(graded.map(({ maxPoints }) => maxPoints));
  const points = sum(extra.map(earned));
  const all = sum(graded.map(earned)) + points;
  const score = aboveTotal ? all : Math.min(all, maxScore);
  return {
    score,
    maxScore,
    percent: maxScore > 0 ? Math.round((score / maxScore) * 10_000) / 100 : 0,
    ...(extra.length && { extraCredit: { points, aboveTotal } }),
  };
}

/** The points of some checks, such as a suite's: of extra credit, what was earned stands above what there is to earn. */
export function pointsOf(checks: CheckReport[]): { points: number; maxPoints: number } {
  return {
    points: sum(checks.map(({ points }) => points)),
    maxPoints: sum(checks.map(countedMax)),
  };
}

/** Whether the user selected some suites, as opposed to a run that was cut short. Such a run has no score. */
export function isSelection({ status, checks }: Report): boolean {
  return status === "complete" && checks.some((check) => check.status === "not-run");
}

/** The points of what was graded. */
export function pointsGraded({ checks }: Report): { points: number; maxPoints: number } {
  return pointsOf(checks.filter(({ status }) => status !== "not-run"));
}

/** What a check adds to the maximum. Services know no extra credit: to them it is points above the maximum. */
export function countedMax({ kind, maxPoints }: CheckReport): number {
  return kind === "extra" ? 0 : maxPoints;
}

/** What stands beside a check's title. */
export function formatPoints({ kind, points, maxPoints }: CheckReport): string {
  if (kind === "practice") return "advice";
  return `${points}/${maxPoints}${kind === "extra" ? " extra" : ""}`;
}

/** Why a report's points are not what its checks say; null when they are. */
export function problemOfTotals(report: Report): string | null {
  for (const { id, kind, status, points, maxPoints, decided } of report.checks) {
    if (points > maxPoints) return `${id} has ${points} of ${maxPoints} points`;
    if (points > 0 && status !== "passed" && !decided) return `${id} has ${points} points, and is ${status}`;
    if (kind === "practice" && maxPoints > 0) return `${id} is practice, and worth ${maxPoints} points`;
  }
  const { score, percent, maxScore, extraCredit } = report;
  if (report.status === "fault") return score === null && percent === null ? null : "a fault has no score";
  if (hasDecidedScore(report)) return null;
  const right = totals(report.checks, extraCredit?.aboveTotal ?? false);
  const stated = { score, maxScore, percent, extra: extraCredit?.points ?? 0 };
  const computed = { ...right, extra: right.extraCredit?.points ?? 0 };
  for (const key of ["score", "maxScore", "percent", "extra"] as const) {
    // Points may be fractions, whose sum is rounded.
    if (stated[key] === null || Math.abs((stated[key] ?? 0) - (computed[key] ?? 0)) > 1e-9)
      return `its ${key} is ${stated[key]}, and its checks come to ${computed[key]}`;
  }
  return null;
}

const earned = ({ status, points, decided }: CheckReport): number =>
  decided || status === "passed" ? points : 0;

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
