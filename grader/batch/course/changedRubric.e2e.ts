/** Regrades of a small class: what changed, and nothing else. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { CheckReport, Report } from "../../report/report.ts";
import { runCommand } from "../../testing/command.ts";
import { temporaryFolder } from "../../testing/overlay.ts";
import { assignment } from "../../testing/tinyAssignment/index.ts";
import { solutionText } from "../../testing/tinyAssignment/submission.ts";

const seed = "autumn";
const wrong = solutionText("stats.ts").replace("** 2", "** 3");
const folder = temporaryFolder();
const place = join(folder, "class");
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

for (const name of ["ann", "ben", "cem"]) {
  cpSync(assignment.solution, join(place, name), { recursive: true });
  writeFileSync(join(place, name, "matrix.ts"), `${solutionText("matrix.ts")}// ${name}\n`);
}
writeFileSync(join(place, "ben/stats.ts"), wrong);
const roster = write(
  "roster.csv",
  "name,id,submitted\nann,1,2026-10-01T20:00:00Z\nben,2,2026-10-01T20:00:00Z\ncem,3,2026-10-02T20:00:00Z\n",
);
const late = write("late.yml", "due: 2026-10-01T23:59:00Z\npercentPerDay: 10\n");
const rubric = JSON.parse(readFileSync(assignment.rubric, "utf8"));
Object.assign(rubric, { $schema: undefined, tracks: { basic: { total: 5 }, honors: { total: 8 } } });
rubric.suites[0].checks[1].points = 3;
const changed = write("rubric.json", JSON.stringify(rubric));
const overrides = write(
  "overrides.yml",
  [
    "- {student: ben, check: stats.variance, points: 1, by: Dana, why: the idea is right}",
    '- {student: cem, extension: "2026-10-03T23:59:00Z", by: Dana, why: was ill}',
  ].join("\n"),
);

const names = ["first", "otherRubric", "decided"];
const [first, otherRubric, decided] = names.map((name) => join(folder, name));
const books: Record<string, string>[][] = [];

/** Regrades what an earlier batch left, in a folder of its own. */
async function batch(from: string | null, out: string, TINY_RUBRIC?: string, ...args: string[]) {
  if (from) cpSync(from, out, { recursive: true });
  const ran = await runCommand(
    [
      ...["grade:batch", place, "--out", out, "--resume", "--seed", seed, "--jobs", "1"],
      ...["--roster", roster, "--late", late, ...args],
    ],
    { assignment, env: { TINY_RUBRIC } },
  );
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  books.push(parse(readFileSync(join(out, "gradebook.csv")), { columns: true, bom: true }));
}

/** What `npm run diff` prints, without hashes. */
async function diff(before: string, after: string): Promise<string[]> {
  const { stdout } = await runCommand(["diff", before, after], { assignment });
  const lines = stdout.replace(/ -> [0-9a-f]{16}$/gm, "").replace(/ [0-9a-f]{16}$/gm, "");
  return lines.split("\n").filter((line) => line.trim());
}

beforeAll(async () => {
  await batch(null, first);
  await batch(first, otherRubric, changed);
  await batch(otherRubric, decided, changed, "--overrides", overrides);
}, 120_000);

test("the course's rules count from the beginning", () => {
  expect(books[0].map(({ Name, Score, Final }) => [Name, Score, Final])).toEqual([
    ["ann", "4", "4"],
    ["ben", "2", "2"],
    ["cem", "4", "3.6"],
  ]);
});

test("a changed rubric grades all again, and changes the check that it is about", async () => {
  expect(await diff(first, otherRubric)).toEqual([
    "ann.json",
    "  Other rubric:",
    "     +1  stats.variance: passed 2/2 -> passed 3/3",
    "  Score 4/4 -> 5/5  (+1)",
    "ben.json",
    "  Other rubric:",
    "      0  stats.variance: failed 0/2 -> failed 0/3",
    "         the variance of 1, 2, 6 and 7",
    "  Score 2/4 -> 2/5  (of other points)",
    "cem.json",
    "  Other rubric:",
    "     +1  stats.variance: passed 2/2 -> passed 3/3",
    "  No longer: Altogether 3.6/4",
    "  New: Altogether 4.5/5",
    "  Score 4/4 -> 5/5  (+1)",
    "3 of 3 reports changed",
  ]);
});

test("an override and an extension change what they decide, and nothing else", async () => {
  expect(await diff(otherRubric, decided)).toEqual([
    "ben.json",
    "     +1  stats.variance: failed 0/3 -> failed 1/3",
    "         the variance of 1, 2, 6 and 7",
    "  New: variance is the variance: 1 point instead of 0, decided by Dana: the idea is right",
    "  Score 2/5 -> 3/5  (+1)",
    "cem.json",
    "  No longer: Late by 1 day (handed in on 2026-10-02 20:00 Z, due on 2026-10-01 23:59 Z): 10% are taken off",
    "  No longer: Altogether 4.5/5",
    "  New: due on 2026-10-03 23:59 Z, decided by Dana: was ill",
    "  No check changed",
    "  Score 5/5 -> 5/5  (the same)",
    "2 of 3 reports changed",
  ]);
  const [, before, after] = books;
  const columns = before.map((line, i) => Object.keys(line).filter((key) => line[key] !== after[i][key]));
  expect(columns).toEqual([
    [],
    ["Score", "Percent", "Statistics", "Final", "Message"],
    ["Late", "Percent off", "Final", "Message"],
  ]);
});

test("a disputed check runs alone with the seed of the report, and comes to the same", async () => {
  const out = join(folder, "disputed.json");
  const args = ["--only", "stats.variance", "--seed", seed, "--out", out, "--format", "json"];
  const { code, stdout } = await runCommand(["grade", join(place, "ben"), ...args], { assignment });
  expect(code).toBe(0);
  expect(stdout).toContain("variance([1, 2, 6, 7])");
  const variance = (file: string) => {
    const { checks }: Report = JSON.parse(readFileSync(file, "utf8"));
    const { durationMs, ...check } = checks.find(({ id }) => id === "stats.variance") as CheckReport;
    return check;
  };
  expect(variance(out)).toEqual(variance(join(first, "reports/ben.json")));
});
