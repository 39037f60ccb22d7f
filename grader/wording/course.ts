/** What people and the course's rules decided. */
import type { Decision, Late } from "../report/course.ts";

export const course = {
  "by-hand": (p: { title: string; points: number; maxPoints: number; comment?: string }) =>
    `${p.title}: ${p.points}/${p.maxPoints}, graded by hand${p.comment ? `. ${p.comment}` : ""}`,
  excused: "Excused: it does not count",
  final: ({ points, maxPoints }: { points: number; maxPoints: number }) =>
    `Altogether ${points}/${maxPoints}`,
  decision: (decision: Decision & { title?: string }) => {
    const { title, by, why, comment } = decision;
    const more = comment && comment !== why ? `. ${comment}` : "";
    return `${title === undefined ? "" : `${title}: `}${deed(decision)}, decided by ${by}: ${why}${more}`;
  },
  late: ({ submittedAt, due, days, percentOff }: Late) => {
    if (days === null) return "Late, by an unknown time: nothing is taken off";
    const when = submittedAt ? `handed in on ${shortTime(submittedAt)}, ` : "";
    return `Late by ${days} ${days === 1 ? "day" : "days"} (${when}due on ${shortTime(due)}): ${percentOff}% are taken off`;
  },
};

function deed({ points, was, excused, extension }: Decision): string {
  if (points !== undefined)
    return `${points} ${points === 1 ? "point" : "points"}${was === undefined ? "" : ` instead of ${was}`}`;
  if (excused) return "excused";
  return extension ? `due on ${shortTime(extension)}` : "a comment";
}

/** "2026-10-01 23:59 -04:00"; any other text stays as it is. */
function shortTime(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)$/, "$1 $2 $3");
}
