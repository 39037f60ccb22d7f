import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DataError } from "./errors.ts";
import { fetchToFile } from "./fetchToFile.ts";
import { type DataFile, findDataFile, MNIST_FILES, readDataFile } from "./files.ts";
import { makeFolder, replace } from "./writeWhole.ts";

/** Public copies of MNIST, tried in this order. They store each file as `<name>.gz`. */
const MIRRORS = [
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
  "https://yann.lecun.com/exdb/mnist/",
];

/** An event of a download; `file` is the published name. */
export type DownloadEvent =
  | { type: "kept"; file: string; path: string }
  /** `total` is undefined if the server does not send it. */
  | { type: "progress"; file: string; receivedBytes: number; totalBytes: number | undefined }
  | { type: "mirror-failed"; file: string; mirror: string; reason: string }
  | { type: "downloaded"; file: string; mirror: string; bytes: number };

export interface DownloadOptions {
  /** Created if it is missing. */
  dir: string;
  onEvent?: (event: DownloadEvent) => void;
  /** Base URLs, ending in a slash. */
  mirrors?: readonly string[];
  files?: readonly DataFile[];
  /** How long a server may send nothing before the next one is tried. */
  stallTimeoutMs?: number;
}

/**
 * Downloads the MNIST files as `<dir>/<name>.gz`. Keeps files that are already correct, and resumes interrupted downloads
 * (`<name>.gz.part`). A file gets its final name only when the SHA-256 of its uncompressed bytes is correct.
 * @throws DataError when the folder cannot be written to, or no mirror has a correct copy of a file
 */
export async function downloadMnist(options: DownloadOptions): Promise<void> {
  const { dir, files = Object.values(MNIST_FILES) } = options;
  try {
    makeFolder(dir);
  } catch (error) {
    throw new DataError(`${dir}: expected a folder to write to (${(error as Error).message})`, {
      cause: error,
    });
  }
  for (const file of files) await download(file, options);
}

async function download(file: DataFile, options: DownloadOptions): Promise<void> {
  const { dir, mirrors = MIRRORS, onEvent = () => {} } = options;
  const existing = findDataFile(dir, file.name);
  if (existing !== undefined && isCorrect(existing, file)) {
    onEvent({ type: "kept", file: file.name, path: existing });
    return;
  }
  const path = join(dir, `${file.name}.gz`);
  const failures: string[] = [];
  for (const mirror of mirrors) {
    try {
      const bytes = await fetchVerified(new URL(`${file.name}.gz`, mirror), `${path}.part`, file, options);
      await replace(path, `${path}.part`);
      onEvent({ type: "downloaded", file: file.name, mirror, bytes });
      return;
    } catch (error) {
      const { host } = new URL(mirror);
      // Messages such as "getaddrinfo ENOTFOUND storage.example" repeat the host.
      const reason = describe(error).replace(` ${host}`, "");
      failures.push(`${host} ${reason}`);
      onEvent({ type: "mirror-failed", file: file.name, mirror, reason });
    }
  }
  throw new DataError(
    `${file.name}: expected a copy from one of ${mirrors.length} mirrors, received none (${failures.join("; ")}). Check the connection and run the command again: it resumes the download`,
  );
}

/** Fetches into `part` until its content is correct. Returns its length in bytes. */
async function fetchVerified(
  url: URL,
  part: string,
  file: DataFile,
  options: DownloadOptions,
): Promise<number> {
  const { stallTimeoutMs = 30_000, onEvent = () => {} } = options;
  for (;;) {
    const { resumed } = await fetchToFile(url, part, {
      stallTimeoutMs,
      onProgress: (receivedBytes, totalBytes) =>
        onEvent({ type: "progress", file: file.name, receivedBytes, totalBytes }),
    });
    const bytes = readFileSync(part);
    const received = sha256OfUnzipped(bytes);
    if (received === file.sha256) return bytes.length;
    rmSync(part);
    // The beginning may come from a mirror that compressed the file differently, so the whole file is tried once.
    if (!resumed)
      throw new Error(`sent other content (SHA-256 expected ${file.sha256}, received ${received})`);
  }
}

function isCorrect(path: string, file: DataFile): boolean {
  try {
    return sha256(readDataFile(path)) === file.sha256;
  } catch (error) {
    if (error instanceof DataError) return false;
    throw error;
  }
}

function sha256OfUnzipped(bytes: Uint8Array): string {
  try {
    return sha256(gunzipSync(bytes));
  } catch {
    return `${bytes.length} bytes that are not a gzip file`;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Describes an error in a few words. fetch puts the failure of the connection into the error's cause. */
function describe(error: unknown): string {
  const { message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
  return cause?.message || cause?.code || message;
}
