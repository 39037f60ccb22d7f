/** A class as it is downloaded: a folder, or the zip file of Gradescope, Moodle or Canvas, unpacked for the time of grading. */
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { removeFolder } from "../removeFolder.ts";
import { UsageError } from "../submission/errors.ts";
import { isClutter, isUnread } from "../submission/unread.ts";
import { openZip } from "../submission/zip.ts";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import { metadataFile } from "./metadata.ts";

export interface OpenClass {
  folder: string;
  /** Removes what was unpacked. */
  close(): void;
}

/** What grading may read. Of any other file only the name matters: that somebody handed it in. */
const isOfUse = (name: string) =>
  /\.(ts|ts\.txt|zip)$/i.test(name) || name.split("/").at(-1) === metadataFile;

/** @throws UsageError in one line, when a zip file is not sound */
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

/** A name that this system can write: a student's may have a "?" in it, and a folder's a dot at its end. */
function writable(name: string): string {
  const plain = (part: string) =>
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
    part.replace(/[\x00-\x1f\x7f<>:"\\|?*]/g, "_").replace(/[. ]+$/, "_");
  return name.split("/").map(plain).join("/");
}
