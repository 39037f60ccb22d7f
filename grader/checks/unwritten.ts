/** Finds the method that is still to be written, if its error can be trusted. */
import type { CheckRun } from "../run/suiteRun.ts";

const ending = " is not implemented yet";

/**
 * The method of the assignment that a NotImplementedError names. Null for any other text, which is an ordinary message of the
 * submission.
 */
export function unwrittenMethod(
  message: string,
  { assignment, checks }: Pick<CheckRun, "assignment" | "checks">,
): string | null {
  if (!message.endsWith(ending)) return null;
  const what = message.slice(0, -ending.length);
  const [owner, method, ...rest] = what.split(".", 3);
  if (!Object.values(assignment.exports).flat().includes(owner) || rest.length) return null;
  if (method === undefined) return what;
  return [...checks.values()].some((row) => row.method?.split(".")[1] === method) ? what : null;
}

/**
 * Finds the stencil's `throw` line with other code beside it: the method is written, and the line was forgotten.
 * @param files the submission's, by name
 */
export function forgottenThrow(
  files: ReadonlyMap<string, string>,
  what: string,
): { file: string; line: number } | null {
  for (const [file, text] of files) {
    const lines = text.split("\n").map((line) => line.trim());
    const at = lines.findIndex(
      (line) => line.startsWith("throw new NotImplementedError(") && line.includes(what),
    );
    if (at < 0) continue;
    const isCode = (line: string) => line !== "" && !/^(\/\/|\/\*|\*)/.test(line);
    const before = lines.slice(0, at).findLast(isCode) ?? "";
    const after = lines.slice(at + 1).find(isCode) ?? "";
    return before.endsWith("{") && after.startsWith("}") ? null : { file, line: at + 1 };
  }
  return null;
}
