/**
 * Writes a file completely or not at all: writes another file, flushes it to the disk, then renames it. A full disk leaves the old
 * file unchanged.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Names the file that could not be written, and the reason, in one line. */
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

/** Whether a file is the unfinished one of a killed process. */
export const isUnfinished = (name: string) => /\.[0-9a-f]{8}\.unfinished$/.test(name);

/** Virus scanners release a file within seconds. A spreadsheet does not. */
const patienceMs = 10_000;
const pauseMs = 100;

/**
 * @param file the file, which is replaced as a whole if it exists; its folder has to exist
 * @throws WriteError when the file cannot be written; it is unchanged then
 */
export async function writeWhole(file: string, data: string | Uint8Array): Promise<void> {
  const temporary = writeBeside(file, data);
  try {
    await replace(file, temporary);
  } catch (error) {
    throw giveUp(temporary, file, error);
  }
}

/** Renames the second file to the first. Waits for a while if another program has the first one open. */
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

/** The same for code that cannot wait. Fails at once if another program has the file open. */
export function writeWholeSync(file: string, data: string | Uint8Array): void {
  const temporary = writeBeside(file, data);
  try {
    renameSync(temporary, file);
  } catch (error) {
    throw giveUp(temporary, file, error);
  }
}

/**
 * Makes a folder and those above it, one by one, so that the error says why. Node's recursive call says of a read-only disk that the
 * folder does not exist, and never returns below /proc.
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  let at = resolve(folder);
  for (; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.push(at);
  for (const path of missing.reverse()) {
    try {
      mkdirSync(path);
    } catch (error) {
      // Another process may have made it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !existsSync(path)) throw error;
    }
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

/** Windows reports any of these codes while a program has the file open. Elsewhere the first two are permanent. */
function isHeld(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "EBUSY" || (process.platform === "win32" && (code === "EPERM" || code === "EACCES"));
}

const reasons: Record<string, string> = {
  ENOSPC: "there is no space left on the disk",
  EDQUOT: "the disk quota is used up",
  EFBIG: "it exceeds the maximum file size",
  EROFS: "the disk is read-only",
  ENOENT: "its folder does not exist",
  EISDIR: "that is a folder",
  EACCES: "permission denied",
  EPERM: "it is not permitted",
  EIO: "the disk has failed",
  ENAMETOOLONG: "the name is too long",
  ENOTDIR: "a part of its path is a file",
  EEXIST: "a file of this name is in its place",
};

/** The reason that the system refuses to write, in words. */
export function reasonOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (isHeld(error)) return `another program has it open (${code}): close it there and try again`;
  return reasons[code] ? `${reasons[code]} (${code})` : message;
}

/** The codes that say that the machine refuses, whatever the program asked for. A missing file is not among them. */
const refusals = ["ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EACCES", "EPERM", "EIO", "ENOTDIR", "EEXIST"];

/**
 * Turns an error of the file system that only its user can fix into a sentence. Returns null for any other error.
 * @param message of an error that Node threw, such as "EACCES: permission denied, open '/graded/pid'"
 */
export function refusalOf(message: string): string | null {
  const [, code = "", call, path] = message.match(/\b(E[A-Z]+): [^,]*, (\w+)(?: '([^']*)')?/) ?? [];
  if (!refusals.includes(code) || call === "kill") return null;
  const subject = path
    ? `${path} cannot be used`
    : `A file of the results or in ${tmpdir()} cannot be written`;
  return `${subject}: ${reasonOf({ code, message })}`;
}
