/**
 * Bounds the memory of a process, heap and everything else: V8's own limit knows nothing of ArrayBuffers, which live
 * outside of its heap.
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";

/** Often enough that what is allocated between two looks (1 GB a second at the most) stays small. */
const everyMs = 100;
const pageBytes = 4096;

/** Whether this platform tells a process's memory. Windows does not, to those who only read files. */
export const canWatchMemory = process.platform !== "win32";

/**
 * Looks at a process again and again until it is told to stop.
 *
 * @param limitBytes of resident memory
 * @param onExceeded called once, when more than that is in use
 * @returns stops looking
 */
export function watchMemory(pid: number, limitBytes: number, onExceeded: () => void): () => void {
  let stopped = !canWatchMemory;
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
  if (process.platform === "linux") {
    const statm = await readFile(`/proc/${pid}/statm`, "utf8");
    return Number(statm.split(" ")[1]) * pageBytes;
  }
  const kilobytes = await new Promise<string>((resolve, reject) => {
    execFile("ps", ["-o", "rss=", "-p", String(pid)], (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
  return Number(kilobytes) * 1024;
}
