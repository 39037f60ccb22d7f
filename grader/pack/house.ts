/** Files of the project, on their way into a package. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PackedFile } from "./zip.ts";

export const house = join(__dirname, "../..");

/** They judge the project, not a submission. */
const isTest = /\.(test|sweep)\.ts$|(^|\/)testing\//;

/**
 * @param paths files and folders, from the top of the project
 * @returns every file of theirs that is no test, by name
 */
export function filesOf(paths: string[]): Map<string, PackedFile> {
  const files = new Map<string, PackedFile>();
  for (const path of paths) {
    for (const name of namesIn(path)) {
      if (!isTest.test(name)) files.set(name, { data: readFileSync(join(house, name)) });
    }
  }
  return files;
}

function namesIn(path: string): string[] {
  try {
    const entries = readdirSync(join(house, path), { withFileTypes: true });
    return entries.flatMap((entry) => namesIn(`${path}/${entry.name}`)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return [path];
    throw error;
  }
}
