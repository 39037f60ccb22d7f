/** The harness with another assignment: its own files, tracks and layout, and nothing that Beras has. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { gradeFolder, runCommand } from "../../testing/command.ts";
import { temporaryFolder } from "../overlay.ts";
import { Watching } from "../watching.ts";
import { assignment } from "./index.ts";

const { program } = assignment;
// Each test starts some processes; a busy machine takes its time.
jest.setTimeout(120_000);

/** The solution, or the stencil, with some files changed. */
function submission(from: "solution" | "stencil", changes: Record<string, string> = {}): string {
  const folder = join(temporaryFolder(), "alice");
  cpSync(assignment[from], folder, { recursive: true });
  for (const [name, text] of Object.entries(changes)) writeFileSync(join(folder, name), text);
  return folder;
}

const grade = (folder: string, args: string[] = []) => gradeFolder(folder, args, { assignment });
const solutionText = (name: string) => readFileSync(join(assignment.solution, name), "utf8");

test("the stencil is what the solution generates", async () => {
  const ran = await runCommand(["stencil", "--check"], { assignment });
  expect(ran).toMatchObject({ code: 0, stdout: "2 generated files are up to date\n" });
});

test("the solution has full points, on the track that its marker says", async () => {
  const { report } = await grade(submission("solution", { "Honors Student.txt": "" }));
  expect(report).toMatchObject({ score: 7, maxScore: 7, submission: { track: "honors" }, dataset: null });
  expect(report.sections).toEqual([]);
});

test("the stencil is to do; the first track is everybody else's", async () => {
  const { report, stdout } = await grade(submission("stencil"));
  expect(report).toMatchObject({ score: 0, maxScore: 4, submission: { track: "basic" } });
  expect(report.checks[0]).toMatchObject({ status: "todo", unwritten: "mean" });
  expect(stdout).toContain("Next: mean in stats.ts");
});

test("a mistake fails its check, what needs it is skipped, and the place is the student's", async () => {
  const { lost } = await grade(
    submission("solution", { "stats.ts": `${solutionText("stats.ts")}`.replace("/ values.length", "") }),
    ["--track", "honors"],
  );
  expect(Object.entries(lost).map(([id, { status }]) => [id, status])).toEqual([
    ["stats.mean", "failed"],
    ["stats.variance", "skipped"],
    ["matrix.center", "skipped"],
  ]);
  expect(lost["stats.mean"]).toMatchObject({ where: { file: "stats.ts", method: "mean" } });
});

test("hostile submissions cost only what they break", async () => {
  const endless = solutionText("matrix.ts").replace("// BEGIN SOLUTION", "while (true) {}");
  const { report, lost } = await grade(
    submission("solution", {
      "matrix.ts": `${endless}\nMath.abs = () => 0;\nArray.prototype.reduce = () => 0 as never;`,
    }),
  );
  expect(report.status).toBe("complete");
  expect(Object.keys(lost)).toContain("matrix.transpose");
  expect(lost["matrix.transpose"].status).toBe("timeout");
});

test("a package that does the homework is refused by its name", async () => {
  const { report } = await grade(
    submission("solution", { "stats.ts": 'export { mean, variance } from "mathjs";\n' }),
  );
  expect(report.checks[0].message).toContain('"mathjs" is a library of mathematics');
});

test("a class is graded, each by its own track, and packed as the handout wants it", async () => {
  const folder = temporaryFolder();
  const zip = join(folder, "class/bob.zip");
  mkdirSync(join(folder, "class/alice/project"), { recursive: true });
  cpSync(assignment.solution, join(folder, "class/alice/project"), { recursive: true });
  const honors = submission("solution", { "honors-student": "", "NOTES.md": "All done.\n" });
  const packed = await runCommand(["pack", "submission", honors, "--documents", honors, "--out", zip], {
    assignment,
  });
  expect(packed.stdout).toMatch(
    /^ {2}project\/stats.ts\n {2}project\/matrix.ts\n {2}project\/honors-student\n {2}NOTES.md\n/,
  );
  const out = join(folder, "results");
  const ran = await runCommand(["grade:batch", join(folder, "class"), "--out", out, "--jobs", "1"], {
    assignment,
  });
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  const text = readFileSync(join(out, "gradebook.csv"));
  const rows: Record<string, string>[] = parse(text, { columns: true, bom: true });
  expect(rows.map(({ Track, Score }) => [Track, Score])).toEqual([
    ["basic", "4"],
    ["honors", "7"],
  ]);
});

test("a save is graded in watch mode", async () => {
  const folder = submission("stencil");
  const watching = new Watching(folder, [], {}, false, program);
  await watching.until(/Score 0\/4/);
  writeFileSync(join(folder, "stats.ts"), solutionText("stats.ts"));
  expect(await watching.until(/Score 3\/4/)).toContain("stats.ts changed");
  watching.press("q");
  expect(await watching.ended).toBe(0);
});
