/** Connects batches and workers to their queue in Redis. */
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { Assignment } from "../assignment.ts";
import type { Job } from "../batch/job.ts";
import type { Outcome } from "../batch/runJob.ts";
import { UsageError } from "../submission/errors.ts";

export type JobQueue = Queue<Job, Outcome>;

const connectTimeoutMs = 5000;

/** Loads BullMQ on demand. Students do not install it; only --redis needs it. */
export async function loadBullmq(): Promise<typeof import("bullmq")> {
  try {
    return await import("bullmq");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    throw new UsageError("--redis needs two packages that are not installed: npm install bullmq ioredis");
  }
}

/** Names the queue after the assignment, the grader and the data: with others, a worker would give other scores. */
export function queueName(
  { name }: Assignment,
  { version, dataset }: { version: string; dataset: string },
): string {
  return `${name}-${version}-${dataset}`;
}

export interface Connection {
  client: Redis;
  close(): void;
}

/**
 * Without an answer for this long, a connection counts as lost: a machine that is switched off closes none. Twice as long as
 * the longest command of BullMQ, which waits 10 s for a job.
 */
const silenceMs = 20_000;

/**
 * Opens a connection that is restored when it is lost. Commands wait until then. Each loss and return is told, because a
 * batch and its workers stand still in between.
 */
export async function connect(url: string): Promise<Connection> {
  const { Redis } = await import("ioredis");
  const client = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(200 * times, 3000),
    socketTimeout: silenceMs,
  });
  let isClosed = false;
  let lostAt: number | null = null;
  client.on("close", () => {
    if (isClosed || lostAt !== null) return;
    lostAt = performance.now();
    console.error(`Redis at ${shownUrl(url)}: connection lost, waiting for it to come back`);
  });
  client.on("ready", () => {
    if (lostAt === null) return;
    const seconds = Math.round((performance.now() - lostAt) / 1000);
    lostAt = null;
    console.error(`Redis at ${shownUrl(url)}: connected again after ${seconds} s`);
  });
  const close = () => {
    isClosed = true;
    client.disconnect();
  };
  return { client, close };
}

/** The printable part of a URL, without the password. */
export function shownUrl(url: string): string {
  return new URL(url).host;
}

/** @throws UsageError with one line when Redis cannot be reached */
export async function checkRedis(url: string): Promise<void> {
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol))
    throw new UsageError("--redis expects a URL such as redis://localhost:6379");
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
    throw new UsageError(
      `Cannot connect to Redis at ${shownUrl(url)}: ${problem || (error as Error).message}`,
    );
  } finally {
    client.disconnect();
  }
}
