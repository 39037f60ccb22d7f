/** Writes generated files, or compares them with their sources. */

import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { diff } from "jest-diff";
import { writeWhole } from "../../data/writeWhole.ts";
import type { Assignment } from "../assignment.ts";

export interface GeneratedFile {
  path: string;
  /** The path as people should see it. */
  name: string;
  text: string;
  /** The checks that depend on it. */
  checks: readonly string[];
}

/**
 * Writes the changed files, and lists them with the checks that depend on them. Then grades the solution. If the solution fails, all
 * files are restored, so that a broken solution never becomes the reference.
 */
export async function writeGenerated(assignment: Assignment, files: GeneratedFile[]): Promise<void> {
  const before = files.map(({ path }) => readIfThere(path));
  const changed = files.filter((file, i) => isDrifted(before[i], file));
  for (const { path, text } of changed) {
    mkdirSync(dirname(path), { recursive: true });
    await writeWhole(path, withLineFeeds(text));
  }
  const { judgeSolution } = await import("../proofs/mutants/solution.ts");
  const lost = changed.length ? await judgeSolution(assignment) : [];
  if (lost.length) {
    for (const [i, { path }] of files.entries()) {
      if (before[i] === null) rmSync(path, { force: true });
      else if (changed.includes(files[i])) await writeWhole(path, before[i]);
    }
    console.error(`Refused, and nothing was written: the solution fails ${lost.length} of its checks`);
    for (const line of lost) console.error(`  ${line}`);
    process.exitCode = 1;
    return;
  }
  for (const file of files) {
    const isChanged = changed.includes(file);
    const reach = isChanged ? `  (${file.checks.length} checks: ${file.checks.join(", ") || "none"})` : "";
    console.log(`${isChanged ? "written  " : "unchanged"}  ${file.name}${reach}`);
  }
}

/** Prints a diff for each file that is out of date. Sets the exit code to 1 if there is one. */
export function reportDrift(files: GeneratedFile[], command: string): void {
  const drifted = files.filter((file) => isDrifted(readIfThere(file.path), file));
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

/** Ignores line ends: an editor or an archive may have changed them to "\r\n". */
function isDrifted(now: string | null, { text }: GeneratedFile): boolean {
  return now === null || withLineFeeds(now) !== withLineFeeds(text);
}

export const withLineFeeds = (text: string) => text.replaceAll("\r\n", "\n");

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
