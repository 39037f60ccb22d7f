/** Files of the project, on their way into a package. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { PackedFile } from "./zip.ts";

export const house = join(__dirname, "../..");

/** They judge the project, not a submission; so does what is in a folder of this name. */
const isTest = /\.(test|sweep)\.ts$/;

/** What operating systems and editors leave in a folder. */
const isClutter = /^\.|^Thumbs\.db$|^desktop\.ini$/i;

/**
 * A file of the project. Texts end their lines with a line feed, whatever this checkout has: bash takes "bash\r" for the name
 * of a program.
 */
export function readSource(name: string): Buffer {
  const bytes = readFileSync(join(house, name));
  // As git tells a text from anything else.
  return bytes.includes(0) ? bytes : Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}

/**
 * @param paths files and folders, from the top of the project
 * @returns every file of theirs that is no test, by name
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
