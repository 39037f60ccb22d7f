import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DataError } from "./errors.ts";

/** One file of a data set: its published name and the SHA-256 of its uncompressed bytes. */
export interface DataFile {
  name: string;
  sha256: string;
}

/** The four files of MNIST. */
export const MNIST_FILES = {
  trainImages: {
    name: "train-images-idx3-ubyte",
    sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  },
  trainLabels: {
    name: "train-labels-idx1-ubyte",
    sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  },
  testImages: {
    name: "t10k-images-idx3-ubyte",
    sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  },
  testLabels: {
    name: "t10k-labels-idx1-ubyte",
    sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  },
} as const satisfies Record<string, DataFile>;

/**
 * Finds a data file in a folder by one of its names: gzipped or not, and with a dot or a hyphen before `idx`. Returns undefined if
 * there is none. The downloader's name comes first, so that a download replaces a wrong file.
 */
export function findDataFile(dir: string, name: string): string | undefined {
  const dotted = name.replace("-idx", ".idx");
  return [`${name}.gz`, name, `${dotted}.gz`, dotted]
    .map((candidate) => join(dir, candidate))
    .find((path) => existsSync(path));
}

/**
 * Reads the uncompressed bytes of a file. A name that ends in `.gz` means a gzipped file.
 * @throws DataError when the file cannot be read or unzipped
 */
export function readDataFile(path: string): Uint8Array {
  const bytes = readBytes(path);
  return path.endsWith(".gz") ? gunzip(bytes, path) : bytes;
}

function gunzip(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(bytes, { chunkSize: chunkSize(bytes) });
  } catch (error) {
    throw new DataError(
      `${name}: expected a complete gzip file, received ${bytes.length} bytes that do not unzip (${(error as Error).message}). To fetch it again: npm run data`,
      { cause: error },
    );
  }
}

/**
 * The chunk size for unzipping. The last four bytes of a gzip file are its uncompressed length (RFC 1952), so a chunk of that
 * size holds everything. Limited, because a damaged file can end in any number.
 */
function chunkSize(bytes: Uint8Array): number {
  const length =
    bytes.length >= 4 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true) : 0;
  return Math.min(Math.max(length, 1024), 2 ** 26);
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new DataError(`${path}: expected a readable file (${(error as Error).message})`, { cause: error });
  }
}
