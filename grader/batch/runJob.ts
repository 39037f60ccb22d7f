/** Grades a job with the real command, in a process of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Report } from "../report/report.ts";
import { rejectedReport } from "../run/assemble.ts";
import { gradeFolder } from "../run/command.ts";
import type { Job } from "./job.ts";

/** A report, and whether the grader failed at it: such a one says so, is worth nothing, and is not kept. */
export interface Outcome {
  report: Report;
  isFault: boolean;
}

/** How often a submission may end the process that grades it, before it is set aside. */
export const maxAttempts = 2;
/** The command itself stops when the time is up; this is for one that does not. */
const graceMs = 60_000;

/**
 * Never rejects for what a submission does.
 * @param place a folder for the files while they are graded
 * @param signal ends the process early; what comes back then is to be thrown away
 */
export async function runJob(job: Job, place: string, signal?: AbortSignal): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const problem = await attemptJob(job, place, signal);
    if ("report" in problem) return problem;
    if (attempt < maxAttempts && !signal?.aborted) continue;
    return setAside(job, `it ended the process that graded it, ${attempt} times (${problem.reason})`);
  }
}

/** The report on a submission that cannot be graded without harm. */
export function setAside(job: Job, why: string): Outcome {
  const message = `Set aside, to be looked at by a person: ${why}`;
  return { report: rejectedReport("", job.track, job.settings.seed, message), isFault: false };
}

async function attemptJob(
  job: Job,
  place: string,
  signal?: AbortSignal,
): Promise<Outcome | { reason: string }> {
  const { files, track, settings } = job;
  mkdirSync(place, { recursive: true });
  const temporary = mkdtempSync(join(place, "job-"));
  const folder = join(temporary, "submission");
  const timers: NodeJS.Timeout[] = [];
  let stop = () => {};
  try {
    mkdirSync(join(folder, "beras"), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { seed, timeoutSeconds, memoryMb } = settings;
    const options = { track, seed, timeout: timeoutSeconds, memory: memoryMb, format: "json" };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const { report, code, stderr } = await gradeFolder(folder, args, {
      out: join(temporary, "report.json"),
      onStart: (child) => {
        stop = () => {
          child.kill("SIGTERM");
          timers.push(setTimeout(() => child.kill("SIGKILL"), 5000));
        };
        signal?.addEventListener("abort", stop, { once: true });
        timers.push(setTimeout(stop, timeoutSeconds * 1000 + graceMs));
      },
    });
    // 2: there was nothing to grade. Stopped for the time that it took, it ends as an interrupted command does.
    const isTimedOut = report.status === "timed-out" && code !== 3;
    if (code === 0 || code === 2 || isTimedOut) return { report, isFault: false };
    const message = stderr.trim().replace(/\s+/g, " ") || `the command ended with exit code ${code}`;
    return { report: rejectedReport("", track, seed, message), isFault: true };
  } catch (error) {
    return { reason: (error as Error).message.split("\n")[0].replace(/:$/, "") };
  } finally {
    signal?.removeEventListener("abort", stop);
    for (const timer of timers) clearTimeout(timer);
    rmSync(temporary, { recursive: true, force: true });
  }
}
