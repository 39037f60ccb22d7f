/** The harness with another assignment: its own files, tracks and layout, and nothing that Beras has. */
import { readdirSync } from "node:fs";
import type { Track } from "../../assignment.ts";
import { WarmGrader } from "../../run/warmGrader.ts";
import { gradeFolder, runCommand } from "../../testing/command.ts";
import { temporaryFolder } from "../overlay.ts";
import { assignment } from "./index.ts";
import { solutionText, submission } from "./submission.ts";

// Each test starts some processes; a busy machine takes its time.
jest.setTimeout(120_000);

const grade = (folder: string, args: string[] = [], env: NodeJS.ProcessEnv = {}) =>
  gradeFolder(folder, args, { assignment, env });

const grader = new WarmGrader(assignment);
afterAll(() => grader.close());
/** Grades in a process that stays, for tests that only need the report. */
async function gradeWarm(folder: string, track: Track) {
  const report = await grader.grade({ folder, track, seed: "beras", only: [], timeoutMs: 60_000 });
  const lost = Object.fromEntries(
    (report?.checks ?? []).filter(({ status }) => status !== "passed").map((check) => [check.id, check]),
  );
  return { report, lost };
}

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
  const { lost } = await gradeWarm(
    submission("solution", { "stats.ts": solutionText("stats.ts").replace("/ values.length", "") }),
    "honors",
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
  const folder = submission("solution", { "matrix.ts": solutionText("matrix.ts") + patches });
  const { report, lost } = await gradeWarm(folder, "basic");
  expect(report?.status).toBe("complete");
  expect(Object.keys(lost)).toEqual(["stats.mean", "stats.variance"]);
});

test("a package that does the homework is refused by its name", async () => {
  const folder = submission("solution", { "stats.ts": 'export { mean, variance } from "mathjs";\n' });
  const { report } = await gradeWarm(folder, "basic");
  expect(report?.checks[0].message).toContain('"mathjs" is a library of mathematics');
});
