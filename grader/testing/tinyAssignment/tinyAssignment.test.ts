/** The harness with another assignment: its own files, tracks and layout, and nothing that Beras has. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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

const grade = (folder: string, args: string[] = [], env: NodeJS.ProcessEnv = {}) =>
  gradeFolder(folder, args, { assignment, env });
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

test("an endless loop costs its check and what needs it, and leaves nothing behind", async () => {
  const endless = solutionText("matrix.ts").replace("// BEGIN SOLUTION", "while (true) {}");
  // Its own folder for temporary files: other tests have sandboxes, too.
  const place = temporaryFolder();
  const { report, lost, stdout, stderr } = await grade(
    submission("solution", { "matrix.ts": endless }),
    ["--track", "honors"],
    { TMPDIR: place },
  );
  expect(readdirSync(place).filter((name) => name.startsWith("grader-sandbox-"))).toEqual([]);
  expect(report.status).toBe("complete");
  const message = "transpose did not finish within 2 s";
  expect(lost["matrix.transpose"]).toMatchObject({ status: "timeout", message });
  expect(lost["matrix.center"]).toMatchObject({
    status: "skipped",
    message: "skipped because transpose did not finish in time",
  });
  expect(Object.keys(lost)).toEqual(["matrix.transpose", "matrix.center"]);
  expect(stdout).toContain(`Timeout   ${message}`);
  expect(stdout + stderr).not.toMatch(/\n\s+at /);
});

test("a patched language costs only those who use it", async () => {
  const patches = "Math.abs = () => 0;\nArray.prototype.reduce = () => 0 as never;\n";
  const { report, lost } = await grade(
    submission("solution", { "matrix.ts": solutionText("matrix.ts") + patches }),
  );
  expect(report.status).toBe("complete");
  expect(Object.keys(lost)).toEqual(["stats.mean", "stats.variance"]);
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
  // Grades only the suite of this file, and the report still is one of the whole.
  writeFileSync(join(folder, "matrix.ts"), solutionText("matrix.ts"));
  await watching.until(/Score 4\/4.*report\.html/);
  const report = () => JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  while (report().score < 4) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(report()).toMatchObject({ status: "complete", message: null });
  watching.press("q");
  expect(await watching.ended).toBe(0);
});
