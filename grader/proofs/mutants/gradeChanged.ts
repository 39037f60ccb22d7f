/** Grades the solution with some of its files replaced. */
import type { Assignment } from "../../assignment.ts";
import { removeFolder } from "../../removeFolder.ts";
import type { CheckReport, Report } from "../../report/report.ts";
import { loadRubric, widestTrack } from "../../rubric.ts";
import { WarmGrader } from "../../run/warmGrader.ts";
import { makeTemporaryFolder } from "../../temporaryFolder.ts";
import { writeSubmission } from "../overlay.ts";

export const allSuites = (assignment: Assignment): string[] =>
  loadRubric(assignment).suites.map(({ id }) => id);

/** All suites but those that take seconds. A change runs the slow ones only when it concerns them. */
export const quickSuites = (assignment: Assignment): string[] =>
  allSuites(assignment).filter((id) => !assignment.slowSuites.includes(id));

/** A training belongs to its run. */
const mayKeepState = ({ slowSuites, typeSuite }: Assignment, suite: string) =>
  slowSuites.includes(suite) && suite !== typeSuite;

/** The same as in the command. */
const timeoutMs = 600_000;
/** Graders that wait for the next submission. Graders that failed are removed. */
const idle = new Map<Assignment["program"], WarmGrader[]>();

/**
 * @param change the new text of each changed file
 * @param suites suites or checks, by id
 * @param options.stopsAtFailure whether one failing check is enough
 * @returns the report, without the checks that did not run
 * @throws Error when the grader itself failed
 */
export async function gradeChanged(
  assignment: Assignment,
  change: Record<string, string>,
  suites: readonly string[],
  { stopsAtFailure = false } = {},
): Promise<Report> {
  const folder = makeTemporaryFolder("mutant");
  const waiting = idle.get(assignment.program) ?? [];
  idle.set(assignment.program, waiting);
  try {
    writeSubmission(assignment, folder, "solution", change);
    // Always uses the same data.
    const grader = waiting.pop() ?? new WarmGrader(assignment, assignment.dataset?.builtIn);
    const report = await grader.grade({
      folder,
      track: widestTrack(loadRubric(assignment)),
      seed: assignment.name,
      only: [...suites],
      timeoutMs,
      stopsAtFailure,
      keepsSuites: !suites.some((id) => mayKeepState(assignment, id.split(".")[0])),
    });
    waiting.push(grader);
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
