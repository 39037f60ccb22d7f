/** How much of its time a process uses: processor time where the platform tells it, else time in which the grader ran. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";

/** What is shorter than this counts as it is: no need to ask. */
const tickMs = 250;
/** On Linux times are counted in hundredths of a second, whatever the kernel's own clock has. */
const msPerJiffy = 10;

/** The processor time that a process has used since it began, in ms; null where that is not told, or it has ended. */
export async function processorMs(pid: number): Promise<number | null> {
  try {
    if (process.platform === "linux") {
      // The fields stand behind the program's name, which may hold anything.
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

/** [[days-]hours:]minutes:seconds, with a fraction on macOS. */
export function parseTime(text: string): number {
  const [clock, days = "0"] = text.trim().split("-").reverse();
  const seconds = clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round((Number(days) * 86_400 + seconds) * 1000);
}

/** Whether something that did not come to an end was kept from using its time: an endless loop uses nearly all of it. */
export const wasStalled = (usedMs: number, limitMs: number): boolean => usedMs < limitMs / 2;

/**
 * Measures from now on.
 *
 * @returns ends it, and tells how much the process has used: at most what has passed
 */
export function measureUsage(pid: number | undefined): () => Promise<number> {
  let passedMs = 0;
  let tickAt = performance.now();
  let first: { passedMs: number; used: Promise<number | null> } | undefined;
  const tick = () => {
    const now = performance.now();
    // A tick that comes late is one in which this process did not run.
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
