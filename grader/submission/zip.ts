/** Unpacks a submission that came as a zip file. */
import { constants, createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { getFileNameLowLevel, openPromise, type Entry as ZipEntry, type ZipFile } from "yauzl";
import { type Entry, entryGuard } from "./entries.ts";
import { UsageError } from "./errors.ts";

/**
 * Nothing is written before all entries have been found harmless.
 * @param file the zip file
 * @param folder an empty folder
 * @param source how the user calls the file
 * @throws UsageError in one line, when it is no sound zip file or must not be unpacked
 */
export async function unpackZip(file: string, folder: string, source: string): Promise<void> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(file, { lazyEntries: true, autoClose: false, decodeStrings: false });
    const admits = entryGuard(source);
    const admitted: { entry: ZipEntry; name: string }[] = [];
    for await (const entry of zip.eachEntry()) {
      const described = describe(entry);
      if (admits(described)) admitted.push({ entry, name: described.name });
    }
    for (const { entry, name } of admitted) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      // What an entry claims is held against what comes: yauzl ends the stream where they differ.
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { flags: "wx" }));
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${source} is not a sound zip file: ${(error as Error).message}`);
  } finally {
    zip?.close();
  }
}

function describe(entry: ZipEntry): Entry {
  // Older Windows tools write backslashes between folders. As slashes they are judged like all others.
  const raw = entry.fileNameRaw;
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false);
  return {
    name,
    kind: kindOf(entry.externalFileAttributes >>> 16, name.endsWith("/")),
    bytes: entry.uncompressedSize,
    packedBytes: entry.compressedSize,
    isEncrypted: entry.isEncrypted(),
  };
}

/** @param mode as Unix has it, or 0 where the archive was not made on one */
function kindOf(mode: number, isFolder: boolean): Entry["kind"] {
  const type = mode & constants.S_IFMT;
  if (type === constants.S_IFLNK) return "link";
  if (isFolder) return "folder";
  return type === 0 || type === constants.S_IFREG ? "file" : "other";
}
