/** What a batch keeps in memory of each submission, once its report is on disk. */

import { courseLines } from "../report/course.ts";
import { plainLine } from "../report/plain.ts";
import type { CheckStatus, Report, ReportStatus } from "../report/report.ts";
import { pointsOf } from "../report/totals.ts";
import type { Found, Student } from "./find.ts";
import type { Print } from "./similarity/print.ts";

const maxName = 200;

export interface Row {
  name: string;
  students: Found["students"];
  /** Of its code. Absent if nothing could be read. */
  print?: Print;
  /** Null if nothing could be read. */
  key: string | null;
  track: Report["submission"]["track"];
  status: ReportStatus;
  message: string | null;
  score: number;
  maxScore: number;
  percent: number;
  durationMs: number;
  /** By suite. */
  suites: Record<string, { points: number; maxPoints: number }>;
  /** The points of checks that were skipped, because a required check did not pass. */
  skippedPoints: number;
  /** The checks that did not pass, with their statuses. */
  lost: Record<string, CheckStatus>;
  /** Why checks failed, in the order of the checks. */
  mistakes: RowMistake[];
  /** The checks of the submission's track. */
  checks: string[];
  warnings: Report["warnings"];
  /** The decisions of the staff, and the effect of the course's rules. */
  course?: Report["course"];
  /** The same in words. */
  courseLines: string[];
  /** From the platform or the roster. */
  submittedAt: string;
  /** The grader failed, so there is no score. */
  isFault: boolean;
  /** Graded by an earlier batch, or as an identical submission of this one. */
  isTakenOver: boolean;
}

interface RowMistake {
  check: string;
  /** What went wrong, as exactly as the grader knows. */
  code: string;
  method: string | null;
  message: string;
  hint: string | null;
}

const failed: CheckStatus[] = ["failed", "error", "timeout"];

function mistakesIn({ checks }: Report): RowMistake[] {
  return checks
    .filter(({ status }) => failed.includes(status))
    .map(({ id, codes, where, message, hint }) => ({
      check: id,
      code: codes?.at(-1) ?? "unknown",
      method: where?.method ?? null,
      message: message ?? "",
      hint,
    }));
}

/** Makes names safe to print in one line. People and programs type them. */
function toPlain({ name, sid, email, person }: Student): Student {
  const [plainName, plainSid, plainEmail] = [name, sid, email].map((text) => plainLine(text, maxName));
  return { name: plainName, sid: plainSid, email: plainEmail, ...(person && { person }) };
}

function timeOf({ submittedAt, students }: Found): string {
  return submittedAt || students.find(({ person }) => person?.submittedAt)?.person?.submittedAt || "";
}

export function toRow(
  found: Found,
  report: Report,
  facts: Pick<Row, "print" | "key" | "isFault" | "isTakenOver">,
): Row {
  const { submission, status, message, score, maxScore, percent, durationMs, warnings } = report;
  const { name, students } = found;
  const suites: Row["suites"] = {};
  const lost: Row["lost"] = {};
  let skippedPoints = 0;
  for (const { id, suite, kind, maxPoints, status: ended } of report.checks) {
    suites[suite] ??= pointsOf(report.checks.filter((check) => check.suite === suite));
    if (ended !== "passed") lost[id] = ended;
    if (ended === "skipped" && kind === "graded") skippedPoints += maxPoints;
  }
  const { track } = submission;
  const checks = report.checks.map(({ id }) => id);
  return {
    name,
    students: students.map(toPlain),
    track,
    status,
    message: message ?? (submission.notes?.join(". ") || null),
    score: score ?? 0,
    maxScore,
    percent: percent ?? 0,
    durationMs,
    suites,
    skippedPoints,
    lost,
    mistakes: mistakesIn(report),
    checks,
    warnings,
    ...(report.course && { course: report.course }),
    courseLines: courseLines(report),
    submittedAt: plainLine(timeOf(found), maxName),
    ...facts,
  };
}
