/** Whether a student has written the part of a larger track and forgotten the file that says so. */
import type { Rubric, RubricCheck } from "../rubric.ts";
import type { Submission } from "../submission/locate.ts";

/** Whether every method that only another track requires is written. */
export function lacksMarker(
  { assignment, track, hasMarker, files }: Pick<Submission, "assignment" | "track" | "hasMarker" | "files">,
  { checks }: Rubric,
): boolean {
  const [first, ...others] = assignment.tracks;
  if (track !== first.id || hasMarker) return false;
  return others.some(({ id }) => {
    const own = checks.filter(({ points }) => points[first.id] === undefined && points[id] !== undefined);
    return own.length > 0 && own.every((check) => isWritten(check, files));
  });
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
