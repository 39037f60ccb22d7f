/** Takes jobs from the queue and sends their reports back. */
import { setTimeout as delay } from "node:timers/promises";
import type { Worker } from "bullmq";
import type { Assignment } from "../assignment.ts";
import { type Job, validateJob } from "../batch/job.ts";
import { maxAttempts, type Outcome, runJob } from "../batch/runJob.ts";
import { datasetKey, graderVersion } from "../batch/settings.ts";
import { removeFolder } from "../removeFolder.ts";
import { plainLine } from "../report/plain.ts";
import { UsageError } from "../submission/errors.ts";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import { checkRedis, connect, loadBullmq, queueName, shownUrl } from "./connect.ts";

/**
 * A worker renews its lock on a job twice as often. Without a renewal for this long, another worker takes the job. Grading
 * runs in a child process, so a living worker can always renew its lock.
 */
const claimMs = 10_000;
const lookForDeadMs = 5000;

/**
 * Runs until the signal aborts, then finishes its current jobs.
 * @param concurrency how many submissions to grade at a time
 * @throws UsageError when Redis cannot be reached, or this machine's disk takes no files; its jobs go back into the queue then
 */
export async function work(
  assignment: Assignment,
  url: string,
  concurrency: number,
  signal: AbortSignal,
): Promise<void> {
  await checkRedis(url);
  const { Worker, WaitingError } = await loadBullmq();
  const grader = { version: graderVersion(assignment), dataset: datasetKey(assignment) };
  const place = makeTemporaryFolder("worker");
  const connection = await connect(url);
  const stop = new AbortController();
  let refused: UsageError | undefined;
  const worker = new Worker<Job, Outcome>(
    queueName(assignment, grader),
    async (taken, token) => {
      try {
        return await gradeJob(assignment, taken.data, place);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        refused ??= error;
        await worker.pause(true);
        await taken.moveToWait(token);
        stop.abort();
        throw new WaitingError();
      }
    },
    {
      connection: connection.client,
      concurrency,
      lockDuration: claimMs,
      stalledInterval: lookForDeadMs,
      // The first death of a worker may be an accident, or the machine's fault.
      maxStalledCount: maxAttempts - 1,
    },
  );
  tellResults(worker);
  tellLosses(worker);
  try {
    await worker.waitUntilReady();
    console.log(`Waiting for jobs at ${shownUrl(url)}: grader ${grader.version}, data ${grader.dataset}`);
    const ended = AbortSignal.any([signal, stop.signal]);
    while (!ended.aborted) await delay(1000, undefined, { signal: ended }).catch(() => {});
    if (!refused) console.log("Finishing the current submissions, then ending");
    await worker.close();
    if (refused) throw new UsageError(`${refused.message}. Its job is back in the queue`);
  } finally {
    connection.close();
    removeFolder(place);
  }
}

async function gradeJob(assignment: Assignment, data: unknown, place: string): Promise<Outcome> {
  const problem = validateJob(assignment, data);
  if (problem) {
    console.error(`Refused a job: ${plainLine(problem)}`);
    throw new Error(`the job is not valid: ${problem}`);
  }
  const job = data as Job;
  console.log(`Grading ${job.key}`);
  return runJob(assignment, job, place);
}

/** Tells of results that Redis has. One that waits for Redis to come back is lost with its worker, and graded again. */
function tellResults(worker: Worker<Job, Outcome>): void {
  worker.on("completed", ({ data, processedOn = 0, finishedOn = 0 }, { report }) => {
    const { score, maxScore, status } = report;
    const verdict = score === null || status === "rejected" ? status : `${score}/${maxScore}`;
    console.log(`Graded  ${data.key}  ${verdict}  ${((finishedOn - processedOn) / 1000).toFixed(1)} s`);
  });
}

/** Tells of jobs that change hands. The connection tells of itself. */
function tellLosses(worker: Worker): void {
  const lost = new Set<string>();
  const loseLock = (key: string) => {
    if (!lost.has(key))
      console.error(
        `Lost    ${key}: this worker did not renew its lock for ${claimMs / 1000} s; another one grades it`,
      );
    lost.add(key);
  };
  worker.on("active", ({ id }) => lost.delete(keyOf(id)));
  worker.on("stalled", (id) => console.error(`Stalled ${keyOf(id)}: its worker is gone; it is queued again`));
  worker.on("lockRenewalFailed", (ids) => ids.map(keyOf).forEach(loseLock));
  let last = "";
  worker.on("error", (error) => {
    const { message, code, syscall } = error as { message: string; code?: unknown; syscall?: string };
    // BullMQ numbers its own errors. Those about a job say that it is no longer this worker's.
    const [, id] = message.match(/\bjob ([\w-]+)/i) ?? [];
    if (id && (typeof code === "number" || message.startsWith("could not renew lock")))
      return loseLock(keyOf(id));
    // A lost connection fails whatever is under way.
    if (syscall || /^Connection is closed|^Socket timeout/.test(message) || message === last) return;
    last = message;
    console.error(`Redis: ${plainLine(message)}`);
  });
}

/** The key of a job, without the mark of its second turn. */
const keyOf = (id = "") => id.replace(/-again$/, "");
