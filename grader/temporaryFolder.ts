/** Temporary folders. Each name contains the id of its process, so that folders of killed processes can be found and removed. */
import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readdirSync, readlinkSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolder } from "./removeFolder.ts";

/** "grader-sandbox-0f3a9c21-4711-Xy12ab": kind, machine, process. */
const pattern = /^grader-[a-z]+-([0-9a-f]{8})-(\d+)-\w+$/;

let isSwept = false;
let machine: string | undefined;

/**
 * Makes an empty folder that belongs to this process. The first call also removes the folders of processes that have ended.
 * @param kind the purpose of the folder, in lower-case letters
 */
export function makeTemporaryFolder(kind: string): string {
  if (!isSwept) removeFoldersOfTheDead();
  isSwept = true;
  return mkdtempSync(join(tmpdir(), `grader-${kind}-${thisMachine()}-${process.pid}-`));
}

/** Identifies a machine and its process ids. Containers may share a temporary folder, and use the same ids. */
function thisMachine(): string {
  if (machine === undefined) {
    let namespace = "";
    try {
      namespace = readlinkSync("/proc/self/ns/pid");
    } catch {
      // This is not Linux.
    }
    machine = createHash("sha256").update(`${hostname()} ${namespace}`).digest("hex").slice(0, 8);
  }
  return machine;
}

/** Removes the folders of killed graders. Leaves the folders of other users. */
export function removeFoldersOfTheDead(): void {
  let names: string[] = [];
  try {
    names = readdirSync(tmpdir());
  } catch {
    // The temporary folder may be writable, but not readable.
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
