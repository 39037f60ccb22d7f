/** Tests `npm run grade` where only whole processes show it: repeated, stopped, and interrupted. */
import { join } from "node:path";
import { assignment } from "./assignment/index.ts";
import type { Report } from "./report/report.ts";
import { WarmGrader } from "./run/warmGrader.ts";
import { gradeFolder, runCommand } from "./testing/command.ts";
import { house, replacing, temporaryFolder, writeSubmission } from "./testing/overlay.ts";

const grader = new WarmGrader(assignment);
afterAll(() => grader.close());

describe("options", () => {
  const solution = join(house, "solution");

  test("--only with a check's id runs that check alone, as in the whole run, and shows all that it saw", async () => {
    const folder = writeSubmission(temporaryFolder(), "solution", {
      "beras/layers.ts": replacing(".add(this.b)", ""),
    });
    const id = "layers.dense.forward";
    const whole = await gradeFolder(folder, ["--only", "layers"]);
    const { code, report, stdout } = await gradeFolder(folder, ["--only", id.toUpperCase()]);
    const ran = report.checks.filter(({ status }) => status !== "not-run");
    const without = ({ durationMs, ...check }: Report["checks"][number]) => check;
    const inWhole = whole.report.checks.filter((check) => check.id === id);
    expect([code, ran.map(without)]).toEqual([0, inWhole.map(without)]);
    expect(ran[0].status).toBe("failed");
    expect(stdout).toMatch(/^ {4}layers\.dense\.forward\n {6}Runs +\(\{ Dense.* \}, /m);
    expect(stdout).toMatch(/^ {6}With +\{/m);
    expect(stdout).toMatch(/^ {6}Returned +/m);
    expect(whole.stdout).not.toContain("Returned");

    const unknown = await runCommand(["grade", folder, "--only", "losses.x"]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/^There is no check "losses\.x": choose from losses\.mse\.forward, /);
  }, 60_000);

  test("--seed is in the report, and the same seed gives the same report except for times", async () => {
    const withoutTimes = (report: Report) => ({
      ...report,
      startedAt: "",
      durationMs: 0,
      checks: report.checks.map((check) => ({ ...check, durationMs: 0 })),
    });
    const run = async (seed: string) => {
      const out = join(temporaryFolder(), "report.json");
      const { report } = await gradeFolder(solution, ["--seed", seed, "--only", "layers"], { out });
      return withoutTimes(report);
    };
    const options = { folder: solution, track: "cs1470", seed: "one", timeoutMs: 600_000 } as const;
    const [first, other] = [await run("one"), await run("two")];
    expect([first.seed, other.seed]).toEqual(["one", "two"]);
    // The same again, in a process that has graded other submissions before.
    const again = await grader.grade({ ...options, only: ["layers"] });
    expect(again && withoutTimes(again)).toEqual(first);
    // Another seed gives the same results, found with other numbers.
    const verdicts = ({ checks }: typeof first) => checks.map(({ comparisons, ...verdict }) => verdict);
    expect(verdicts(other)).toEqual(verdicts(first));
    expect(other.checks).not.toEqual(first.checks);
  }, 60_000);

  test("--timeout stops the run: finished checks count, the rest is not-run", async () => {
    // The loop would take 10 s. Even on a slow machine, it is running when the 8 s are up.
    const folder = writeSubmission(temporaryFolder(), "solution", {
      "beras/losses.ts": replacing("return yPred", "while (true) {}\n    return yPred"),
    });
    const only = ["--only", "layers", "losses", "metrics"];
    const { code, report } = await gradeFolder(folder, [...only, "--timeout", "8"]);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      status: "timed-out",
      message: "Stopped after 8 s; the finished checks count",
    });
    const status = (id: string) => report.checks.find((check) => check.id === id)?.status;
    expect([status("layers.dense.forward"), status("metrics.accuracy")]).toEqual(["passed", "not-run"]);
    expect(report.score).toBeGreaterThan(0);
  }, 60_000);
});

describe("an interruption", () => {
  const quick = ["--only", "activations", "losses"];
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "%s leaves a valid report with the rest not-run, and sets the exit code that shells expect",
    async (signal, exitCode) => {
      const folder = writeSubmission(temporaryFolder(), "solution", {
        "beras/losses.ts": replacing("return yPred", "while (true) {}\n    return yPred"),
      });
      const { code, report } = await gradeFolder(folder, quick, {
        onStart: (child) => {
          child.stdout?.on("data", (text) => {
            if (String(text).includes("Activations")) child.kill(signal);
          });
        },
      });
      expect(code).toBe(exitCode);
      expect(report).toMatchObject({
        status: "timed-out",
        message: "Interrupted; the finished checks count",
      });
      const statuses = new Set(report.checks.map(({ status }) => status));
      expect(statuses).toEqual(new Set(["passed", "not-run"]));
    },
    60_000,
  );

  test.each([
    ["in the middle", "Activations"],
    ["at once", ""],
  ])(
    "through the channel of the parent process, %s, leaves a valid report (for Windows, which has no signals)",
    async (_, after) => {
      const folder = writeSubmission(temporaryFolder(), "solution", {
        "beras/losses.ts": replacing("return yPred", "while (true) {}\n    return yPred"),
      });
      const { code, report } = await gradeFolder(folder, quick, {
        onStart: (child) => {
          if (!after) child.disconnect();
          child.stdout?.on("data", (text) => {
            if (child.connected && String(text).includes(after)) child.disconnect();
          });
        },
      });
      expect(code).toBe(0);
      expect(report).toMatchObject({
        status: "timed-out",
        message: "Interrupted; the finished checks count",
      });
    },
    60_000,
  );
});
