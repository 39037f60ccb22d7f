/** Measures the time that a process uses: processor time where the platform tells it, else time in which the grader ran. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";

/** Shorter times count as measured by the clock, without asking the system. */
const tickMs = 250;
/** Linux reports times in hundredths of a second, whatever the kernel's own clock uses. */
const msPerJiffy = 10;

/** The processor time of a process since it started, in ms; null if the platform does not tell it or the process has ended. */
export async function processorMs(pid: number): Promise<number | null> {
  try {
    if (process.platform === "linux") {
      // The fields follow the program's name, which may contain any character.
      const stat = await readFile(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const [user, system] = fields.slice(11, 13).map(Number);
      return (user + system) * msPerJiffy;
    }
    return process.platform === "win32" ? null : parseTime(await psTime(pid));
  } catch {
    return null;
  }
}

function psTime(pid: number): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile("ps", ["-o", "time=", "-p", String(pid)], (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
}

/** Parses [[days-]hours:]minutes:seconds, with a fraction on macOS. */
export function parseTime(text: string): number {
  const [clock, days = "0"] = text.trim().split("-").reverse();
  const seconds = clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round((Number(days) * 86_400 + seconds) * 1000);
}

/** Whether a call that ran out of time got too little processor time. An endless loop uses nearly all of its time. */
export const wasStalled = (usedMs: number, limitMs: number): boolean => usedMs < limitMs / 2;

/**
 * Starts measuring.
 *
 * @returns a function that stops, and returns the time that the process used: at most the time that has passed
 */
export function measureUsage(pid: number | undefined): () => Promise<number> {
  let passedMs = 0;
  let tickAt = performance.now();
  let first: { passedMs: number; used: Promise<number | null> } | undefined;
  const tick = () => {
    const now = performance.now();
    // A late tick means that this process did not run for a while.
    passedMs += Math.min(now - tickAt, 2 * tickMs);
    tickAt = now;
  };
  const timer = setInterval(() => {
    tick();
    if (pid !== undefined) first ??= { passedMs, used: processorMs(pid) };
  }, tickMs);
  return async () => {
    clearInterval(timer);
    tick();
    if (!first || pid === undefined) return passedMs;
    const [before, after] = [await first.used, await processorMs(pid)];
    if (before === null || after === null) return passedMs;
    return Math.min(passedMs, first.passedMs + after - before);
  };
}
