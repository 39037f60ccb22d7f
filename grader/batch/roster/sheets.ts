/** The gradebook for an LMS: its own roster, with the grades filled in. */
import { stringify } from "csv-stringify/sync";
import type { Row } from "../row.ts";
import type { Person, Roster } from "./roster.ts";

export interface Grade {
  points: number;
  maxPoints: number;
  /** For the student. */
  comment: string;
}

/** The grade of a person. Null if there is none: the LMS then keeps its own. */
export type GradeOf = (person: Person) => Grade | "excused" | null;

export function gradesOf(rows: Row[]): GradeOf {
  const byPerson = new Map(
    rows.flatMap((row) => row.students.flatMap(({ person }) => (person ? [[person, row] as const] : []))),
  );
  return (person) => {
    const row = byPerson.get(person);
    if (person.isExcused) return "excused";
    if (!row || row.isFault) return null;
    if (row.course?.excused) return "excused";
    const final = row.course ? row.course.final : row.status === "rejected" ? null : row;
    if (!final) return null;
    const [points, maxPoints] =
      "points" in final ? [final.points, final.maxPoints] : [final.score, final.maxScore];
    const comment = [`Graded by machine: ${row.score}/${row.maxScore}`, ...row.courseLines].join("; ");
    return { points, maxPoints, comment };
  };
}

/**
 * The file for Canvas's import: the columns of its roster, then the assignment. A grade is a number of points, or EX for excused. An
 * empty one changes nothing. After lib/gradebook_importer.rb of instructure/canvas-lms.
 *
 * @param assignment its name in Canvas, with or without the number that an export appends; Canvas creates an unknown one
 */
export function canvasImport({ table, people }: Roster, gradeOf: GradeOf, assignment: string): string {
  const { header, rows } = table;
  const section = header.indexOf("Section");
  const known = header.findIndex(
    (title, i) => i > section && (title === assignment || title.replace(/ \(\d+\)$/, "") === assignment),
  );
  const grades = people.map(gradeOf);
  const possible = rows.find(([name]) => name.includes("Points Possible"));
  const max = Number(known < 0 ? "" : possible?.[known]) || sameMaximum(grades) || 100;
  const own = header.slice(0, section + 1);
  const width = own.map(() => "");
  const lines = people.map((person, i) => {
    const grade = grades[i];
    const cell = grade === "excused" ? "EX" : grade ? scaled(grade, max) : "";
    return [...rows[person.row].slice(0, own.length).map(noFormula), cell];
  });
  return write([
    [...own, known < 0 ? assignment : header[known]],
    ["    Points Possible", ...width.slice(1), String(max)],
    ...lines,
  ]);
}

/**
 * Moodle's grading worksheet with the grades filled in, and the comments if it has that column. Moodle finds a line by its
 * "Identifier", and refuses one whose "Last modified (grade)" differs from its own. After
 * mod/assign/feedback/offline/importgradeslib.php of moodle/moodle.
 */
export function moodleWorksheet({ table, people }: Roster, gradeOf: GradeOf): string {
  const { header, rows } = table;
  const at = (title: string) => header.findIndex((name) => name.toLowerCase() === title);
  const [grade, maximum, comment, name] = ["grade", "maximum grade", "feedback comments", "full name"].map(
    at,
  );
  const lines = rows.map((cells, row) => {
    const person = people.find((one) => one.row === row);
    const given = person ? gradeOf(person) : null;
    const filled = cells.map((cell, i) => (i === name ? noFormula(cell) : cell));
    if (!given || given === "excused") return filled;
    const max = Number(cells[maximum]?.replace(",", ".")) || given.maxPoints;
    if (grade >= 0) filled[grade] = scaled(given, max);
    if (comment >= 0) filled[comment] = escapeHtml(given.comment);
    return filled;
  });
  return write([header, ...lines]);
}

/** Scales the points to the maximum of the LMS, which has one for all tracks. */
function scaled({ points, maxPoints }: Grade, max: number): string {
  return String(Math.round((maxPoints ? (points * max) / maxPoints : 0) * 100) / 100);
}

function sameMaximum(grades: ReturnType<GradeOf>[]): number | null {
  const maxima = new Set(grades.flatMap((grade) => (grade && grade !== "excused" ? [grade.maxPoints] : [])));
  return maxima.size === 1 ? [...maxima][0] : null;
}

/** Makes text of a name that a spreadsheet would read as a formula. The LMS finds the person by number. */
function noFormula(text: string): string {
  return text.replace(/^(?=[=+\-@\t\r])/, "'");
}

/** Moodle shows comments as HTML. */
function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function write(lines: string[][]): string {
  return stringify(lines, { record_delimiter: "windows" });
}
