/**
 * The package for CLASSROOM/autograders/ASSIGNMENT/ of a classroom50 repository: the grader and autograder.py, which Classroom
 * 50's runner starts in the student's checkout. That folder is public, so the package has only what students receive: no hidden
 * checks, and no solution.
 */
import type { Assignment } from "../assignment.ts";
import { UsageError } from "../submission/errors.ts";
import { packagingOf } from "./grader.ts";
import { readSource } from "./house.ts";
import { packStudent } from "./student.ts";
import type { PackedFile, PackOptions } from "./zip.ts";

/** @throws UsageError for a large data set: the runner fetches at most 10 MB (MAX_FETCH_BYTES in its runner.py) */
export function packClassroom50(
  assignment: Assignment,
  { track, dataset }: PackOptions,
): Map<string, PackedFile> {
  const { title, option } = packagingOf(assignment).dataset ?? {};
  if (dataset)
    throw new UsageError(
      `Classroom 50 fetches at most 10 MB, and ${title} is larger: pack without --${option}`,
    );
  const script = readSource("grader/pack/classroom50/autograder.py").toString();
  const data = track ? script.replace(/^OPTIONS = \[\]$/m, `OPTIONS = ["--track", "${track}"]`) : script;
  return new Map([["autograder.py", { data }], ...packStudent(assignment)]);
}
