/** Temporary folders whose names say which process they belong to, so that those of a killed one can be told and removed. */
import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readdirSync, readlinkSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolder } from "./sandbox/removeFolder.ts";

/** "beras-sandbox-0f3a9c21-4711-Xy12ab": kind, machine, process. */
const pattern = /^beras-[a-z]+-([0-9a-f]{8})-(\d+)-\w+$/;

let isSwept = false;
let machine: string | undefined;

/**
 * Makes an empty folder that belongs to this process. The first time, removes those of processes that have ended.
 * @param kind what it is for, in small letters
 */
export function makeTemporaryFolder(kind: string): string {
  if (!isSwept) removeFoldersOfTheDead();
  isSwept = true;
  return mkdtempSync(join(tmpdir(), `beras-${kind}-${thisMachine()}-${process.pid}-`));
}

/** Where process ids mean the same: containers may share a folder for temporary files, and have the same ids. */
function thisMachine(): string {
  if (machine === undefined) {
    let namespace = "";
    try {
      namespace = readlinkSync("/proc/self/ns/pid");
    } catch {
      // Not Linux.
    }
    machine = createHash("sha256").update(`${hostname()} ${namespace}`).digest("hex").slice(0, 8);
  }
  return machine;
}

/** A grader that is killed removes nothing. Folders of other users are left to them. */
export function removeFoldersOfTheDead(): void {
  let names: string[] = [];
  try {
    names = readdirSync(tmpdir());
  } catch {
    // A folder for temporary files may be closed to those who look, and open to those who write.
  }
  for (const name of names) {
    const [, place, pid] = name.match(pattern) ?? [];
    if (place !== thisMachine() || isAlive(Number(pid))) continue;
    const folder = join(tmpdir(), name);
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (stats?.isDirectory() && stats.uid === (process.getuid?.() ?? stats.uid)) removeFolder(folder);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
