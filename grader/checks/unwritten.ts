/** Which method is still to be written, as far as its own error can be believed. */
import type { SuiteRun } from "../run/suiteRun.ts";

const ending = " is not implemented yet";

/**
 * The method that a NotImplementedError speaks of: one of the assignment's. Null for anything else, which is the submission's
 * word like any other's message.
 */
export function unwrittenMethod(
  message: string,
  { assignment, checks }: Pick<SuiteRun, "assignment" | "checks">,
): string | null {
  if (!message.endsWith(ending)) return null;
  const what = message.slice(0, -ending.length);
  const [owner, method, ...rest] = what.split(".", 3);
  if (!Object.values(assignment.exports).flat().includes(owner) || rest.length) return null;
  if (method === undefined) return what;
  return [...checks.values()].some((row) => row.method?.split(".")[1] === method) ? what : null;
}
