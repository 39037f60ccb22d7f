/** A submission that came as a zip file. */
import { closeSync, constants, createWriteStream, openSync, readSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";
import {
  fromBufferPromise,
  getFileNameLowLevel,
  openPromise,
  type Entry as ZipEntry,
  type ZipFile,
} from "yauzl";
import type { otherFiles } from "../wording/handIn.ts";
import { cleanName, maxNames, maxTotalBytes, maxTotalMb, type PackedEntry } from "./entries.ts";
import { refusal, UsageError } from "./errors.ts";

interface OpenZip {
  entries: PackedEntry[];
  read(entries: PackedEntry[]): Promise<Buffer[]>;
  /** Writes an entry, such as an inner zip file, to `path`. */
  extract(entry: PackedEntry, path: string): Promise<void>;
  close(): void;
}

/**
 * Lists a zip file. Unpacks only what is read.
 * @param source the file's name in messages
 * @throws UsageError in one line, if it is not a sound zip file
 */
export async function openZip(file: string, source: string): Promise<OpenZip> {
  const zip = await openAnyhow(file).catch(() => {
    throw refusal({ code: "no-zip", source, kind: whatElse(file) });
  });
  try {
    const known = new Map<PackedEntry, ZipEntry>();
    let names = 0;
    for await (const entry of zip.eachEntry()) {
      names += 1;
      if (names > maxNames) throw refusal({ code: "too-many-entries", source, max: maxNames });
      const raw = nameOf(entry);
      const name = cleanName(raw, source);
      if (name !== null) known.set({ name, ...describe(entry, raw.endsWith("/")) }, entry);
    }
    const read = async (list: PackedEntry[]) => {
      const contents: Buffer[] = [];
      for (const entry of list) contents.push(await unpack(zip, known.get(entry) as ZipEntry, source));
      return contents;
    };
    const extract = (entry: PackedEntry, path: string) =>
      extractTo(zip, known.get(entry) as ZipEntry, path, source);
    return { entries: [...known.keys()], read, extract, close: () => zip.close() };
  } catch (error) {
    zip.close();
    if (error instanceof UsageError) throw error;
    throw refusal({ code: "list-damaged", source });
  }
}

const options = { lazyEntries: true, autoClose: false, decodeStrings: false } as const;
/** Few hand-ins are larger. Smaller ones are read at once, because reading a list of 60,000 files in pieces is slow. */
const maxInMemory = 64 * 1024 * 1024;

async function openAnyhow(file: string): Promise<ZipFile> {
  if (statSync(file).size > maxInMemory) return openPromise(file, options);
  const bytes = await readFile(file);
  try {
    return await fromBufferPromise(bytes, options);
  } catch {
    return fromBufferPromise(withoutTail(bytes), options);
  }
}

/** Cuts off what follows the end record: tar fills its blocks with zeros, and mailers add a line. */
function withoutTail(bytes: Buffer): Buffer {
  const at = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  return at < 0 || at + 22 > bytes.length ? bytes : bytes.subarray(0, at + 22 + bytes.readUInt16LE(at + 20));
}

/** A zip file hardly shrinks inside another one. */
const maxInnerBytes = 2 ** 30;
const maxInnerRatio = 10;

async function extractTo(zip: ZipFile, entry: ZipEntry, path: string, source: string): Promise<void> {
  const ofEntry = { source, entry: shownName(entry) };
  expectReadable(entry, source);
  const { uncompressedSize: bytes, compressedSize: packed } = entry;
  if (bytes > maxInnerBytes) throw refusal({ code: "entry-too-large", ...ofEntry, max: "1 GB" });
  if (bytes > 2 ** 20 && bytes > maxInnerRatio * packed)
    throw refusal({ code: "entry-too-dense", ...ofEntry, maxRatio: maxInnerRatio });
  try {
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { flags: "wx" }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code && !code.startsWith("Z_")) throw refusal({ code: "cannot-unpack", path, reason: code });
    throw refusal({ code: "entry-damaged", ...ofEntry });
  }
}

const shownName = (entry: ZipEntry) => JSON.stringify(nameOf(entry).slice(0, 200));

function expectReadable(entry: ZipEntry, source: string): void {
  const ofEntry = { source, entry: shownName(entry) };
  if (entry.isEncrypted()) throw refusal({ code: "encrypted", ...ofEntry });
  if (!entry.canDecodeFileData()) throw refusal({ code: "entry-unpackable", ...ofEntry });
}

async function unpack(zip: ZipFile, entry: ZipEntry, source: string): Promise<Buffer> {
  const ofEntry = { source, entry: shownName(entry) };
  expectReadable(entry, source);
  if (entry.uncompressedSize > maxTotalBytes)
    throw refusal({ code: "entry-too-large", ...ofEntry, max: `${maxTotalMb} MB` });
  try {
    // yauzl compares an entry's claims with its data, and ends the stream if they differ.
    const bytes = await buffer(await zip.openReadStreamPromise(entry));
    if (crc32(bytes) === entry.crc32) return bytes;
  } catch (error) {
    if (/^too many bytes/.test((error as Error).message))
      throw refusal({ code: "entry-larger-than-it-says", ...ofEntry });
  }
  throw refusal({ code: "entry-damaged", ...ofEntry });
}

/** Recognises a file that does not end like a zip file. */
function whatElse(file: string): keyof typeof otherFiles {
  const start = Buffer.alloc(512);
  let length = 0;
  try {
    const descriptor = openSync(file, "r");
    length = readSync(descriptor, start);
    closeSync(descriptor);
  } catch {
    return "unreadable";
  }
  const text = start.toString("latin1", 0, length);
  if (length === 0) return "empty";
  if (text.startsWith("PK")) return "cut-off";
  if (text.startsWith("Rar!")) return "rar";
  if (text.startsWith("7z\xbc\xaf")) return "7-zip";
  if (text.startsWith("\x1f\x8b")) return "gzip";
  if (text.slice(257, 262) === "ustar") return "tar";
  if (/^\s*<(!doctype|html)/i.test(text)) return "web-page";
  return "other";
}

/** The name with slashes. Older Windows tools write backslashes. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: ZipEntry): string {
  const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  const saysUtf8 = (generalPurposeBitFlag & 0x800) !== 0 || extraFields.some(({ id }) => id === 0x7075);
  if (saysUtf8) return name;
  // macOS writes UTF-8 without saying so. Text in other encodings is hardly ever valid UTF-8.
  const text = fileNameRaw.toString("utf8");
  return Buffer.from(text).equals(fileNameRaw) ? text.replaceAll("\\", "/") : name;
}

function describe(entry: ZipEntry, isFolder: boolean): Omit<PackedEntry, "name"> {
  return {
    kind: kindOf(entry.externalFileAttributes >>> 16, isFolder),
    bytes: entry.uncompressedSize,
    packedBytes: entry.compressedSize,
    isEncrypted: entry.isEncrypted(),
  };
}

/** @param mode as Unix has it, or 0 where the archive was not made on one */
function kindOf(mode: number, isFolder: boolean): PackedEntry["kind"] {
  const type = mode & constants.S_IFMT;
  if (type === constants.S_IFLNK) return "link";
  if (isFolder) return "folder";
  return type === 0 || type === constants.S_IFREG ? "file" : "other";
}
