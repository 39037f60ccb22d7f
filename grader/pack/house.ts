/** Reads files of the project for a package. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { PackedFile } from "./zip.ts";

export const house = join(__dirname, "../..");

/** Tests of the project do not judge a submission. */
const isTest = /\.(test|e2e|sweep)\.ts$/;

/** Files that operating systems and editors leave in a folder. */
const isClutter = /^\.|^Thumbs\.db$|^desktop\.ini$/i;

/**
 * Reads a file of the project. Lines of text end with a line feed, whatever this checkout has: bash would read "bash\r" as the
 * name of a program.
 */
export function readSource(name: string): Buffer {
  const bytes = readFileSync(join(house, name));
  // Git uses the same rule to recognize text.
  return bytes.includes(0) ? bytes : Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}

/**
 * @param paths files and folders, relative to the top of the project
 * @returns all files in them that are not tests, by name
 */
export function filesOf(paths: string[]): Map<string, PackedFile> {
  const files = new Map<string, PackedFile>();
  for (const path of paths) {
    for (const name of namesIn(path)) {
      const isForTests = isTest.test(name) || name.slice(path.length).includes("/testing/");
      if (!isForTests) files.set(name, { data: readSource(name) });
    }
  }
  return files;
}

function namesIn(path: string): string[] {
  const full = join(house, path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat?.isFile()) return [path];
  if (!stat?.isDirectory()) return [];
  return readdirSync(full)
    .filter((name) => !isClutter.test(name))
    .flatMap((name) => namesIn(`${path}/${name}`))
    .sort();
}
