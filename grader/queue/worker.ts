/** Takes jobs from a Redis, one after another, and sends their reports back. */
import { setTimeout as delay } from "node:timers/promises";
import type { Assignment } from "../assignment.ts";
import type { Job } from "../batch/job.ts";
import { maxAttempts, type Outcome, runJob } from "../batch/runJob.ts";
import { datasetKey, graderVersion } from "../batch/settings.ts";
import { removeFolder } from "../sandbox/removeFolder.ts";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import { checkRedis, connectionTo, loadBullmq, queueName, shownUrl } from "./connect.ts";

/**
 * A worker renews its claim on a job twice as often; after this long without, the job is somebody else's. Grading runs in
 * another process, so that a worker which is alive always comes to it.
 */
const claimMs = 10_000;
const lookForDeadMs = 5000;

/**
 * Runs until the signal is given, then ends what it is at.
 * @param concurrency how many submissions are graded at a time
 * @throws UsageError when there is no Redis
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
      // The first death may be an accident, or the machine's.
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
    console.log("Ending when the submissions at work are graded");
    await worker.close();
  } finally {
    removeFolder(place);
  }
}
