/** Grades the solution with some of its files replaced. */
import type { StudentFile } from "../../assignment/contract.ts";
import { assignment } from "../../assignment/index.ts";
import { removeFolder } from "../../removeFolder.ts";
import type { CheckReport, Report } from "../../report/report.ts";
import { loadRubric } from "../../rubric.ts";
import { WarmGrader } from "../../run/warmGrader.ts";
import { makeTemporaryFolder } from "../../temporaryFolder.ts";
import { writeSubmission } from "../overlay.ts";

/** The suites that take seconds: the trainings, and the type check. A change runs them only when it concerns them. */
export const slowSuites = ["accuracy", "policy"];
export const allSuites = loadRubric(assignment).suites.map(({ id }) => id);
export const quickSuites = allSuites.filter((id) => !slowSuites.includes(id));

/** The same as in the command. */
const timeoutMs = 600_000;
/** Always uses the same data. An empty MNIST_DIR counts as unset. */
const withoutMnist = { MNIST_DIR: "" };
/** Graders that wait for the next submission. Graders that failed are removed. */
const idle: WarmGrader[] = [];

/**
 * @param change the new text of each changed file
 * @param options.stopsAtFailure whether one failing check is enough
 * @returns the report, without the checks that did not run
 * @throws Error when the grader itself failed
 */
export async function gradeChanged(
  change: Partial<Record<StudentFile, string>>,
  suites: readonly string[],
  { stopsAtFailure = false } = {},
): Promise<Report> {
  const folder = makeTemporaryFolder("mutant");
  try {
    writeSubmission(folder, "solution", change);
    const grader = idle.pop() ?? new WarmGrader(assignment, withoutMnist);
    const report = await grader.grade({
      folder,
      track: "cs2470",
      seed: "beras",
      only: [...suites],
      timeoutMs,
      stopsAtFailure,
    });
    idle.push(grader);
    if (!report) throw new Error("the submission was refused");
    return { ...report, checks: report.checks.filter(({ status }) => status !== "not-run") };
  } finally {
    removeFolder(folder);
  }
}

/** The checks that failed themselves, without those that were only skipped because of them. */
export function failedChecks(report: Pick<Report, "checks">): CheckReport[] {
  return report.checks.filter(({ status }) => status !== "passed" && status !== "skipped");
}
