/** A student's runs, one after another, with the real command. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../testing/command.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { assignment as tiny } from "../testing/tinyAssignment/index.ts";
import type { Report } from "./report.ts";

test("npm run grade, again and again", async () => {
  const [place, submission] = [temporaryFolder(), temporaryFolder()];
  const write = (mean: string) => {
    for (const name of ["stats.ts", "matrix.ts"])
      writeFileSync(
        join(submission, name),
        readFileSync(join(tiny.solution, name), "utf8").replace("/ values.length", mean),
      );
  };
  const grade = (...args: string[]) =>
    runCommand(["grade", submission, ...args], { assignment: tiny, cwd: place });
  write("");
  const first = await grade();
  expect(first.stdout).toContain("--hints all");
  expect(first.stdout).not.toContain("Progress");
  const whole = readFileSync(join(place, "report.json"), "utf8");
  const checkOf = (text: string) => (JSON.parse(text) as Report).checks[0];
  expect(checkOf(whole)).toMatchObject({ status: "failed", hintStage: 1 });

  const second = await grade("--only", "stats");
  expect(second.stdout).toContain("Report: report.part.json, report.part.html");
  expect(readFileSync(join(place, "report.json"), "utf8")).toBe(whole);
  const part = checkOf(readFileSync(join(place, "report.part.json"), "utf8"));
  expect(part).toMatchObject({ hintStage: 2, hint: expect.stringContaining("Divide") });

  write("/ values.length");
  expect((await grade()).stdout).toMatch(/Progress: was 1, now 4; newly right: stats\.mean, stats\.variance/);
  // Who names the file gets this run's report in it, with all hints.
  write("");
  await grade("--only", "stats", "--out", "report.json");
  expect(checkOf(readFileSync(join(place, "report.json"), "utf8"))).not.toHaveProperty("hintStage");
  expect(existsSync(join(place, "report.html"))).toBe(true);
}, 120_000);
