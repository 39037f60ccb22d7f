/** Whether a student has written the larger track's part and forgotten the file that says so. */
import type { Rubric, RubricCheck } from "../rubric.ts";
import type { Submission } from "../submission/locate.ts";

/** Whether every method that only CS2470 is asked for is there, and holds its TODO no more. */
export function lacksMarker(
  { track, hasMarker, files }: Pick<Submission, "track" | "hasMarker" | "files">,
  { checks }: Rubric,
): boolean {
  if (track !== "cs1470" || hasMarker) return false;
  const own = checks.filter(({ points }) => points.cs1470 === undefined && points.cs2470 !== undefined);
  return own.length > 0 && own.every((check) => isWritten(check, files));
}

function isWritten({ method = "", file = "" }: RubricCheck, files: Map<string, string>): boolean {
  const code = files.get(file)?.replace(/^\s*\/\/.*$/gm, "");
  const names = method.split(".");
  return (
    code !== undefined &&
    names.every((name) => code.includes(name)) &&
    !code.includes(`NotImplementedError("${method}")`)
  );
}
