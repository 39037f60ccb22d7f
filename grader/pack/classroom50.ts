/**
 * What goes into CLASSROOM/autograders/ASSIGNMENT/ of a classroom50 repository: autograder.py, which Classroom 50's runner
 * starts in the student's checkout, and the grader. That folder is published on a page that anybody can find, so it is what
 * students receive: without hidden checks, and without the solution.
 */
import type { Assignment, Track } from "../assignment.ts";
import { UsageError } from "../submission/errors.ts";
import { readSource } from "./house.ts";
import { packStudent } from "./student.ts";
import type { PackedFile } from "./zip.ts";

/** @throws UsageError for MNIST, which is larger than what the runner fetches: 10 MB (MAX_FETCH_BYTES in its runner.py) */
export function packClassroom50(
  assignment: Assignment,
  { track, mnist }: { track?: Track; mnist?: boolean },
): Map<string, PackedFile> {
  if (mnist)
    throw new UsageError("Classroom 50 fetches at most 10 MB, and MNIST is larger: pack without --mnist");
  const script = readSource("grader/pack/classroom50/autograder.py").toString();
  const data = track ? script.replace(/^OPTIONS = \[\]$/m, `OPTIONS = ["--track", "${track}"]`) : script;
  return new Map([["autograder.py", { data }], ...packStudent(assignment)]);
}
