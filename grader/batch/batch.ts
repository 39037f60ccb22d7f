/** Grades a class: every submission on its own, each result on disk before the next one is begun. */
import { basename } from "node:path";
import pMap from "p-map";
import type { Assignment } from "../assignment.ts";
import { plainLine } from "../report/plain.ts";
import type { Ignored, Report } from "../report/report.ts";
import { faultReport, rejectedReport } from "../run/assemble.ts";
import { listIgnored, maxListed } from "../submission/ignored.ts";
import { openFiles, openSubmission } from "../submission/open.ts";
import type { Found } from "./find.ts";
import { type Job, makeJob, type Settings } from "./job.ts";
import { type Row, toRow } from "./row.ts";
import type { Outcome } from "./runJob.ts";
import { ownFiles, printOf, stencilGrams } from "./similarity/print.ts";
import type { Store } from "./store.ts";

/** Where jobs are done: here, or wherever there are workers. */
export type Executor = (job: Job, signal: AbortSignal) => Promise<Outcome>;

export interface BatchEvents {
  onStart?(name: string): void;
  onEnd?(row: Row): void;
}

/**
 * @param concurrency how many submissions are at work at a time
 * @param signal stops the batch; what is done is kept
 * @returns a row for each submission, in their order
 * @throws Error when the signal was given, or a result cannot be written
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
    /** What people and the course's rules make of a report. The stored result stays as the grader made it. */
    decide?(report: Report, found: Found): Report;
  },
  events: BatchEvents = {},
): Promise<Row[]> {
  const { assignment, settings, store, execute, concurrency, signal, decide = (report) => report } = options;
  const handedOut = stencilGrams(assignment);
  /** Who hands in what somebody else has handed in waits for that one's result. */
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
      // What was set aside may have been unlucky: --resume tries it again.
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
      const report = make(assignment, found.name, settings.track, settings.seed, read.message);
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
 * Reads what was handed in, and leaves no unpacked files behind.
 * @returns the job, and what lies beside its source files
 * @throws UsageError when there is nothing to grade
 */
async function readSubmission(
  assignment: Assignment,
  { name, path, files, track: listed, notes: known = [] }: Found,
  settings: Settings,
): Promise<{ job: Job; others: Ignored; notes: string[] }> {
  const track = settings.track ?? listed;
  const { submission, close } = await (files
    ? openFiles(assignment, files, name, { track })
    : openSubmission(assignment, path, { track, shownAs: basename(path) }));
  try {
    const job = makeJob(submission, settings);
    const others = listIgnored(submission, new Set(Object.keys(job.files)));
    return { job, others, notes: [...known, ...submission.notes].map((note) => plainLine(note)) };
  } finally {
    close();
  }
}

/**
 * The report on a job knows the source files only. What else was handed in may differ between two whose code is the same,
 * so it is added for each of them.
 */
function withOthers(report: Report, others: Ignored, notes: string[]): Report {
  const { ignored } = report.submission;
  // There is none where the job was set aside.
  if (!ignored) return report;
  const folders = ignored.files.filter((name) => name.endsWith("/"));
  const isWithin = (name: string) => folders.some((folder) => name.startsWith(folder));
  const [inside, beside] = [others.files.filter(isWithin), others.files.filter((name) => !isWithin(name))];
  const files = [...ignored.files, ...beside].sort().slice(0, maxListed);
  const count = ignored.count + others.count - inside.length;
  const about = { ...report.submission, ignored: { files, count } };
  return { ...report, submission: notes.length ? { ...about, notes } : about };
}
