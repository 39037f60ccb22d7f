/** What people and the course's rules decide about a report. It stands beside the grader's verdict and never hides it. */
import type { Static } from "@sinclair/typebox";
import { course as words } from "../wording/course.ts";
import type * as schema from "./course.schema.ts";
import type { Report } from "./report.ts";

export type Course = Static<typeof schema.course>;
/** A decision of a member of the staff. */
export type Decision = Static<typeof schema.decision>;
export type Late = Static<typeof schema.late>;
/** An item that a person has graded. */
export type HandGraded = Static<typeof schema.handGraded>;

/** Whether the score is what a person has decided, whatever the checks come to. */
export function hasDecidedScore({ course }: Pick<Report, "course">): boolean {
  return course?.decisions.some(({ check, points }) => !check && points !== undefined) ?? false;
}

/** Says it in lines, for every format. */
export function courseLines({ course, checks, score }: Report): string[] {
  if (!course) return [];
  const { decisions, byHand, late, excused, final } = course;
  const titleOf = (id?: string) => checks.find((check) => check.id === id)?.title ?? id;
  const lines = decisions.map((decision) =>
    words.decision({ ...decision, ...(decision.check && { title: titleOf(decision.check) }) }),
  );
  for (const item of byHand) lines.push(words["by-hand"](item));
  if (late) lines.push(words.late(late));
  if (excused) lines.push(words.excused);
  else if (final && (byHand.length || late?.percentOff || final.points !== score))
    lines.push(words.final(final));
  return lines;
}
