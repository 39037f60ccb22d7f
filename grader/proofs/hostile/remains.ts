/** Finds what a run leaves behind: processes, and changes to files that it should not touch. */
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * The processes that work in `folder` or have it in their environment, as "pid command". Only works on Linux; elsewhere the
 * list is empty.
 */
export function processesAround(folder: string): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      const told = attempt(() => readFileSync(`/proc/${pid}/environ`, "utf8").includes(folder));
      return told || attempt(() => readlinkSync(`/proc/${pid}/cwd`).startsWith(folder));
    })
    .map((pid) => `${pid} ${attempt(() => readFileSync(`/proc/${pid}/cmdline`, "utf8").slice(0, 80))}`);
}

/** The peak memory of a process so far, in MB; 0 where the platform does not tell it. */
export function peakMemoryMb(pid: number): number {
  const status = attempt(() => readFileSync(`/proc/${pid}/status`, "utf8")) || "";
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

function attempt<T>(read: () => T): T | false {
  try {
    return read();
  } catch {
    return false;
  }
}

/** Records everything below a folder by path: type, permissions, and content. Does not follow links. */
export function snapshot(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (path: string) => {
    const stat = lstatSync(path);
    const kind = `${(stat.mode & 0o170000).toString(8)} ${(stat.mode & 0o777).toString(8)}`;
    found.set(path, `${kind} ${contentOf(path, stat)}`);
    if (stat.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
  };
  visit(folder);
  return found;
}

function contentOf(path: string, stat: ReturnType<typeof lstatSync>): string {
  if (stat?.isSymbolicLink()) return readlinkSync(path);
  if (!stat?.isFile()) return "";
  // The large files are sparse.
  if (Number(stat.size) > 1e7) return `${stat.size} bytes`;
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** The paths that differ. */
export function changed(before: Map<string, string>, after: Map<string, string>): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}
