/** The autograder that Gradescope takes: a zip file with setup.sh and run_autograder at its top. */
import { graderFiles } from "./grader.ts";
import { readSource } from "./house.ts";
import type { PackedFile } from "./zip.ts";

export function packGradescope(): Map<string, PackedFile> {
  const scripts = ["setup.sh", "run_autograder.sh"].map((name): [string, PackedFile] => [
    // Gradescope knows the second one without an extension.
    name.replace("run_autograder.sh", "run_autograder"),
    { data: readSource(`grader/pack/gradescope/${name}`), isExecutable: true },
  ]);
  return new Map([...scripts, ...graderFiles()]);
}
