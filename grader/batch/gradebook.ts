/** gradebook.csv: a line for each student, for spreadsheets and for the import of other systems. */
import { stringify } from "csv-stringify/sync";
import { plainLine } from "../report/plain.ts";
import type { Rubric } from "../rubric.ts";
import type { Row } from "./row.ts";

/**
 * Nothing in it depends on when or where it was graded. Each field is in quotation marks, because half of Europe's spreadsheets
 * begin a new one at a semicolon; what they would take for a formula is made text, by an apostrophe before it. The byte order
 * mark tells Excel that it is UTF-8.
 */
export function formatGradebook(rows: Row[], rubric: Rubric): string {
  const suites = rubric.suites.filter(({ id }) => rows.some((row) => row.suites[id]));
  const head = ["Name", "SID", "Email", "Submission", "Track", "Status", "Score", "Max", "Percent"];
  const lines = rows.flatMap((row) =>
    row.students.map(({ name, sid, email }) => [
      ...[name, sid, email, row.name, row.track ?? "", row.isFault ? "not graded" : row.status],
      // A fault of the grader's is no score of nought.
      ...(row.isFault ? ["", "", ""] : [row.score, row.maxScore, row.percent]),
      ...suites.map(({ id }) => row.suites[id]?.points ?? ""),
      row.isFault ? "" : row.skippedPoints,
      row.warnings.length,
      plainLine(row.message ?? ""),
    ]),
  );
  return stringify(
    [[...head, ...suites.map(({ title }) => title), "Skipped", "Warnings", "Message"], ...lines],
    {
      bom: true,
      quoted: true,
      quoted_empty: true,
      escape_formulas: true,
      record_delimiter: "windows",
    },
  );
}
