/** Makes zip files for tests: ordinary ones, and some that no ordinary program makes. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { openZip } from "../submission/zip.ts";

export interface ZipEntry {
  name: string;
  data?: string | Buffer;
  /** The Unix mode, file type included. */
  mode?: number;
}

/** @param edit changes the bytes of the finished archive */
export async function makeZip(
  file: string,
  entries: ZipEntry[],
  edit: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Promise<string> {
  const zip = new ZipFile();
  for (const { name, data = "", mode = 0o100644 } of entries) {
    if (name.endsWith("/")) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(data as string), name, { mode });
  }
  zip.end();
  writeFileSync(file, edit(await buffer(zip.outputStream)));
  return file;
}

/** Unpacks a zip file of our own. */
export async function unpackZip(file: string, folder: string): Promise<void> {
  const zip = await openZip(file, file);
  for (const entry of zip.entries.filter(({ kind }) => kind === "file")) {
    mkdirSync(dirname(join(folder, entry.name)), { recursive: true });
    await zip.extract(entry, join(folder, entry.name));
  }
  zip.close();
}

/** Reads all files of a folder as entries. */
export function entriesOf(folder: string, prefix = ""): ZipEntry[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({
      name: prefix + relative(folder, path).replaceAll(sep, "/"),
      data: readFileSync(path),
    }));
}

/** Replaces a name in an archive by another of the same length, everywhere. */
export function renaming(before: string, after: string): (bytes: Buffer) => Buffer {
  if (before.length !== after.length) throw new Error("both names must have the same length");
  return (bytes) => Buffer.from(bytes.toString("latin1").replaceAll(before, after), "latin1");
}

/** Changes the last entry of the archive's central directory at `offset`, as the zip format counts it. */
export function patching(offset: number, value: number, size: 2 | 4): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const at = bytes.lastIndexOf("PK\x01\x02", undefined, "latin1") + offset;
    bytes.writeUIntLE(value, at, size);
    return bytes;
  };
}
