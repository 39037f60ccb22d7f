/** Submissions made from the solution or the stencil, with some files changed: for tests, mutants and variants. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Assignment } from "../assignment.ts";

/** What to do with a file: a new text, a change of its text, or null to leave it out. */
export type Change = string | ((text: string) => string) | null;

/** What a submission is made from. */
export type Base = "solution" | "stencil";

/**
 * Writes a submission into `folder`.
 * @param base where its files come from
 * @param changes by file name; other names are new files
 */
export function writeSubmission(
  assignment: Assignment,
  folder: string,
  base: Base,
  changes: Record<string, Change> = {},
): string {
  for (const file of assignment.files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(assignment[base], file), join(folder, file));
  }
  for (const [file, change] of Object.entries(changes)) {
    const path = join(folder, file);
    if (change === null) {
      rmSync(path);
      continue;
    }
    const text = typeof change === "string" ? change : change(readFileSync(path, "utf8"));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

/** A change that puts one text in the place of another, which has to be there. */
export function replacing(before: string, after: string): Change {
  return (text) => {
    if (!text.includes(before)) throw new Error(`nothing to replace: ${before}`);
    return text.replace(before, () => after);
  };
}
