/** Rosters in the form of the platforms' exports, and the sheets for their imports, read as the platforms read them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { assignment } from "../../assignment/index.ts";
import { trackIds } from "../../assignment.ts";
import { temporaryFolder } from "../../testing/overlay.ts";
import { maxScore } from "../../testing/points.ts";
import { makeReport } from "../../testing/reports.ts";
import type { Found } from "../find.ts";
import { toRow } from "../row.ts";
import { matchRoster } from "./match.ts";
import { readRoster } from "./roster.ts";
import { canvasImport, gradesOf, moodleWorksheet } from "./sheets.ts";

const tracks = trackIds(assignment);

function file(...lines: string[]): string {
  const path = join(temporaryFolder(), "roster.csv");
  writeFileSync(path, lines.join("\r\n"));
  return path;
}

const submission = (name: string, sid = "", email = ""): Found => ({
  name,
  path: "",
  students: [{ name: name.replace(/_\d+$/, ""), sid, email }],
});
const namesIn = (found: Found[]) => found.map(({ students: [{ name }] }) => name);

const canvas = [
  "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Warm-up (77),Homework 2 (101),Final Score",
  ",,,,,Manual Posting,,",
  "    Points Possible,,,,,10,50,(read only)",
  '"Lee, Ann",1001,U1,ann@example.edu,S01,9,,90',
  '"Ångström, Zoë",1002,U2,zoe@example.edu,S02,8,,80',
  '"O\'Neil, Ben",1003,U3,ben@example.edu,S01,,,',
  '"Student, Test",1099,,bbbc6740f0b946af,S01,,,',
];

const moodle = [
  "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments",
  'Participant 501,Ann Lee,ann@example.edu,Submitted for grading - 2 days 3 hours late,,50.00,Yes,"Saturday, 3 October 2026, 2:59 AM",-,',
  'Participant 502,Zoë Ångström,zoe@example.edu,Submitted for grading,12.00,50.00,Yes,"Thursday, 1 October 2026, 2:14 PM","Friday, 2 October 2026, 9:00 AM",see me',
  "Participant 503,Ben O'Neil,ben@example.edu,No submission,,50.00,Yes,-,-,",
];

describe("the roster", () => {
  test("Canvas's gradebook: rows without a student are left out", () => {
    const { kind, people } = readRoster(file(...canvas), tracks);
    expect([kind, people.map(({ name }) => name)]).toEqual([
      "canvas",
      ["Lee, Ann", "Ångström, Zoë", "O'Neil, Ben"],
    ]);
    expect(people[0]).toMatchObject({
      ids: ["1001", "U1", "ann@example.edu"],
      email: "ann@example.edu",
      section: "S01",
    });
  });

  test("Moodle's grading worksheet: with the time of submission, and the delay that Moodle measured", () => {
    const { kind, people } = readRoster(file(...moodle), tracks);
    expect([kind, people.map(({ ids }) => ids[0])]).toEqual(["moodle", ["501", "502", "503"]]);
    expect(people.map(({ secondsLate }) => secondsLate)).toEqual([(2 * 24 + 3) * 3600, 0, null]);
    expect(people.map(({ submittedAt }) => submittedAt !== "")).toEqual([true, true, false]);
  });

  test("a plain list: semicolons, other orders and missing columns are fine", () => {
    const { people } = readRoster(
      file("Email;Track;SID;Name", "ann@example.edu;CS2470;0042;Ann Lee", ";;;"),
      tracks,
    );
    expect(people).toMatchObject([
      { name: "Ann Lee", ids: ["0042"], email: "ann@example.edu", track: "cs2470", section: "" },
    ]);
  });

  test.each([
    [
      "no students",
      file("name,id"),
      /lists no students: a roster has some of the columns name, id, email, section and track/,
    ],
    [
      "an unknown track",
      file("name,track", "Ann,cs9"),
      /Ann has the track "cs9": choose from cs1470, cs2470/,
    ],
    ["no file", "nowhere.csv", /^nowhere.csv cannot be read: /],
    ["a quotation mark that is never closed", file('name,id\n"Ann,1'), /is not a CSV file: /],
  ])("%s: one line", (_, path, message) => {
    expect(() => readRoster(path, tracks)).toThrow(message);
  });
});

describe("the person of a submission", () => {
  test.each<[string, Found]>([
    ["the number of Canvas's export", submission("leeann_1001", "1001")],
    ["the e-mail address of Gradescope's", submission("submission_12", "", "ANN@example.edu")],
    ["a folder called after the login", submission("ann")],
    ["a folder called after the name", submission("Ann Lee")],
    ["the name as Canvas writes files", submission("leeann")],
  ])("is told by %s", (_, found) => {
    const { submissions, missing, unlisted } = matchRoster([found], readRoster(file(...canvas), tracks));
    expect(submissions[0].students[0]).toMatchObject({
      name: "Lee, Ann",
      sid: "1001",
      email: "ann@example.edu",
    });
    expect(missing.map(({ name }) => name)).toEqual(["Ångström, Zoë", "O'Neil, Ben"]);
    expect(unlisted).toEqual([]);
  });

  test("a submission that matches two people, or none, is reported and stays unchanged", () => {
    const roster = readRoster(
      file("name,id,track", "Ann Lee,1,cs2470", '"Lee, Ann",2,', "Ann Lee,3,"),
      tracks,
    );
    const { submissions, unlisted } = matchRoster(
      [submission("Ann Lee"), submission("eve"), submission("1")],
      roster,
    );
    expect(namesIn(submissions)).toEqual(["Ann Lee", "eve", "Ann Lee"]);
    expect(unlisted).toEqual(["Ann Lee", "eve"]);
    expect(submissions.map(({ track }) => track)).toEqual([undefined, undefined, "cs2470"]);
  });
});

const facts = { key: "k", isFault: false, isTakenOver: false };
const full = makeReport();

describe("the gradebook for the LMS", () => {
  test("Canvas: the columns are where its importer looks; points are scaled to its maximum", () => {
    const roster = readRoster(file(...canvas), tracks);
    const { submissions } = matchRoster([submission("leeann_1001", "1001"), submission("ben")], roster);
    const excused = {
      ...full,
      course: { decisions: [], byHand: [], late: null, excused: true, final: null },
    };
    const rows = [toRow(submissions[0], full, facts), toRow(submissions[1], excused, facts)];
    const [header, possible, ...lines]: string[][] = parse(
      canvasImport(roster, gradesOf(rows), "Homework 2"),
    );
    expect(header).toEqual(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework 2 (101)"]);
    expect([possible[0].includes("Points Possible"), possible[5]]).toEqual([true, "50"]);
    expect(lines.map((line) => [line[1], line[5]])).toEqual([
      ["1001", "50"],
      ["1002", ""],
      ["1003", "EX"],
    ]);
    expect(lines[1][0]).toBe("Ångström, Zoë");
    const fresh: string[][] = parse(canvasImport(roster, gradesOf(rows), "A new one"));
    expect([fresh[0][5], fresh[1][5], fresh[2][5]]).toEqual(["A new one", `${maxScore()}`, `${full.score}`]);
  });

  test("Moodle: the same worksheet with grades; the times by which it finds conflicts are unchanged", () => {
    const roster = readRoster(file(...moodle), tracks);
    const { submissions } = matchRoster([submission("Ann Lee_501", "501")], roster);
    const text = moodleWorksheet(roster, gradesOf([toRow(submissions[0], full, facts)]));
    const lines: Record<string, string>[] = parse(text, { columns: true });
    const before: Record<string, string>[] = parse(moodle.join("\n"), { columns: true });
    expect(Object.keys(lines[0])).toEqual(Object.keys(before[0]));
    expect(lines[0]).toEqual({
      ...before[0],
      Grade: "50",
      "Feedback comments": `Graded by machine: ${full.score}/${full.maxScore}`,
    });
    expect(lines.slice(1)).toEqual(before.slice(1));
    // Moodle finds the participant by the number behind "Participant ".
    expect(lines[0].Identifier.slice("Participant ".length)).toBe("501");
  });

  test("submissions without a grade change nothing there; no name becomes a formula", () => {
    const roster = readRoster(file(canvas[0], '"=1+1, Eve",1004,U4,eve@example.edu,S01,,,'), tracks);
    const { submissions } = matchRoster([submission("eve")], roster);
    const row = toRow(submissions[0], full, { ...facts, isFault: true });
    const [, , line]: string[][] = parse(canvasImport(roster, gradesOf([row]), "Homework 2"));
    expect([line[0], line[5]]).toEqual(["'=1+1, Eve", ""]);
  });
});
