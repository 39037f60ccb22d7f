/** The proofs with another assignment: its own mistakes, styles and hostile submissions, and mutants of its solution. */
import { runCommand } from "../command.ts";
import { assignment } from "./index.ts";

// Each test starts some processes.
jest.setTimeout(120_000);

test("its mistakes, styles and generated mutants are judged", async () => {
  const names = ["variance-of-a-sample", "mean-in-a-loop", "stryker:mean"];
  const found = await runCommand(["mutants", ...names], { assignment });
  expect(found.code).toBe(0);
  expect(found.stdout).toMatch(/1 mistakes, 1 right styles, [1-9]\d* mutants made by a program/);
  // A hole of these small suites.
  const hole = await runCommand(["mutants", "up-to-step:mean"], { assignment });
  expect(hole).toMatchObject({ code: 1, stderr: expect.stringContaining("up-to-step:mean:1 survives") });
});

test("its hostile submissions come out as they should", async () => {
  const { code, stdout } = await runCommand(["hostile", "returns-text", "zip-slip"], { assignment });
  expect([code, stdout]).toEqual([
    0,
    expect.stringContaining("2 of 2 hostile submissions gave the expected result"),
  ]);
});

test("a damaged submission breaks no invariant", async () => {
  const { code, stdout } = await runCommand(["fuzz", "--runs", "1"], { assignment });
  expect([code, stdout]).toEqual([0, expect.stringContaining("1 damaged submissions, 0 broke")]);
});
