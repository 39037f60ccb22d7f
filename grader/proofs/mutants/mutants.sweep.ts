/** Runs `npm run mutants` on a sample, and looks at what it writes. .ci/run also runs a part of the whole. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { studentFiles } from "../../assignment/contract.ts";
import { assignment } from "../../assignment/index.ts";
import { unjudged } from "../../assignment/mistakes/survivors.ts";
import { toStencil } from "../../stencil/generate.ts";
import { runCommand } from "../../testing/command.ts";
import { house, temporaryFolder } from "../../testing/overlay.ts";
import { solutionText } from "../styles/combine.ts";
import { failedChecks, gradeChanged, quickSuites } from "./gradeChanged.ts";

test("the command judges a sample", async () => {
  const out = join(temporaryFolder(), "matrix.json");
  const names = ["dense-bias-subtracted", "leaky-map"];
  names.push("stryker:MeanSquaredError.inputGradients");
  const { code, stdout, stderr } = await runCommand(["mutants", ...names, "--out", out], { cwd: house });
  expect([code, stderr]).toEqual([0, expect.stringContaining("4/4")]);
  expect(stdout).toContain("1 mistakes, 1 right styles, 2 mutants made by a program");
  // The kill ratio by operator and by class.
  expect(stdout).toMatch(/stryker\/\w+ +1 +0 +0 +100\.0%/);
  expect(stdout).toMatch(/MeanSquaredError +2 +0 +0 +100\.0%/);
  const { mistakes: judged, generated } = JSON.parse(readFileSync(out, "utf8"));
  expect([judged.length, generated.length]).toEqual([1, 2]);
}, 120_000);

test("methods listed as unjudged need not be implemented", async () => {
  const isUnjudged = (method: string | null) =>
    unjudged.some(({ methods }) => methods.some((name) => method === name || method?.startsWith(`${name}.`)));
  const files = Object.fromEntries(
    studentFiles.map((file) => [file, toStencil(file, solutionText(assignment, file), isUnjudged)]),
  );
  expect(
    failedChecks(await gradeChanged(assignment, files, quickSuites(assignment))).map(({ id }) => id),
  ).toEqual([]);
}, 120_000);

test("a name that matches nothing is a usage error", async () => {
  const { code, stderr } = await runCommand(["mutants", "nothing-like-it"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^There is no mistake, no style and no mutant whose name begins with nothing-like-it/,
  );
}, 60_000);
