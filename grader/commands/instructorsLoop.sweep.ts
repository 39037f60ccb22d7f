/** The instructor's loop in a copy of the project: change the solution, then generate the files that depend on it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { house, temporaryFolder } from "../testing/overlay.ts";
import { copyProject } from "../testing/projectCopy.ts";

const mse = "yPred.sub(yTrue).square().mean()";

/** The copy's commands and files. */
function copyWith(file: string, before: string, after: string) {
  const copy = temporaryFolder();
  const command = copyProject(copy);
  const text = readFileSync(join(copy, file), "utf8");
  expect(text).toContain(before);
  writeFileSync(join(copy, file), text.replace(before, after));
  const run = (...args: string[]) => command(args);
  const read = (name: string) => readFileSync(join(copy, name), "utf8");
  const write = (name: string, text: string) => writeFileSync(join(copy, name), text);
  return { run, read, write };
}

test("a solution that does not pass its own checks is refused by every command, and nothing is written", () => {
  const { run, read } = copyWith("solution/beras/losses.ts", mse, `${mse}.mul(2)`);
  for (const command of ["fixtures", "mutants"]) {
    const { status, stdout, stderr } = run(command);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^Refused.*: the solution fails 1 of its checks\n {2}losses\.mse\.forward: loss/);
    const fixture = "fixtures/losses/mse.json";
    expect(read(fixture)).toBe(readFileSync(join(house, fixture), "utf8"));
  }
}, 120_000);

test("a stencil is refused for the same reason", () => {
  const { run, read, write } = copyWith("solution/beras/losses.ts", mse, `${mse}.mul(2)`);
  const text = read("stencil/beras/losses.ts");
  write("stencil/beras/losses.ts", `${text}// out of date\n`);
  const { status, stderr } = run("stencil");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Refused, and nothing was written: the solution fails 1 of its checks\n/);
  expect(read("stencil/beras/losses.ts")).toContain("// out of date");
}, 60_000);

test("a change that is right is written, with what it changes", () => {
  const comment = "// TODO: The mean over the whole batch AND all classes.";
  const { run, read } = copyWith("solution/beras/losses.ts", comment, "// TODO: One mean, of everything.");
  const { status, stdout, stderr } = run("stencil");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/stencil\/beras\/losses\.ts/);
  expect(stdout).toMatch(/\d+ checks?/);
  expect(read("stencil/beras/losses.ts")).toContain("// TODO: One mean, of everything.");
  expect(run("stencil", "--check").status).toBe(0);
}, 60_000);
