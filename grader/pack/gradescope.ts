/** Packs the autograder for Gradescope: a zip file with setup.sh and run_autograder at its top. */
import type { Assignment, Track } from "../assignment.ts";
import { graderFiles, packagingOf, scriptOf, topOf } from "./grader.ts";
import type { PackedFile, PackOptions } from "./zip.ts";

/**
 * @param options.track the track for all submissions, instead of each submission's own
 * @param options.dataset whether to include the assignment's large data set
 * @throws UsageError when the data set is requested but missing
 */
export async function packGradescope(
  assignment: Assignment,
  { track, dataset }: PackOptions,
): Promise<Map<string, PackedFile>> {
  const scripts = ["setup.sh", "run_autograder.sh"].map((name): [string, PackedFile] => [
    // Gradescope knows the second one without an extension.
    name.replace("run_autograder.sh", "run_autograder"),
    { data: scriptFor(assignment, name, track), isExecutable: true },
  ]);
  const files = [...scripts, ...graderFiles(assignment)];
  const known = packagingOf(assignment).dataset;
  if (dataset && known)
    for (const [name, file] of await known.files())
      files.push([`${topOf(assignment)}/${known.folder}/${name}`, file]);
  return new Map(files);
}

function scriptFor(assignment: Assignment, name: string, track?: Track): string {
  const text = scriptOf(`grader/pack/gradescope/${name}`, assignment);
  return track ? text.replace(/^options=\(\)$/m, `options=(--track ${track})`) : text;
}
