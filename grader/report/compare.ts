/** What changed between two reports on the same submission. */
import { courseLines } from "./course.ts";
import type { CheckReport, Report } from "./report.ts";

export interface CheckChange {
  id: string;
  title: string;
  /** Null where only the other report has the check. */
  before: Pick<CheckReport, "status" | "points" | "maxPoints" | "message"> | null;
  after: CheckChange["before"];
}

export interface Comparison {
  /** Null after a fault. */
  score: { before: number | null; after: number | null };
  maxScore: { before: number; after: number };
  /** In the order of the later report. */
  checks: CheckChange[];
  /** What people and the course's rules have decided: the lines that only one of the reports has. */
  decisions: { before: string[]; after: string[] };
  /** Why scores may differ although the submission is the same: another seed, data set, track. */
  conditions: { what: string; before: string; after: string }[];
}

export function compareReports(before: Report, after: Report): Comparison {
  const earlier = new Map(before.checks.map((check) => [check.id, check]));
  const later = new Set(after.checks.map(({ id }) => id));
  const changes = [
    ...after.checks.map((check) => [earlier.get(check.id) ?? null, check] as const),
    ...before.checks.filter(({ id }) => !later.has(id)).map((check) => [check, null] as const),
  ].filter(([a, b]) => !a || !b || differ(a, b));
  const conditions = Object.entries({
    name: (report: Report) => report.submission.name,
    track: (report: Report) => report.submission.track ?? "none",
    status: (report: Report) => report.status,
    seed: (report: Report) => report.seed,
    "data set": ({ dataset }: Report) =>
      dataset ? `${dataset.name} (${dataset.train} + ${dataset.test})` : "none",
    Node: (report: Report) => report.environment.node,
    // Version 1 did not say what made it.
    submission: (report: Report) => report.submission.hash ?? "",
    data: ({ dataset }: Report) => dataset?.hash ?? "",
    grader: ({ grader }: Report) => grader?.version ?? "",
    rubric: ({ grader }: Report) => grader?.rubric ?? "",
    limits: ({ limits }: Report) => (limits ? `${limits.timeoutSeconds} s, ${limits.memoryMb} MB` : ""),
  });
  return {
    score: { before: before.score, after: after.score },
    maxScore: { before: before.maxScore, after: after.maxScore },
    checks: changes.map(([a, b]) => ({
      id: (b ?? a)?.id ?? "",
      title: (b ?? a)?.title ?? "",
      before: a && pick(a),
      after: b && pick(b),
    })),
    decisions: linesOfOne(courseLines(before), courseLines(after)),
    conditions: conditions
      .map(([what, read]) => ({ what, before: read(before), after: read(after) }))
      .filter(({ before, after }) => before !== after && before !== "" && after !== ""),
  };
}

function linesOfOne(before: string[], after: string[]): Comparison["decisions"] {
  return {
    before: before.filter((line) => !after.includes(line)),
    after: after.filter((line) => !before.includes(line)),
  };
}

/** Whether anything about the result differs, apart from the conditions. */
export function isChanged({ checks, score, maxScore, decisions }: Comparison): boolean {
  const isSame = score.before === score.after && maxScore.before === maxScore.after;
  return !isSame || [...checks, ...decisions.before, ...decisions.after].length > 0;
}

/** Times differ from run to run, and what was printed need not mean anything. */
function differ(a: CheckReport, b: CheckReport): boolean {
  return (["status", "points", "maxPoints", "message", "expected", "received"] as const).some(
    (key) => a[key] !== b[key],
  );
}

function pick({ status, points, maxPoints, message }: CheckReport) {
  return { status, points, maxPoints, message };
}
