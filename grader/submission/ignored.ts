/** Lists the files of a submission that are not read, for the report. */
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { plainLine } from "../report/plain.ts";
import type { Ignored } from "../report/report.ts";
import { linkName } from "../wording/handIn.ts";
import type { Submission } from "./locate.ts";
import { isMarker } from "./marker.ts";

export const maxListed = 50;
const maxVisited = 10_000;

/**
 * Lists what is not read. A folder of which nothing is read counts as one: "node_modules/".
 *
 * @param read the names of the files that are read
 */
export function listIgnored(
  { assignment, root, notUnpacked = [] }: Pick<Submission, "assignment" | "root" | "notUnpacked">,
  read: Set<string>,
): Ignored {
  const names = [...notUnpacked];
  let visited = 0;
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder)).sort()) {
      visited += 1;
      if (visited > maxVisited) return;
      const name = folder ? `${folder}/${entry}` : entry;
      const stat = lstatSync(join(root, name));
      if (stat.isSymbolicLink()) names.push(linkName({ name }));
      else if (stat.isDirectory()) {
        if ([...read].some((file) => file.startsWith(`${name}/`))) visit(name);
        else names.push(`${name}/`);
      } else if (!read.has(name) && !isMarker(assignment, entry)) names.push(name);
    }
  };
  try {
    visit("");
  } catch {
    // A folder that cannot be read must not stop the grading.
  }
  const folders = new Set(names.filter((name) => name.endsWith("/")));
  const isWithin = (name: string) => {
    for (let at = name.indexOf("/"); at >= 0 && at < name.length - 1; at = name.indexOf("/", at + 1))
      if (folders.has(name.slice(0, at + 1))) return true;
    return false;
  };
  // Sorted as text, so that a longer list can be sorted in the same way.
  const files = [...new Set(names)]
    .filter((name) => !isWithin(name))
    .map((name) => plainLine(name))
    .sort();
  return { files: files.slice(0, maxListed), count: files.length };
}
