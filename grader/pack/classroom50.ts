/**
 * What goes into CLASSROOM/autograders/ASSIGNMENT/ of a classroom50 repository: autograder.py, which Classroom 50's runner
 * starts in the student's checkout, and the grader. That folder is published on a page that anybody can find, so it is what
 * students receive: without hidden checks, and without the solution.
 */
import type { Assignment } from "../assignment.ts";
import { UsageError } from "../submission/errors.ts";
import { packagingOf } from "./grader.ts";
import { readSource } from "./house.ts";
import { packStudent } from "./student.ts";
import type { PackedFile, PackOptions } from "./zip.ts";

/** @throws UsageError for a large data set: it is larger than what the runner fetches: 10 MB (MAX_FETCH_BYTES in its runner.py) */
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
