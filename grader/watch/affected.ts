/** Which suites a change can affect: the rubric says which file each check judges, the imports say who uses whom. */
import { posix } from "node:path";
import type { Track } from "../assignment.ts";
import { checksOf, type Rubric } from "../rubric.ts";

export interface Affected {
  /** Suites that judge one of the changed files themselves: what the author of the change wants to know first. */
  direct: string[];
  /**
   * Suites that judge what uses the changed files, or that need such a check to pass first; and direct ones that need
   * one of these to pass: they are right in the end only if they come again.
   */
  indirect: string[];
}

/**
 * @param changed the files that were saved, by their names in the submission ("lib/stats.ts")
 * @param files the submission's files
 */
export function affectedSuites(
  changed: string[],
  files: Map<string, string>,
  rubric: Rubric,
  track: Track,
): Affected {
  const reached = importersOf(changed, files);
  const rows = checksOf(rubric, track);
  const direct = rows.filter(({ file }) => file && changed.includes(file)).map(({ suite }) => suite);
  const affected = new Set<string>();
  const indirect: string[] = [];
  // A check stands behind those that it requires, so one pass finds them all.
  for (const { id, suite, file, requires } of rows) {
    const isAffected = !file || reached.has(file) || requires.some((required) => affected.has(required));
    if (isAffected) affected.add(id);
    const waits = requires.some((required) => indirect.includes(required.split(".")[0]));
    if (waits || (isAffected && !direct.includes(suite))) indirect.push(suite);
  }
  return { direct: [...new Set(direct)], indirect: [...new Set(indirect)] };
}

/** The changed files, and all that import them, by whatever way. */
function importersOf(changed: string[], files: Map<string, string>): Set<string> {
  const reached = new Set(changed);
  for (let before = -1; before < reached.size; ) {
    before = reached.size;
    for (const [file, text] of files) {
      if (importsOf(file, text).some((imported) => reached.has(imported))) reached.add(file);
    }
  }
  return reached;
}

/** What a file imports from beside it. Read from the text, which need not compile: it may be half written. */
function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(/\b(?:from|import)\s*(?:\(\s*)?["'](\.{1,2}\/[^"']{1,4096})["']/g)].map(
    ([, specifier]) => posix.join(posix.dirname(file), specifier).replace(/(\.ts|\.js)?$/, ".ts"),
  );
}
