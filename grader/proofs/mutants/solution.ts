/** Grades the solution with its own checks. Everything made from the solution depends on their passing. */
import type { Assignment } from "../../assignment.ts";
import { allSuites, failedChecks, gradeChanged } from "./gradeChanged.ts";

/** Lists the checks that the solution fails, a line each. */
export async function judgeSolution(
  assignment: Assignment,
  suites = allSuites(assignment),
): Promise<string[]> {
  return failedChecks(await gradeChanged(assignment, {}, suites)).map(({ id, message, expected, received }) =>
    [`${id}: ${message}`, expected && `expected ${expected}`, received && `received ${received}`]
      .filter(Boolean)
      .join("; "),
  );
}
