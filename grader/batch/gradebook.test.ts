import { parse } from "csv-parse/sync";
import { assignment } from "../assignment/index.ts";
import { loadRubric } from "../rubric.ts";
import { maxScore, pointsFor } from "../testing/points.ts";
import { makeReport } from "../testing/reports.ts";
import { formatGradebook } from "./gradebook.ts";
import { type Row, toRow } from "./row.ts";

const facts = { key: "k", isFault: false, isTakenOver: false };
const student = (name: string) => ({ name, sid: "0042", email: `${name}@example.edu` });
const row = (name: string, students = [student(name)], changes: Partial<Row> = {}): Row => ({
  ...toRow(
    { name, path: "", students },
    makeReport({ failures: { "losses.mse.forward": { code: "timeout", timeoutMs: 1 } } }),
    facts,
  ),
  ...changes,
});
const read = (rows: Row[]): Record<string, string>[] =>
  parse(formatGradebook(rows, loadRubric(assignment)), { columns: true, bom: true });

test("a line for each student, a column for each suite", () => {
  const [alice, bob] = read([row("team", [student("alice"), student("bob")])]);
  const lost = pointsFor("losses.mse.forward");
  const Score = String(maxScore() - lost);
  expect(alice).toMatchObject({
    Name: "alice",
    SID: "0042",
    Submission: "team",
    Score,
    Max: `${maxScore()}`,
  });
  expect(alice).toMatchObject({ Losses: `${pointsFor("losses") - lost}`, Layers: `${pointsFor("layers")}` });
  expect(alice).toMatchObject({ Skipped: "0", Warnings: "0", Message: "" });
  expect(bob).toMatchObject({ Name: "bob", Email: "bob@example.edu", Score });
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\u200e=1", '=HYPERLINK("http://x","y")'])(
  "%j does not become a formula",
  (name) => {
    const text = formatGradebook([row("x", [student(name)], { message: name })], loadRubric(assignment));
    // No cell begins like a formula, quoted or not.
    expect(text).not.toMatch(/(^|,|\n)"?[=+\-@\t\r][^\n]/);
    expect(read([row("x", [student(name)])])[0].Name).toMatch(/^'[=+\-@]/);
  },
);

test("names with quotes, commas and other alphabets stay as they are", () => {
  const name = 'Å "the, one" of 数学';
  expect(read([row("x", [student(name)])])[0].Name).toBe(name);
});

test.each([
  "Eve;=cmd",
  'Eve";=cmd',
  "Eve\n=cmd",
  "Eve\r=cmd;\t=cmd",
  "Eve\u2028=cmd",
  "\u202eEve;=\u202cdmc",
])("%j is one field of one record, with semicolons between fields as well", (name) => {
  const text = formatGradebook([row("x", [student(name)])], loadRubric(assignment));
  const records = text.trim().split("\r\n");
  expect(records).toHaveLength(2);
  // Read as spreadsheets do: quoted text stays together.
  expect(records[1].match(/(?:"(?:[^"]|"")*"|[^;"])+/g)).toEqual([records[1]]);
  expect(read([row("x", [student(name)])])[0].Name).not.toMatch(/[\r\n\u2028\p{Bidi_Control}]/u);
});

test("skipped checks are listed, with their points", () => {
  const failed = { code: "timeout", timeoutMs: 1 } as const;
  const skipped = { code: "prerequisite", check: "losses.mse.forward", status: "failed", what: "" } as const;
  const failures = { "losses.mse.forward": failed, "losses.mse.inputGradients": skipped };
  const graded = toRow({ name: "x", path: "", students: [student("x")] }, makeReport({ failures }), facts);
  expect(read([graded])[0]).toMatchObject({
    Score: String(maxScore() - pointsFor(...Object.keys(failures))),
    Skipped: String(pointsFor("losses.mse.inputGradients")),
  });
});

test("a fault of the grader is not a score of 0", () => {
  const [line] = read([row("x", [student("x")], { isFault: true, message: "it failed" })]);
  expect(line).toMatchObject({ Status: "not graded", Score: "", Max: "", Percent: "", Message: "it failed" });
});
