/**
 * Bounds the memory of a process, heap and everything else: V8's own limit knows nothing of ArrayBuffers, which live
 * outside of its heap.
 */
import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** Often enough that what is allocated between two looks (1 GB a second at the most) stays small. */
const everyMs = 100;

/**
 * Linux has it, as a rule; where it is hidden, and on macOS, `ps` tells the same. (Wine shows it too, but counts processes in
 * another way.)
 */
const hasProc = () => process.platform === "linux" && existsSync("/proc/self/status");
const psArguments = (pid: number) => ["-o", "rss=", "-p", String(pid)];

/** Whether this machine tells a process's memory. Windows does not, and a container may have neither. */
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
 * Looks at a process again and again until it is told to stop.
 *
 * @param limitBytes of resident memory
 * @param onExceeded called once, when more than that is in use
 * @returns stops looking
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

/** The resident memory of a process. @throws Error when there is no such process */
export async function residentBytes(pid: number): Promise<number> {
  if (hasProc()) {
    // In kB, whatever size the machine's pages have. A process that has ended and was not waited for has none.
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  }
  return bytesByPs(pid);
}

/** The same where there is no /proc. */
export async function bytesByPs(pid: number): Promise<number> {
  const kilobytes = await new Promise<string>((resolve, reject) => {
    execFile("ps", psArguments(pid), (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
  return Number(kilobytes) * 1024;
}
