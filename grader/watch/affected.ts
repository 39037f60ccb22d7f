/** Finds the suites that a change can affect, from the files of the checks in the rubric and from the imports. */
import { posix } from "node:path";
import type { Track } from "../assignment.ts";
import { checksOf, type Rubric } from "../rubric.ts";

export interface Affected {
  /** Suites of the changed files themselves, which are of most interest. */
  direct: string[];
  /**
   * Suites of files that use the changed files, and suites that require a check of these. Also direct suites that require or
   * use one of these: their results are final only after a second run.
   */
  indirect: string[];
}

/**
 * @param changed the saved files, by their names in the submission ("lib/stats.ts")
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
  const waitsFor = (file: string) => rows.some((row) => row.file === file && indirect.includes(row.suite));
  // A check comes after its prerequisites, so one pass finds all.
  for (const { id, suite, file, uses = [], requires } of rows) {
    const isReached = !file || [file, ...uses].some((used) => reached.has(used));
    const isAffected = isReached || requires.some((required) => affected.has(required));
    if (isAffected) affected.add(id);
    const waits =
      requires.some((required) => indirect.includes(required.split(".")[0])) || uses.some(waitsFor);
    if (waits || (isAffected && !direct.includes(suite))) indirect.push(suite);
  }
  return { direct: [...new Set(direct)], indirect: [...new Set(indirect)] };
}

/** The changed files, and all files that import them directly or indirectly. */
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

/** The relative imports of a file. Searches the text, because a half-written file may not compile. */
function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(/\b(?:from|import)\s*(?:\(\s*)?["'](\.{1,2}\/[^"']{1,4096})["']/g)].map(
    ([, specifier]) => posix.join(posix.dirname(file), specifier).replace(/(\.ts|\.js)?$/, ".ts"),
  );
}
