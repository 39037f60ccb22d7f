/** Grades a class, one submission after another. Each result is on disk before the next submission begins. */
import pMap from "p-map";
import type { Assignment } from "../assignment.ts";
import { plainLine } from "../report/plain.ts";
import type { Ignored, Report } from "../report/report.ts";
import { faultReport, rejectedReport } from "../run/assemble.ts";
import type { UsageError } from "../submission/errors.ts";
import { listIgnored, maxListed } from "../submission/ignored.ts";
import type { Found } from "./find.ts";
import { type Job, makeJob, type Settings } from "./job.ts";
import { openFound } from "./openClass.ts";
import { type Row, toRow } from "./row.ts";
import type { Outcome } from "./runJob.ts";
import { ownFiles, printOf, stencilGrams } from "./similarity/print.ts";
import type { Store } from "./store.ts";

/** Runs jobs: on this machine, or on workers. */
export type Executor = (job: Job, signal: AbortSignal) => Promise<Outcome>;

export interface BatchEvents {
  onStart?(name: string): void;
  onEnd?(row: Row): void;
}

/**
 * @param concurrency how many submissions to grade at a time
 * @param signal stops the batch; finished results are kept
 * @returns a row for each submission, in the same order
 * @throws Error when the signal aborts, or a result cannot be written
 */
export async function gradeBatch(
  submissions: Found[],
  options: {
    assignment: Assignment;
    settings: Settings;
    store: Store;
    execute: Executor;
    concurrency: number;
    signal: AbortSignal;
    /** Applies the decisions of the staff and the course's rules. The stored result stays as the grader made it. */
    decide?(report: Report, found: Found): Report;
  },
  events: BatchEvents = {},
): Promise<Row[]> {
  const { assignment, settings, store, execute, concurrency, signal, decide = (report) => report } = options;
  const handedOut = stencilGrams(assignment);
  /** Results by key. Identical submissions are graded once: the others wait for that result. */
  const running = new Map<string, Promise<Outcome>>();

  const gradeJob = async (job: Job): Promise<Outcome & { isTakenOver: boolean }> => {
    const known = store.get(job.key);
    if (known) return { report: known, isFault: false, isTakenOver: true };
    const same = running.get(job.key);
    if (same) {
      const outcome = await same;
      signal.throwIfAborted();
      return { ...outcome, isTakenOver: true };
    }
    const outcome = execute(job, signal);
    running.set(job.key, outcome);
    try {
      const { report, isFault } = await outcome;
      signal.throwIfAborted();
      // A submission that was set aside may have been unlucky. --resume tries it again.
      if (isFault || report.status === "rejected") return { report, isFault, isTakenOver: false };
      await store.put(job.key, report);
      return { report: store.get(job.key) ?? report, isFault, isTakenOver: false };
    } finally {
      running.delete(job.key);
    }
  };

  const gradeOne = async (found: Found): Promise<Row> => {
    signal.throwIfAborted();
    events.onStart?.(found.name);
    let key: string | null = null;
    let ended: Outcome & { isTakenOver: boolean };
    const read = await readSubmission(assignment, found, settings).catch((error: Error) => error);
    if (read instanceof Error) {
      const isFault = read.name !== "UsageError";
      const make = isFault ? faultReport : rejectedReport;
      const { message, code } = read as UsageError;
      const report = make(assignment, found.name, settings.track, settings.seed, message, code);
      ended = { report, isFault, isTakenOver: false };
    } else {
      key = read.job.key;
      ended = await gradeJob(read.job);
      ended = { ...ended, report: withOthers(ended.report, read.others, read.notes) };
    }
    const report = decide(ended.report, found);
    await store.publish(found.name, report);
    const print =
      read instanceof Error ? undefined : printOf(ownFiles(assignment, read.job.files), handedOut);
    const row = toRow(found, report, {
      print,
      key,
      isFault: ended.isFault,
      isTakenOver: ended.isTakenOver,
    });
    events.onEnd?.(row);
    return row;
  };

  return pMap(submissions, gradeOne, { concurrency });
}

/**
 * Reads a submission. Removes the files that it unpacks.
 * @returns the job, and the files beside its source files
 * @throws UsageError when there is nothing to grade
 */
async function readSubmission(
  assignment: Assignment,
  found: Found,
  settings: Settings,
): Promise<{ job: Job; others: Ignored; notes: string[] }> {
  const { notes: known = [] } = found;
  const { submission, close } = await openFound(assignment, found, settings.track);
  try {
    const job = makeJob(submission, settings);
    const others = listIgnored(submission, new Set(Object.keys(job.files)));
    return { job, others, notes: [...known, ...submission.notes].map((note) => plainLine(note)) };
  } finally {
    close();
  }
}

/**
 * Adds the other files of a submission. The report on a job covers the source files only, and submissions with the same code may
 * differ in their other files.
 */
function withOthers(report: Report, others: Ignored, notes: string[]): Report {
  const { ignored } = report.submission;
  // A job that was set aside has no list.
  if (!ignored) return report;
  const folders = ignored.files.filter((name) => name.endsWith("/"));
  const isWithin = (name: string) => folders.some((folder) => name.startsWith(folder));
  const [inside, beside] = [others.files.filter(isWithin), others.files.filter((name) => !isWithin(name))];
  const files = [...ignored.files, ...beside].sort().slice(0, maxListed);
  const count = ignored.count + others.count - inside.length;
  const about = { ...report.submission, ignored: { files, count } };
  return { ...report, submission: notes.length ? { ...about, notes } : about };
}
