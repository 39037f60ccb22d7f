/**
 * Names as a folder lists them. Windows and macOS also open `Queue.ts` where a program asks for `queue.ts`, and macOS an
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

/** Also `queue.ts.txt`, which Windows shows as `queue.ts`, and the names that browsers and Canvas give to a second copy. */
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

/** A file beside it with a similar name: one or two letters wrong, missing or added. */
export function nearlyNamed(root: string, name: string, taken: readonly string[]): string | null {
  const parts = name.split("/");
  const wanted = parts.pop() as string;
  const folder = parts.map((part) => `${part}/`).join("");
  const others = listFolder(join(root, folder)).filter(
    (other) => other.endsWith(".ts") && other.length <= wanted.length + 2 && !taken.includes(folder + other),
  );
  const near = others.filter((other) => distance(other.toLowerCase(), wanted) <= 2);
  return near.length === 1 ? folder + near[0] : null;
}

/** How many letters must be inserted, removed or changed. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length];
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
