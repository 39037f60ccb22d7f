/** Grades a job with the real command, in a separate process. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { reasonOf, refusalOf } from "../../data/writeWhole.ts";
import type { Assignment } from "../assignment.ts";
import { setLimit } from "../clock.ts";
import { removeFolder } from "../removeFolder.ts";
import type { Report } from "../report/report.ts";
import { faultReport, rejectedReport } from "../run/assemble.ts";
import { gradeFolder, NoReportError } from "../run/command.ts";
import { wasKilled } from "../sandbox/wasKilled.ts";
import { UsageError } from "../submission/errors.ts";
import type { Job } from "./job.ts";
import { graderVersion } from "./settings.ts";

/** A report, and whether the grader failed. A report on a fault has no score and is not kept. */
export interface Outcome {
  report: Report;
  isFault: boolean;
}

/** A submission that kills its grading process this often is set aside. */
export const maxAttempts = 2;
/** The command stops by itself when the time is up. This ends one that does not. */
const graceMs = 60_000;

/**
 * Never rejects because of a submission.
 * @param place a folder for temporary files
 * @param signal ends the process early; the outcome is then meaningless
 * @throws UsageError when the disk is full or may not be written to: the next submission would fare no better
 */
export async function runJob(
  assignment: Assignment,
  job: Job,
  place: string,
  signal?: AbortSignal,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const ended = await attemptJob(assignment, job, place, signal);
    if ("report" in ended) return ended;
    if (attempt < maxAttempts && !signal?.aborted) continue;
    return ended.wasKilled
      ? setAside(assignment, job, `it ended the process that graded it, ${attempt} times (${ended.reason})`)
      : fault(assignment, job, ended.reason);
  }
}

/** The outcome for a submission that cannot be graded safely. */
export function setAside(assignment: Assignment, job: Job, why: string): Outcome {
  const message = `Set aside for a person to look at: ${why}`;
  return { report: rejectedReport(assignment, "", job.track, job.settings.seed, message), isFault: false };
}

/** The outcome when the grader or its machine failed: there is no score. */
export function fault(assignment: Assignment, { track, settings }: Job, message: string): Outcome {
  return { report: faultReport(assignment, "", track, settings.seed, message), isFault: true };
}

/** Why there is no report. `wasKilled` blames the submission, as far as the exit code tells. */
interface Failed {
  reason: string;
  wasKilled: boolean;
}

async function attemptJob(
  assignment: Assignment,
  job: Job,
  place: string,
  signal?: AbortSignal,
): Promise<Outcome | Failed> {
  const { files, track, settings } = job;
  const cancels: (() => void)[] = [];
  let stop = () => {};
  let temporary: string | undefined;
  try {
    mkdirSync(place, { recursive: true });
    temporary = mkdtempSync(join(place, "job-"));
    const folder = join(temporary, "submission");
    mkdirSync(folder);
    const problem = writeFiles(folder, files);
    if (problem) return fault(assignment, job, problem);
    const { seed, timeoutSeconds, memoryMb } = settings;
    const options = { track, seed, timeout: timeoutSeconds, memory: memoryMb, format: "json" };
    // In one argument, no value is taken for an option.
    const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
    const { report, code, stderr } = await gradeFolder(assignment, folder, args, {
      out: join(temporary, "report.json"),
      onStart: (child) => {
        stop = () => {
          // Disconnecting lets it write its report. On Windows, a signal would end the process at once.
          if (child.connected) child.disconnect();
          cancels.push(setLimit(5000, () => child.kill("SIGKILL")));
        };
        signal?.addEventListener("abort", stop, { once: true });
        cancels.push(setLimit(timeoutSeconds * 1000 + graceMs, () => stop()));
      },
    });
    // Checked after grading, because the grader may have changed in the meantime.
    const change = differenceFrom(assignment, job, report);
    if (change) return fault(assignment, job, change);
    if (code === 2 && report.status === "fault") throw new UsageError(report.message ?? stderr);
    // Exit code 2: there was nothing to grade.
    if (code === 0 || code === 2) return { report, isFault: false };
    // Another signal stopped it, such as Ctrl-C at a worker, which reaches all its processes.
    if (code !== null && code > 128) return { reason: "its grading was interrupted", wasKilled: false };
    return fault(
      assignment,
      job,
      stderr.trim().replace(/\s+/g, " ") || `the command ended with exit code ${code}`,
    );
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof UsageError) throw error;
    if (error instanceof NoReportError && error.code === 2) throw new UsageError(error.stderr);
    const refusal = refusalOf(message);
    if (refusal) throw new UsageError(refusal);
    const reason = message.split("\n")[0].replace(/:$/, "");
    return { reason, wasKilled: error instanceof NoReportError && wasKilled(error.code) };
  } finally {
    signal?.removeEventListener("abort", stop);
    for (const cancel of cancels) cancel();
    if (temporary) removeFolder(temporary);
  }
}

/** Errors of a disk. Any other one is due to the name of the file. */
const diskErrors = ["ENOSPC", "EDQUOT", "EROFS", "EIO"];

/** Returns null, or why a job cannot be written down: it may come from anybody who reaches the queue. */
function writeFiles(folder: string, files: Job["files"]): string | null {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    if (!file.startsWith(folder + sep))
      return `the job has a file "${name}", which lies outside of the submission`;
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    } catch (error) {
      if (diskErrors.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
      return `the job has a file "${name}", which cannot be written: ${reasonOf(error)}`;
    }
  }
  return null;
}

/** How the conditions of the report differ from those of the job. Null if they agree. */
function differenceFrom(assignment: Assignment, { track, settings }: Job, report: Report): string | null {
  const { seed, submission, dataset } = report;
  if (settings.version !== graderVersion(assignment)) return "the grader was changed while it graded";
  if (dataset && !settings.dataset.startsWith(dataset.name))
    return "the data set was changed while it graded";
  return seed === settings.seed && submission.track === track ? null : "the report is about something else";
}
