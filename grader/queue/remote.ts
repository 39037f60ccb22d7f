/** Has jobs done by the workers at a Redis. */
import type { Job, Settings } from "../batch/job.ts";
import { maxAttempts, type Outcome, setAside } from "../batch/runJob.ts";
import { validateReport } from "../report/report.ts";
import { rejectedReport } from "../run/assemble.ts";
import { checkRedis, connectionTo, type JobQueue, loadBullmq, queueName, shownUrl } from "./connect.ts";

/** How often the queue is asked for results. Asking, unlike listening, misses none when a connection was lost. */
const pollMs = 300;
/** Results that nobody has fetched, because their batch was ended and never resumed. */
const keep = { age: 7 * 24 * 3600 };
const patienceMs = 5000;

interface Waiting {
  job: Job;
  resolve(outcome: Outcome): void;
}

export class RemoteJobs {
  private readonly waiting = new Map<string, Waiting>();
  private closed = false;
  private readonly polling: Promise<void>;

  private constructor(
    private readonly queue: JobQueue,
    private readonly where: string,
  ) {
    this.polling = this.poll();
  }

  /** @throws UsageError when there is no Redis */
  static async open(url: string, settings: Settings): Promise<RemoteJobs> {
    await checkRedis(url);
    const { Queue } = await loadBullmq();
    const queue: JobQueue = new Queue(queueName(settings), { connection: connectionTo(url) });
    // A connection that is lost comes back; until then each try to get it is an error that nobody needs to hear of.
    queue.on("error", () => {});
    return new RemoteJobs(queue, shownUrl(url));
  }

  /** Rejects when the signal is given. The job stays with the workers, for the batch that resumes this one. */
  execute = async (job: Job, signal: AbortSignal): Promise<Outcome> => {
    await this.add(job);
    let stop = () => {};
    const outcome = new Promise<Outcome>((resolve, reject) => {
      this.waiting.set(job.key, { job, resolve });
      stop = () => reject(new Error("the batch was stopped"));
      signal.addEventListener("abort", stop, { once: true });
    });
    return outcome.finally(() => signal.removeEventListener("abort", stop));
  };

  async close(): Promise<void> {
    this.closed = true;
    await this.polling;
    await this.queue.close();
  }

  /** A job of this key that is there already, from a batch that was ended, is not added again. */
  private async add(job: Job): Promise<void> {
    await this.queue.add("grade", job, { jobId: job.key, removeOnComplete: keep, removeOnFail: keep });
  }

  private async poll(): Promise<void> {
    const since = Date.now();
    let isTold = false;
    while (!this.closed) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      try {
        await Promise.all([...this.waiting.values()].map((one) => this.look(one)));
        if (isTold || this.waiting.size === 0 || Date.now() - since < patienceMs) continue;
        isTold = true;
        if ((await this.queue.getWorkersCount()) === 0) {
          console.error(
            `No worker is at ${this.where} with this grader and data set. Start some, with the same project: npm run grade:worker -- --redis URL`,
          );
        }
      } catch (error) {
        // Closing ends the connection under whatever is being asked.
        if (!this.closed) console.error(`Redis: ${(error as Error).message}`);
      }
    }
  }

  private async look({ job, resolve }: Waiting): Promise<void> {
    const state = await this.queue.getJobState(job.key);
    // A Redis that was started afresh knows of nothing.
    if (state === "unknown") await this.add(job);
    if (state !== "completed" && state !== "failed") return;
    const done = await this.queue.getJob(job.key);
    if (!done) return;
    this.waiting.delete(job.key);
    resolve(state === "completed" ? trusted(job, done.returnvalue) : failed(job, done.failedReason));
    await done.remove();
  }
}

/** What came over a network is looked at before it is believed. */
function trusted(job: Job, outcome: Outcome): Outcome {
  const problem = validateReport(outcome?.report);
  return problem ? fault(job, `a worker sent a report that is not valid: ${problem}`) : outcome;
}

function failed(job: Job, reason: string): Outcome {
  if (/stalled more than/.test(reason)) {
    return setAside(job, `it ended the worker that graded it, ${maxAttempts} times`);
  }
  return fault(job, reason);
}

function fault({ track, settings }: Job, message: string): Outcome {
  return { report: rejectedReport("", track, settings.seed, message), isFault: true };
}
