/** Grades the solution with some of its files changed, by the real command. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StudentFile } from "../contract.ts";
import type { CheckReport, Report } from "../report/report.ts";
import { loadRubric } from "../rubric.ts";
import { gradeFolder } from "../run/command.ts";
import { writeSubmission } from "../submission/overlay.ts";

/** Suites that take seconds: the trainings, and the type check. A change runs them when it is about them. */
export const slowSuites = ["accuracy", "policy"];
export const allSuites = loadRubric().suites.map(({ id }) => id);
export const quickSuites = allSuites.filter((id) => !slowSuites.includes(id));

/**
 * @param change the new text of each file that is changed
 * @returns the report; what was not run is not in its checks
 * @throws Error when the grader itself failed
 */
export async function gradeChanged(
  change: Partial<Record<StudentFile, string>>,
  suites: readonly string[],
): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "beras-mutant-"));
  try {
    writeSubmission(folder, "solution", change);
    const args = ["--track", "cs2470", "--only", ...suites];
    // Always the same data: an empty MNIST_DIR counts as none.
    const { code, report, stderr } = await gradeFolder(folder, args, { env: { MNIST_DIR: "" } });
    if (code !== 0) throw new Error(`grading ended with exit code ${code}: ${stderr.trim()}`);
    return { ...report, checks: report.checks.filter(({ status }) => status !== "not-run") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The checks that failed by themselves; those that were only skipped because of them are not among them. */
export function failedChecks(report: Pick<Report, "checks">): CheckReport[] {
  return report.checks.filter(({ status }) => status !== "passed" && status !== "skipped");
}
