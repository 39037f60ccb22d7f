/** The autograder that Gradescope takes: a zip file with setup.sh and run_autograder at its top. */
import type { Track } from "../assignment.ts";
import { graderFiles, top } from "./grader.ts";
import { readSource } from "./house.ts";
import { mnistFiles } from "./mnist.ts";
import type { PackedFile } from "./zip.ts";

/**
 * @param options.track that all submissions are graded on, instead of each one's own
 * @param options.mnist whether MNIST is in it; otherwise models are trained on the synthetic digits
 * @throws UsageError when MNIST is asked for and not there
 */
export function packGradescope({
  track,
  mnist,
}: {
  track?: Track;
  mnist?: boolean;
}): Map<string, PackedFile> {
  const scripts = ["setup.sh", "run_autograder.sh"].map((name): [string, PackedFile] => [
    // Gradescope knows the second one without an extension.
    name.replace("run_autograder.sh", "run_autograder"),
    { data: scriptFor(name, track), isExecutable: true },
  ]);
  const files = [...scripts, ...graderFiles()];
  if (mnist) for (const [name, file] of mnistFiles()) files.push([`${top}/data/mnist/${name}`, file]);
  return new Map(files);
}

function scriptFor(name: string, track?: Track): string {
  const text = readSource(`grader/pack/gradescope/${name}`).toString();
  return track ? text.replace(/^options=\(\)$/m, `options=(--track ${track})`) : text;
}
