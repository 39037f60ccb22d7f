/** A class with all files of a course, graded twice. */

import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { assignment } from "../../assignment/index.ts";
import { type Report, validateReport } from "../../report/report.ts";
import { writeStudent } from "../../testing/classroom.ts";
import { runCommand } from "../../testing/command.ts";
import { temporaryFolder } from "../../testing/overlay.ts";
import { maxScore, stencilScore } from "../../testing/points.ts";
import { tinyDataset } from "../../testing/tinyDataset.ts";
import { validateSummary } from "../summary.ts";

test("a regrade with overrides and an extension changes only what they decide", async () => {
  const place = temporaryFolder();
  const files = temporaryFolder();
  const out = temporaryFolder();
  for (const name of ["submission_1", "submission_2"]) {
    await writeStudent(place, name, "stencil");
    appendFileSync(join(place, name, "beras/losses.ts"), `export const one = 1; // ${name}\n`);
  }
  const metadata = [
    ["submission_1", "Ann Lee", "ann", "2026-10-01 20:00:00.000000000 -04:00"],
    ["submission_2", "Ben O'Neil", "ben", "2026-10-03 20:00:00.000000000 -04:00"],
  ].map(
    ([key, name, login, time]) =>
      `${key}:\n  :submitters:\n  - :name: ${name}\n    :sid: ''\n    :email: ${login}@example.edu\n  :created_at: ${time}\n`,
  );
  writeFileSync(join(place, "submission_metadata.yml"), `---\n${metadata.join("")}`);
  const write = (name: string, ...lines: string[]) => {
    writeFileSync(join(files, name), lines.join("\n"));
    return join(files, name);
  };
  const roster = write(
    "roster.csv",
    "Student,ID,SIS User ID,SIS Login ID,Section,Track",
    '"Lee, Ann",1001,,ann@example.edu,S01,cs2470',
    '"O\'Neil, Ben",1002,,ben@example.edu,S02,',
    '"Zeta, Zoë",1003,,zoe@example.edu,S02,',
  );
  const late = write("late.yml", "due: 2026-10-01T23:59:00-04:00", "percentPerDay: 10");
  const hand = join(files, "hand.csv");
  const batch = async (...args: string[]) => {
    const ran = await runCommand(
      [
        ...["grade:batch", place, "--out", out, "--roster", roster, "--late", late, "--hand-graded", hand],
        ...["--assignment", "HW2", ...args],
      ],
      { env: { MNIST_DIR: tinyDataset().folder } },
    );
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    const read = (name: string) => readFileSync(join(out, name), "utf8");
    const gradebook: Record<string, string>[] = parse(read("gradebook.csv"), { columns: true, bom: true });
    const reports: Report[] = [1, 2].map((i) => JSON.parse(read(`reports/submission_${i}.json`)));
    for (const report of reports) expect(validateReport(report, assignment)).toBeNull();
    const canvas: string[][] = parse(read("canvas.csv"));
    return { ...ran, gradebook, reports, canvas, summary: JSON.parse(read("summary.json")) };
  };
  const results = () =>
    readdirSync(join(out, ".batch/results")).map((name) => [
      name,
      statSync(join(out, ".batch/results", name)).mtimeMs,
    ]);

  const first = await batch();
  expect(first.gradebook).toMatchObject([
    {
      Name: "Lee, Ann",
      SID: "1001",
      Section: "S01",
      Track: "cs2470",
      Late: "",
      "Final of": `${maxScore("cs2470")}`,
    },
    { Name: "O'Neil, Ben", Track: "cs1470", Late: "2 days", "Percent off": "20" },
    { Name: "Zeta, Zoë", Status: "nothing handed in", Score: "", Final: "", Section: "S02" },
  ]);
  const ben = Math.round(stencilScore() * 0.8 * 100) / 100;
  expect(first.gradebook[1]).toMatchObject({ Score: `${stencilScore()}`, Final: `${ben}` });
  expect(first.canvas[0]).toEqual(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "HW2"]);
  expect(validateSummary(first.summary)).toBeNull();
  expect(first.summary.missing).toMatchObject([{ name: "Zeta, Zoë", email: "zoe@example.edu" }]);
  // A line of comment, and a track that only the roster knows, make no difference.
  expect(first.summary).toMatchObject({ identical: [["submission_1", "submission_2"]], untouched: [] });
  expect(first.stdout).toContain("1 of the roster handed in nothing");
  expect(first.gradebook[0].Key).toMatch(/^[0-9a-f]{32}$/);
  const graded = results();

  const overrides = write(
    "overrides.yml",
    "- student: ben@example.edu",
    "  by: Dana",
    "  why: was ill",
    "  extension: 2026-10-03T23:59:00-04:00",
    "- student: zoe@example.edu",
    "  by: Dana",
    "  why: has left the course",
    "  excused: true",
  );
  const second = await batch("--resume", "--overrides", overrides);
  expect(results()).toEqual(graded);
  expect(second.reports[0]).toEqual(first.reports[0]);
  expect(second.gradebook[0]).toEqual(first.gradebook[0]);
  expect(second.gradebook[2].Final).toBe("excused");
  expect(second.canvas.map(([, id, , , , grade]) => [id, grade]).slice(2)).toEqual([
    ["1001", expect.any(String)],
    ["1002", expect.any(String)],
    ["1003", "EX"],
  ]);
  const { Message, ...line } = second.gradebook[1];
  expect(Message).toContain("due on 2026-10-03 23:59 -04:00, decided by Dana: was ill");
  expect(line).toMatchObject({
    Score: `${stencilScore()}`,
    Late: "",
    "Percent off": "",
    Final: `${stencilScore()}`,
  });
  const other = join(files, "ben.md");
  const again = await runCommand([
    ...["report", join(out, "reports/submission_2.json"), "--format", "markdown", "--out", other],
  ]);
  expect(again).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(other, "utf8")).toContain("decided by Dana: was ill");
  const without = ({ course, ...report }: Report) => report;
  expect(without(second.reports[1])).toEqual(without(first.reports[1]));
}, 180_000);
