/** The gradebook in the hands of the LMS: the roster as it came, with the grades filled in. */
import { stringify } from "csv-stringify/sync";
import type { Row } from "../row.ts";
import type { Person, Roster } from "./roster.ts";

export interface Grade {
  points: number;
  maxPoints: number;
  /** For the student. */
  comment: string;
}

/** What a person has: null for nothing, where the LMS should keep what it has. */
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
 * Canvas's import: its columns of persons, then the assignment. A grade is a number of points, EX for excused, or nothing,
 * which changes nothing. After lib/gradebook_importer.rb of instructure/canvas-lms.
 *
 * @param assignment as Canvas calls it, with or without the number that its export puts behind; Canvas makes one that it has not
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
 * Moodle's grading worksheet: as it was downloaded, with the grade and, where it has that column, the comment. Moodle knows a
 * line by its "Identifier", and takes none whose "Last modified (grade)" is not what it has itself. After
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

/** Where the LMS has another maximum, the share counts: it takes one for all, and tracks may differ. */
function scaled({ points, maxPoints }: Grade, max: number): string {
  return String(Math.round((maxPoints ? (points * max) / maxPoints : 0) * 100) / 100);
}

function sameMaximum(grades: ReturnType<GradeOf>[]): number | null {
  const maxima = new Set(grades.flatMap((grade) => (grade && grade !== "excused" ? [grade.maxPoints] : [])));
  return maxima.size === 1 ? [...maxima][0] : null;
}

/** A name that a spreadsheet would take for a formula. The LMS knows the person by number. */
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
