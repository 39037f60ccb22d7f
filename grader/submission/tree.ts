/** A hand-in as a list of names, from a folder, a zip file, a commit or single files. */
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

/** A hand-in has about ten source files. More files, or deeper ones, are not searched. */
const maxVisited = 20_000;
const maxDepth = 30;

/** The files of a folder. Follows no links, and skips folders that hold no hand-in (node_modules, venv). */
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

/** Empty for a folder that cannot be read. */
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
