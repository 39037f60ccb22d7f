/** A grader that has lost a file of its own says so, and calls nothing passed. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./testing/overlay.ts";
import { copyProject } from "./testing/projectCopy.ts";

test("a missing fixture is a fault: exit code 3, and its suite is not shown as passed", () => {
  const place = join(temporaryFolder(), "project");
  const run = copyProject(place);
  rmSync(join(place, "fixtures/losses/mse.json"));
  const out = join(temporaryFolder(), "report.json");
  const { status, stdout, stderr } = run(["grade", "solution", "--only", "losses", "--out", out]);
  expect(status).toBe(3);
  expect(stdout).toMatch(/✗ Losses +the grader failed/);
  expect(stdout).not.toMatch(/✓|Score/);
  expect(stderr).toContain("The grader itself failed, so there is no score");
  expect(stderr).toContain("fixtures/losses/mse.json");
}, 60_000);
