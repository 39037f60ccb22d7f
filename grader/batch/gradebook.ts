/** gradebook.csv: a line for each student, for spreadsheets and other systems. */
import { stringify } from "csv-stringify/sync";
import { plainLine } from "../report/plain.ts";
import type { Rubric } from "../rubric.ts";
import type { Person } from "./roster/roster.ts";
import type { Row } from "./row.ts";

/**
 * Independent of the time and place of grading. Every field is quoted, because European spreadsheets split fields at semicolons.
 * An apostrophe in front of a formula makes it text. The byte order mark tells Excel that the file is UTF-8.
 */
export function formatGradebook(rows: Row[], rubric: Rubric, missing: Person[] = []): string {
  const suites = rubric.suites.filter(({ id }) => rows.some((row) => row.suites[id]));
  const items = rubric.manual.filter(({ id }) => rows.some((row) => handGraded(row, id)));
  const head = ["Name", "SID", "Email", "Submission", "Track", "Status", "Score", "Max", "Percent"];
  const course = [
    "Section",
    "Submitted",
    "Late",
    "Percent off",
    ...items.map(({ title }) => title),
    "Final",
    "Final of",
    "Key",
  ];
  const lines = rows.flatMap((row) =>
    row.students.map(({ name, sid, email, person }): (string | number)[] => [
      ...[name, sid, email, row.name, row.track ?? "", row.isFault ? "not graded" : row.status],
      // A fault of the grader is not a score of 0.
      ...(row.isFault ? ["", "", ""] : [row.score, row.maxScore, row.percent]),
      ...suites.map(({ id }) => row.suites[id]?.points ?? ""),
      row.isFault ? "" : row.skippedPoints,
      row.warnings.length,
      ...courseOf(row, person?.section ?? "", items),
      plainLine([row.message ?? "", ...row.courseLines].filter(Boolean).join(". ")),
    ]),
  );
  const titles = [...head, ...suites.map(({ title }) => title), "Skipped", "Warnings", ...course, "Message"];
  for (const { name, ids, email, section, track, isExcused } of missing) {
    const known: Record<string, string> = {
      Name: name,
      SID: ids[0] ?? "",
      Email: email,
      Track: track ?? "",
      Status: "nothing handed in",
      Section: section,
      Final: isExcused ? "excused" : "",
    };
    lines.push(titles.map((title) => known[title] ?? ""));
  }
  return stringify([titles, ...lines], {
    bom: true,
    quoted: true,
    quoted_empty: true,
    escape_formulas: true,
    record_delimiter: "windows",
  });
}

/** The columns of the final points and their reasons, and the job's key, which workers print. */
function courseOf(row: Row, section: string, items: Rubric["manual"]): (string | number)[] {
  const { course, submittedAt, key, score, maxScore, isFault, status } = row;
  const late = course?.late;
  const final = course
    ? course.final
    : isFault || status === "rejected"
      ? null
      : { points: score, maxPoints: maxScore };
  return [
    section,
    submittedAt,
    late ? (late.days === null ? "yes" : `${late.days} ${late.days === 1 ? "day" : "days"}`) : "",
    late?.percentOff ?? "",
    ...items.map(({ id }) => handGraded(row, id)?.points ?? ""),
    course?.excused ? "excused" : (final?.points ?? ""),
    course?.excused ? "" : (final?.maxPoints ?? ""),
    key ?? "",
  ];
}

function handGraded({ course }: Row, id: string) {
  return course?.byHand.find((item) => item.id === id);
}
