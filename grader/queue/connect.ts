/** The queue at a Redis through which batches and workers find each other. */
import type { ConnectionOptions, Queue } from "bullmq";
import type { Assignment } from "../assignment.ts";
import type { Job } from "../batch/job.ts";
import type { Outcome } from "../batch/runJob.ts";
import { UsageError } from "../submission/errors.ts";

export type JobQueue = Queue<Job, Outcome>;

const connectTimeoutMs = 5000;

/** The packages are no part of what students install, and are loaded by those who name a Redis. */
export async function loadBullmq(): Promise<typeof import("bullmq")> {
  try {
    return await import("bullmq");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    throw new UsageError("--redis needs two packages that are not installed: npm install bullmq ioredis");
  }
}

/** Only workers with the same grader and data take a job: anybody else's score would be another one. */
export function queueName(
  { name }: Assignment,
  { version, dataset }: { version: string; dataset: string },
): string {
  return `${name}-${version}-${dataset}`;
}

/** Commands wait until a lost connection is there again. */
export function connectionTo(url: string): ConnectionOptions {
  return { url, maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(200 * times, 3000) };
}

/** What may be printed of a URL: no password. */
export function shownUrl(url: string): string {
  return new URL(url).host;
}

/** @throws UsageError in one line, when there is no Redis at the URL */
export async function checkRedis(url: string): Promise<void> {
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol))
    throw new UsageError("--redis wants a URL such as redis://localhost:6379");
  await loadBullmq();
  const { Redis } = await import("ioredis");
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: connectTimeoutMs,
  });
  let problem = "";
  client.on("error", (error) => {
    problem ||= error.message;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw new UsageError(`There is no Redis at ${shownUrl(url)}: ${problem || (error as Error).message}`);
  } finally {
    client.disconnect();
  }
}
