/** Takes jobs from the queue and sends their reports back. */
import { setTimeout as delay } from "node:timers/promises";
import type { Assignment } from "../assignment.ts";
import { type Job, validateJob } from "../batch/job.ts";
import { maxAttempts, type Outcome, runJob } from "../batch/runJob.ts";
import { datasetKey, graderVersion } from "../batch/settings.ts";
import { removeFolder } from "../removeFolder.ts";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import { checkRedis, connectionTo, loadBullmq, queueName, shownUrl } from "./connect.ts";

/**
 * A worker renews its lock on a job twice as often. Without a renewal for this long, another worker takes the job. Grading
 * runs in a child process, so a living worker can always renew its lock.
 */
const claimMs = 10_000;
const lookForDeadMs = 5000;

/**
 * Runs until the signal aborts, then finishes its current jobs.
 * @param concurrency how many submissions to grade at a time
 * @throws UsageError when Redis cannot be reached
 */
export async function work(
  assignment: Assignment,
  url: string,
  concurrency: number,
  signal: AbortSignal,
): Promise<void> {
  await checkRedis(url);
  const { Worker } = await loadBullmq();
  const grader = { version: graderVersion(), dataset: datasetKey(assignment) };
  const place = makeTemporaryFolder("worker");
  const worker = new Worker<Job, Outcome>(
    queueName(assignment, grader),
    async ({ data }) => {
      const problem = validateJob(assignment, data);
      if (problem) throw new Error(`the job is not valid: ${problem}`);
      console.log(`Grading ${data.key}`);
      const startedAt = performance.now();
      const outcome = await runJob(assignment, data, place);
      const { score, maxScore, status } = outcome.report;
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(
        `Graded  ${data.key}  ${score === null || status === "rejected" ? status : `${score}/${maxScore}`}  ${seconds} s`,
      );
      return outcome;
    },
    {
      connection: connectionTo(url),
      concurrency,
      lockDuration: claimMs,
      stalledInterval: lookForDeadMs,
      // The first death of a worker may be an accident, or the machine's fault.
      maxStalledCount: maxAttempts - 1,
    },
  );
  let isLost = false;
  worker.on("error", ({ message }) => {
    if (!isLost) console.error(`Redis: ${message}`);
    isLost = true;
  });
  worker.on("ready", () => {
    if (isLost) console.error("Redis: connected again");
    isLost = false;
  });
  try {
    await worker.waitUntilReady();
    console.log(`Waiting for jobs at ${shownUrl(url)}: grader ${grader.version}, data ${grader.dataset}`);
    while (!signal.aborted) await delay(1000, undefined, { signal }).catch(() => {});
    console.log("Finishing the current submissions, then ending");
    await worker.close();
  } finally {
    removeFolder(place);
  }
}
