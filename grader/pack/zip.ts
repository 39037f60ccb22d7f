/** Writes zip files: whole or not at all, and the same bytes for the same content. */
import { dirname } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { makeFolder, writeWhole } from "../../data/writeWhole.ts";
import type { Track } from "../assignment.ts";

export interface PackedFile {
  data: Buffer | string;
  isExecutable?: boolean;
}

/** The options of a package for a service. */
export interface PackOptions {
  track?: Track;
  /** Whether it holds the assignment's large data set. */
  dataset?: boolean;
}

/** The earliest date that a zip file can hold in every time zone. */
const mtime = new Date("1980-01-02T00:00:00Z");

/**
 * @param file an absolute path; an existing file is replaced
 * @param files by their names in the archive
 * @returns the size of the archive in bytes
 */
export async function writeZip(file: string, files: Map<string, PackedFile>): Promise<number> {
  const zip = new ZipFile();
  for (const [name, { data, isExecutable }] of files) {
    const mode = isExecutable ? 0o100755 : 0o100644;
    zip.addBuffer(Buffer.from(data as string), name, { mtime, mode, forceDosTimestamp: true });
  }
  zip.end();
  const bytes = await buffer(zip.outputStream);
  makeFolder(dirname(file));
  await writeWhole(file, bytes);
  return bytes.length;
}
