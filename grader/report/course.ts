/** What people and the course's rules make of a report: it stands beside what the grader found out, and never hides it. */
import type { Static } from "@sinclair/typebox";
import type * as schema from "./course.schema.ts";
import type { Report } from "./report.ts";

export type Course = Static<typeof schema.course>;
/** What a member of the staff has decided, and why. */
export type Decision = Static<typeof schema.decision>;
export type Late = Static<typeof schema.late>;
/** An item that a person has graded. */
export type HandGraded = Static<typeof schema.handGraded>;

/** Whether the score is what a person has decided, whatever the checks come to. */
export function hasDecidedScore({ course }: Pick<Report, "course">): boolean {
  return course?.decisions.some(({ check, points }) => !check && points !== undefined) ?? false;
}

/** A line each, for every format. */
export function courseLines({ course, checks, score }: Report): string[] {
  if (!course) return [];
  const { decisions, byHand, late, excused, final } = course;
  const titleOf = (id?: string) => checks.find((check) => check.id === id)?.title ?? id;
  const lines = decisions.map(
    (decision) => `${decision.check ? `${titleOf(decision.check)}: ` : ""}${decisionLine(decision)}`,
  );
  for (const { title, points, maxPoints, comment } of byHand)
    lines.push(`${title}: ${points}/${maxPoints}, graded by hand${comment ? `. ${comment}` : ""}`);
  if (late) lines.push(lateLine(late));
  if (excused) lines.push("Excused: it does not count");
  else if (final && (byHand.length || late?.percentOff || final.points !== score))
    lines.push(`Altogether ${final.points}/${final.maxPoints}`);
  return lines;
}

export function decisionLine(decision: Decision): string {
  const { by, why, comment } = decision;
  return `${deed(decision)}, decided by ${by}: ${why}${comment && comment !== why ? `. ${comment}` : ""}`;
}

function deed({ points, was, excused, extension }: Decision): string {
  if (points !== undefined)
    return `${points} ${points === 1 ? "point" : "points"}${was === undefined ? "" : ` instead of ${was}`}`;
  if (excused) return "excused";
  return extension ? `due on ${shortTime(extension)}` : "a comment";
}

export function lateLine({ submittedAt, due, days, percentOff }: Late): string {
  if (days === null) return "Late, by an unknown time: nothing is taken off";
  const when = submittedAt ? `handed in on ${shortTime(submittedAt)}, ` : "";
  return `Late by ${days} ${days === 1 ? "day" : "days"} (${when}due on ${shortTime(due)}): ${percentOff}% are taken off`;
}

/** "2026-10-01 23:59 -04:00"; what is no such time stays as it is. */
function shortTime(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)$/, "$1 $2 $3");
}
