/** What was handed in, as a list of names, whatever it came as: a folder, a zip file, a commit, single files. */
import { type Dirent, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isUnread } from "./unread.ts";

export interface Entry {
  /** With slashes between folders and none at the end. */
  name: string;
  kind: "file" | "folder" | "link" | "other";
  /** When unpacked. */
  bytes: number;
}

export interface Tree {
  entries: Entry[];
  read(entry: Entry): Buffer;
}

/** A hand-in has ten source files; whatever is beyond this, or deeper, is not looked at. */
const maxVisited = 20_000;
const maxDepth = 30;

/** The files of a folder. Links are not followed, and folders that hold no hand-in (node_modules, venv) not entered. */
export function treeOfFolder(folder: string): Tree {
  const entries: Entry[] = [];
  const visit = (prefix: string, depth: number) => {
    const folders: string[] = [];
    for (const entry of list(join(folder, prefix))) {
      if (entries.length >= maxVisited) return;
      const name = `${prefix}${entry.name}`;
      const kind = kindOf(entry);
      entries.push({ name, kind, bytes: kind === "file" ? sizeOf(join(folder, name)) : 0 });
      if (kind === "folder" && depth < maxDepth && !isUnread(`${name}/`)) folders.push(`${name}/`);
    }
    for (const inner of folders) visit(inner, depth + 1);
  };
  visit("", 1);
  return { entries, read: ({ name }) => readFileSync(join(folder, name)) };
}

/** Of a folder that may not be read, nothing. */
function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

function sizeOf(path: string): number {
  try {
    return lstatSync(path).size;
  } catch {
    return 0;
  }
}

function kindOf(entry: Dirent): Entry["kind"] {
  if (entry.isSymbolicLink()) return "link";
  if (entry.isDirectory()) return "folder";
  return entry.isFile() ? "file" : "other";
}
