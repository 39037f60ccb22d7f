/** Opens a class: a folder, or the zip file of Gradescope, Moodle or Canvas, which is unpacked while it is graded. And each submission in it. */
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Assignment, Track } from "../assignment.ts";
import { removeFolder } from "../removeFolder.ts";
import { UsageError } from "../submission/errors.ts";
import { type OpenSubmission, openFiles, openSubmission } from "../submission/open.ts";
import { isClutter, isUnread } from "../submission/unread.ts";
import { openZip } from "../submission/zip.ts";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import type { Found } from "./find.ts";
import { metadataFile } from "./metadata.ts";

export interface OpenClass {
  folder: string;
  /** Removes the unpacked files. */
  close(): void;
}

/** The files that grading may read. Of all others, only the name is reported. */
const isOfUse = (name: string) =>
  /\.(ts|ts\.txt|zip)$/i.test(name) || name.split("/").at(-1) === metadataFile;

/** @throws UsageError in one line, when a zip file is damaged or unsafe */
export async function openClass(source: string): Promise<OpenClass> {
  const isZip = /\.zip$/i.test(source) && statSync(source, { throwIfNoEntry: false })?.isFile();
  if (!isZip) return { folder: source, close() {} };
  const folder = makeTemporaryFolder("class");
  const close = () => removeFolder(folder);
  try {
    const zip = await openZip(source, source);
    try {
      const files = zip.entries.filter(
        ({ name, kind }) => kind === "file" && !isClutter(name) && !isUnread(name),
      );
      for (const entry of files) {
        const path = join(folder, writable(entry.name));
        mkdirSync(dirname(path), { recursive: true });
        if (isOfUse(entry.name)) await zip.extract(entry, path);
        else writeFileSync(path, "");
      }
    } finally {
      zip.close();
    }
    return { folder, close };
  } catch (error) {
    close();
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${source} cannot be unpacked: ${(error as Error).message}`);
  }
}

/** @throws UsageError when there is nothing to grade */
export function openFound(
  assignment: Assignment,
  { name, path, files, track: listed }: Found,
  track: Track | null = null,
): Promise<OpenSubmission> {
  const options = { track: track ?? listed };
  return files
    ? openFiles(assignment, files, name, options)
    : openSubmission(assignment, path, { ...options, shownAs: basename(path) });
}

/** Replaces characters that this system cannot write, such as "?" or a dot at the end on Windows. */
function writable(name: string): string {
  const plain = (part: string) =>
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this replaces them
    part.replace(/[\x00-\x1f\x7f<>:"\\|?*]/g, "_").replace(/[. ]+$/, "_");
  return name.split("/").map(plain).join("/");
}
