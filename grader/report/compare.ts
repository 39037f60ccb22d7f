/** What changed between two reports on the same submission. */
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
    conditions: conditions
      .map(([what, read]) => ({ what, before: read(before), after: read(after) }))
      .filter(({ before, after }) => before !== after && before !== "" && after !== ""),
  };
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
