/** The sheet for points that the staff gives by hand: a row for each submission, a column for each item. */
import { existsSync } from "node:fs";
import { stringify } from "csv-stringify/sync";
import { writeWholeSync } from "../../../data/writeWhole.ts";
import type { HandGraded } from "../../report/course.ts";
import type { Rubric } from "../../rubric.ts";
import { UsageError } from "../../submission/errors.ts";
import type { Found } from "../find.ts";
import { readCsv } from "../roster/csv.ts";

type Item = Rubric["manual"][number];

/** The row with the maximum of each item. Canvas uses the same name. */
const possible = "Points Possible";

/** Leaves out items without points. */
export type HandGrades = (submission: string) => HandGraded[];

/**
 * Reads the sheet, or writes an empty one if there is none. Never changes an existing sheet.
 * @throws UsageError in one line that names the row
 */
export function readHandGraded(file: string, items: Item[], submissions: Found[]): HandGrades {
  if (!existsSync(file)) {
    writeSheet(file, items, submissions);
    return () => [];
  }
  const { header, rows } = readCsv(file);
  const columns = items.map(({ id }) => header.indexOf(id));
  if (columns.every((at) => at < 0) || !header.includes("submission"))
    throw new UsageError(
      `${file} has no column with points: it needs submission, and at least one of ${items.map(({ id }) => id).join(", ")}`,
    );
  // An apostrophe keeps spreadsheets from reading a formula.
  const cell = (row: string[], name: string) =>
    (row[header.indexOf(name)] ?? "").trim().replace(/^'(?=[=+\-@])/, "");
  const maxima = rows.find((row) => cell(row, "submission") === possible);
  if (!maxima) throw new UsageError(`${file} has no row "${possible}", which says what each item is worth`);
  const number = (row: string[], id: string) => {
    const text = cell(row, id);
    if (text && !/^\d+([.,]\d+)?$/.test(text))
      throw new UsageError(
        `${file}: ${cell(row, "submission")} has "${text}" for ${id}, which is not a number of points`,
      );
    return text ? Number(text.replace(",", ".")) : null;
  };
  const graded = new Map<string, HandGraded[]>();
  for (const row of rows) {
    if (row === maxima) continue;
    const entered = items.flatMap(({ id, title }): HandGraded[] => {
      const points = number(row, id);
      if (points === null) return [];
      const maxPoints = number(maxima, id);
      if (maxPoints === null || points > maxPoints)
        throw new UsageError(
          `${file}: ${cell(row, "submission")} has ${points} points for ${id}, which is worth ${maxPoints ?? "nothing yet"} (row "${possible}")`,
        );
      const comment = cell(row, `${id} comment`);
      return [{ id, title, points, maxPoints, ...(comment && { comment }) }];
    });
    const name = cell(row, "submission");
    if (graded.has(name)) throw new UsageError(`${file} has two rows for ${name}: keep one`);
    graded.set(name, entered);
  }
  return (submission) => graded.get(submission) ?? [];
}

function writeSheet(file: string, items: Item[], submissions: Found[]): void {
  const columns = items.flatMap(({ id }) => [id, `${id} comment`]);
  const blank = columns.map(() => "");
  const lines = submissions.map(({ name, students }) => [
    name,
    students.map((student) => student.name).join("; "),
    ...blank,
  ]);
  const text = stringify([["submission", "students", ...columns], [possible, "", ...blank], ...lines], {
    bom: true,
    quoted: true,
    quoted_empty: true,
    escape_formulas: true,
    record_delimiter: "windows",
  });
  writeWholeSync(file, text);
}
