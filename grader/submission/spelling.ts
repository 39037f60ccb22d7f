/**
 * Names as a folder lists them. Windows and macOS also open `Core.ts` where a program asks for `core.ts`, and macOS an
 * accent in either of Unicode's two forms; the course's machine does not. So a file counts where its name is listed.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** How the file is listed: the same name when it is there; another one that was meant, as far as can be told; or null. */
export function listedAs(
  root: string,
  name: string,
  list: (folder: string) => string[] = listFolder,
): string | null {
  let found = "";
  for (const part of name.split("/")) {
    const names = list(join(root, found));
    const match = names.includes(part) ? part : names.filter((other) => isMeant(other, part))[0];
    if (match === undefined) return null;
    found = found ? `${found}/${match}` : match;
  }
  return found;
}

/** "is named Stats.ts: rename it to stats.ts" */
export function misnamed(listed: string, name: string): string {
  const isSameText = listed.normalize("NFC") === name.normalize("NFC");
  const form = isSameText ? " (its accents are in another Unicode form; a name without accents is safe)" : "";
  return `is named ${listed}: rename it to ${name}${form}`;
}

/** Also `layers.ts.txt`, which Windows shows as `layers.ts`, and the names that browsers and Canvas give to a second copy. */
const plainName = (name: string) =>
  name
    .normalize("NFC")
    .toLowerCase()
    .replace(/(\.ts)\.txt$/, "$1")
    .replace(/( ?\(\d+\)|-\d+)(\.ts)$/, "$2")
    .trim();

export function isMeant(listed: string, name: string): boolean {
  return plainName(listed) === name.normalize("NFC").toLowerCase();
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
