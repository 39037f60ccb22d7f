/** Generated files against what would be generated now. */
import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { diff } from "jest-diff";
import writeFileAtomic from "write-file-atomic";

export interface GeneratedFile {
  path: string;
  /** The path as people should see it. */
  name: string;
  text: string;
}

/** Writes the files that have changed, and says so of each. */
export function writeGenerated(files: GeneratedFile[]): void {
  for (const { path, name, text } of files) {
    const changed = readIfThere(path) !== text;
    mkdirSync(dirname(path), { recursive: true });
    if (changed) writeFileAtomic.sync(path, text);
    console.log(`${changed ? "written  " : "unchanged"}  ${name}`);
  }
}

/** Prints a diff for each file that is not what it should be, and sets the exit code to 1 if there is one. */
export function reportDrift(files: GeneratedFile[], command: string): void {
  const drifted = files.filter(({ path, text }) => readIfThere(path) !== text);
  for (const { path, name, text } of drifted) {
    const options = { aAnnotation: `${name} now`, bAnnotation: "generated", contextLines: 2, expand: false };
    console.log(`${name} is out of date:\n${diff(readIfThere(path) ?? "", text, options)}\n`);
  }
  if (drifted.length) {
    console.error(
      `${drifted.length} of ${files.length} generated files are out of date; \`${command}\` writes them`,
    );
    process.exitCode = 1;
  } else {
    console.log(`${files.length} generated files are up to date`);
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
