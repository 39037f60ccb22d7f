/**
 * Limits the whole memory of a process. V8's own limit covers only its heap, and ArrayBuffers live outside of it.
 */
import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** Frequent enough that little is allocated between two readings (at most 1 GB a second). */
const everyMs = 100;

/**
 * Linux usually has /proc. Where it is hidden, and on macOS, `ps` tells the same. (Wine has /proc too, but numbers processes
 * differently.)
 */
const hasProc = () => process.platform === "linux" && existsSync("/proc/self/status");
const psArguments = (pid: number) => ["-o", "rss=", "-p", String(pid)];

/** Whether this machine tells a process's memory. Windows does not, and a container may lack both sources. */
export function canWatchMemory(): boolean {
  canWatch ??= hasProc() || (process.platform !== "win32" && hasPs());
  return canWatch;
}
let canWatch: boolean | undefined;

function hasPs(): boolean {
  const { status, stdout } = spawnSync("ps", psArguments(process.pid), { encoding: "utf8" });
  return status === 0 && Number(stdout) > 0;
}

/**
 * Checks the memory of a process repeatedly.
 *
 * @param limitBytes of resident memory
 * @param onExceeded called once, when the process uses more
 * @returns a function that stops the checks
 */
export function watchMemory(pid: number, limitBytes: number, onExceeded: () => void): () => void {
  let stopped = !canWatchMemory();
  const look = async () => {
    if (stopped) return;
    const used = await residentBytes(pid).catch(() => 0);
    if (stopped) return;
    if (used > limitBytes) {
      stopped = true;
      onExceeded();
    } else {
      setTimeout(look, everyMs).unref();
    }
  };
  void look();
  return () => {
    stopped = true;
  };
}

/** The resident memory of a process. @throws Error when the process does not exist */
export async function residentBytes(pid: number): Promise<number> {
  if (hasProc()) {
    // In kB, whatever the page size of the machine. A zombie process has no such line.
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  }
  return bytesByPs(pid);
}

/** The same, for machines without /proc. */
export async function bytesByPs(pid: number): Promise<number> {
  const kilobytes = await new Promise<string>((resolve, reject) => {
    execFile("ps", psArguments(pid), (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
  return Number(kilobytes) * 1024;
}
