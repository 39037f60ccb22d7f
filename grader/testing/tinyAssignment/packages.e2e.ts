/** Packages of another assignment: what students and services receive works, and holds nothing of Beras. */
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { loadRubric } from "../../rubric.ts";
import { unpackZip } from "../archives.ts";
import { runCommand } from "../command.ts";
import { house, temporaryFolder } from "../overlay.ts";
import { assignment } from "./index.ts";

// Each test starts some processes.
jest.setTimeout(120_000);

const place = temporaryFolder();
const env = { ...process.env, NO_COLOR: "1", AUTOGRADER_ROOT: place };

test("the one for students grades their stencil, and has neither solution nor proofs", async () => {
  const file = join(place, "student.zip");
  expect(await runCommand(["pack", "student", "--out", file], { assignment })).toMatchObject({ code: 0 });
  await unpackZip(file, join(place, "student"));
  const top = join(place, "student/tiny");
  const names = readdirSync(top, { recursive: true, encoding: "utf8" });
  expect(names.filter((name) => /solution|proofs|hostile\/|beras/.test(name))).toEqual([]);
  const { name, scripts } = JSON.parse(readFileSync(join(top, "package.json"), "utf8"));
  expect([name, Object.keys(scripts)]).toEqual(["tiny", ["grade", "pack", "typecheck"]]);
  symlinkSync(join(house, "node_modules"), join(top, "node_modules"));
  const graded = spawnSync("npm", ["run", "--silent", "grade"], { cwd: top, encoding: "utf8", env });
  expect(graded).toMatchObject({ status: 0, stdout: expect.stringContaining("Score 0/4") });
});

test("the one for Gradescope turns a submission into results", async () => {
  const file = join(place, "gradescope.zip");
  const args = ["pack", "gradescope", "--track", "honors", "--out", file];
  expect(await runCommand(args, { assignment })).toMatchObject({ code: 0 });
  await unpackZip(file, join(place, "source"));
  symlinkSync(join(house, "node_modules"), join(place, "source/tiny/node_modules"));
  cpSync(assignment.solution, join(place, "submission/project"), { recursive: true });
  const { status } = spawnSync("bash", [join(place, "source/run_autograder")], { encoding: "utf8", env });
  expect(status).toBe(0);
  const results = JSON.parse(readFileSync(join(place, "results/results.json"), "utf8"));
  expect(results).toMatchObject({ score: 7, extra_data: { track: "honors", status: "complete" } });
});

test("there is no option for a data set that it does not have", async () => {
  const { code, stderr } = await runCommand(["pack", "gradescope", "--mnist"], { assignment });
  expect([code, stderr]).toEqual([2, expect.stringContaining("mnist")]);
});

test("what is refused has its rubric, and the points of its track", async () => {
  const out = join(temporaryFolder(), "refused");
  const formats = ["json", "github-classroom"];
  await runCommand(["grade", temporaryFolder(), "--format", ...formats, "--out", out], { assignment });
  const report = JSON.parse(readFileSync(`${out}.json`, "utf8"));
  expect(report).toMatchObject({ status: "rejected", grader: { rubric: loadRubric(assignment).hash } });
  const encoded = readFileSync(`${out}.github-classroom.txt`, "utf8");
  expect(JSON.parse(Buffer.from(encoded, "base64").toString())).toMatchObject({ max_score: 4 });
});
