/**
 * Writes a file whole or not at all: under another name first, through to the disk, then renamed. A disk that fills leaves
 * what was there before.
 */
import { randomBytes } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** Says in one line which file could not be written, and why. */
export class WriteError extends Error {
  override name = "WriteError";
  constructor(
    readonly file: string,
    readonly reason: string,
    readonly code: string | undefined,
  ) {
    super(`${file} cannot be written: ${reason}`);
  }
}

/** Whether a file is one that a process was writing when it was killed. */
export const isUnfinished = (name: string) => /\.[0-9a-f]{8}\.unfinished$/.test(name);

/** Virus scanners let go of a file within seconds; a spreadsheet does not. */
const patienceMs = 10_000;
const pauseMs = 100;

/**
 * @param file replaced as a whole when it exists. Its folder has to be there
 * @throws WriteError when it cannot be written; then it is as it was
 */
export async function writeWhole(file: string, data: string | Uint8Array): Promise<void> {
  const temporary = writeBeside(file, data);
  try {
    await replace(file, temporary);
  } catch (error) {
    throw giveUp(temporary, file, error);
  }
}

/** Renames the second file to the first. Waits for a while where another program has that one open. */
export async function replace(file: string, by: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return renameSync(by, file);
    } catch (error) {
      if (!isHeld(error) || performance.now() > deadline) throw error;
      await delay(pauseMs);
    }
  }
}

/** The same for code that cannot wait: a file that another program holds is an error at once. */
export function writeWholeSync(file: string, data: string | Uint8Array): void {
  const temporary = writeBeside(file, data);
  try {
    renameSync(temporary, file);
  } catch (error) {
    throw giveUp(temporary, file, error);
  }
}

function writeBeside(file: string, data: string | Uint8Array): string {
  const temporary = `${file}.${randomBytes(4).toString("hex")}.unfinished`;
  try {
    writeFileSync(temporary, data, { flag: "wx", flush: true });
  } catch (error) {
    throw giveUp(temporary, file, error);
  }
  return temporary;
}

function giveUp(temporary: string, file: string, error: unknown): WriteError {
  rmSync(temporary, { force: true });
  return new WriteError(file, reasonOf(error), (error as NodeJS.ErrnoException).code);
}

/** Windows gives any of the three when a program has the file open; elsewhere the first two are for good. */
function isHeld(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "EBUSY" || (process.platform === "win32" && (code === "EPERM" || code === "EACCES"));
}

const reasons: Record<string, string> = {
  ENOSPC: "there is no space left on the disk",
  EDQUOT: "the disk quota is used up",
  EFBIG: "it is larger than files may be here",
  EROFS: "the disk is read-only",
  ENOENT: "its folder is not there",
  EISDIR: "that is a folder",
  EACCES: "permission denied",
  EPERM: "it is not permitted",
  EIO: "the disk has failed",
  ENAMETOOLONG: "the name is too long",
};

/** Why the system refuses to write, in words. */
export function reasonOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (isHeld(error)) return `another program has it open (${code}): close it there`;
  return reasons[code] ? `${reasons[code]} (${code})` : message;
}
