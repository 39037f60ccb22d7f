/** The solution by its own checks: whatever is made from it, or proved by it, rests on their passing. */
import { allSuites, failedChecks, gradeChanged } from "./gradeChanged.ts";

/** The checks that the solution fails, a line each. */
export async function judgeSolution(suites = allSuites): Promise<string[]> {
  return failedChecks(await gradeChanged({}, suites)).map(({ id, message, expected, received }) =>
    [`${id}: ${message}`, expected && `expected ${expected}`, received && `received ${received}`]
      .filter(Boolean)
      .join("; "),
  );
}
