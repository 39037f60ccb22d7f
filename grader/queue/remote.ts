/** Sends jobs to the workers of a queue. */
import type { Assignment } from "../assignment.ts";
import type { Job, Settings } from "../batch/job.ts";
import { fault, maxAttempts, type Outcome, setAside } from "../batch/runJob.ts";
import { validateReport } from "../report/report.ts";
import {
  type Connection,
  checkRedis,
  connect,
  type JobQueue,
  loadBullmq,
  queueName,
  shownUrl,
} from "./connect.ts";

/** The interval for polling the queue. Unlike events, polling misses no result after a lost connection. */
const pollMs = 300;
/** Keeps results of a batch that was ended, in case it is resumed. */
const keep = { age: 7 * 24 * 3600 };
const patienceMs = 5000;

interface Waiting {
  job: Job;
  resolve(outcome: Outcome): void;
  /**
   * A job whose workers died is set aside. Some jobs among hundreds are hit twice by accidents, such as a machine that is switched
   * off. So it is tried again at the end, when it can disturb no other job.
   */
  turn: "first" | "set aside" | "again";
}

const idOf = ({ job, turn }: Waiting) => (turn === "first" ? job.key : `${job.key}-again`);

export class RemoteJobs {
  private readonly waiting = new Map<string, Waiting>();
  private closed = false;
  private hasWorkers = true;
  private readonly polling: Promise<void>;

  private constructor(
    private readonly assignment: Assignment,
    private readonly queue: JobQueue,
    private readonly connection: Connection,
    private readonly where: string,
  ) {
    this.polling = this.poll();
  }

  /** @throws UsageError when Redis cannot be reached */
  static async open(assignment: Assignment, url: string, settings: Settings): Promise<RemoteJobs> {
    await checkRedis(url);
    const { Queue } = await loadBullmq();
    const connection = await connect(url);
    const queue: JobQueue = new Queue(queueName(assignment, settings), { connection: connection.client });
    // The connection tells when it is lost. Errors of single attempts are of no interest.
    queue.on("error", () => {});
    return new RemoteJobs(assignment, queue, connection, shownUrl(url));
  }

  /** Rejects when the signal aborts. The job stays in the queue, for a batch that resumes this one. */
  execute = async (job: Job, signal: AbortSignal): Promise<Outcome> => {
    let stop = () => {};
    const outcome = new Promise<Outcome>((resolve, reject) => {
      const one: Waiting = { job, resolve, turn: "first" };
      this.add(one).then(() => this.waiting.set(job.key, one), reject);
      stop = () => reject(new Error("the batch was stopped"));
      signal.addEventListener("abort", stop, { once: true });
    });
    return outcome.finally(() => signal.removeEventListener("abort", stop));
  };

  async close(): Promise<void> {
    this.closed = true;
    await this.polling;
    await this.queue.close();
    this.connection.close();
  }

  /** Adds a job. Reuses one with the same key from a batch that was ended. */
  private async add(one: Waiting): Promise<void> {
    const options = { jobId: idOf(one), removeOnComplete: keep, removeOnFail: keep };
    await this.queue.add("grade", one.job, options);
  }

  private async poll(): Promise<void> {
    let lookForWorkersAt = performance.now() + patienceMs;
    while (!this.closed) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      try {
        const all = [...this.waiting.values()];
        await Promise.all(all.filter(({ turn }) => turn !== "set aside").map((one) => this.look(one)));
        if (all.length > 0 && all.every(({ turn }) => turn === "set aside")) {
          all[0].turn = "again";
          await this.add(all[0]);
        }
        if (this.waiting.size === 0 || performance.now() < lookForWorkersAt) continue;
        await this.lookForWorkers();
        lookForWorkersAt = performance.now() + patienceMs;
      } catch (error) {
        // Closing the connection fails a request under way.
        if (!this.closed) console.error(`Redis: ${(error as Error).message}`);
      }
    }
  }

  /** Tells when there are none, and when there are some again. */
  private async lookForWorkers(): Promise<void> {
    const hasWorkers = (await this.queue.getWorkersCount()) > 0;
    if (hasWorkers === this.hasWorkers) return;
    this.hasWorkers = hasWorkers;
    console.error(
      hasWorkers
        ? "Workers take jobs again"
        : `No worker at ${this.where} has this grader and data set. Start some from the same project: npm run grade:worker -- --redis URL`,
    );
  }

  private async look(one: Waiting): Promise<void> {
    const { job, resolve } = one;
    const state = await this.queue.getJobState(idOf(one));
    // A Redis that was restarted without its data does not know the job.
    if (state === "unknown") await this.add(one);
    if (state !== "completed" && state !== "failed") return;
    const done = await this.queue.getJob(idOf(one));
    if (!done) return;
    if (state === "failed" && isStalled(done.failedReason) && one.turn === "first") {
      one.turn = "set aside";
    } else {
      this.waiting.delete(job.key);
      resolve(
        state === "completed"
          ? trusted(this.assignment, job, done.returnvalue)
          : failed(this.assignment, job, done.failedReason),
      );
    }
    await done.remove();
  }
}

/** Validates an outcome that came over the network. */
function trusted(assignment: Assignment, job: Job, outcome: Outcome): Outcome {
  const problem = validateReport(outcome?.report, assignment);
  if (problem) return fault(assignment, job, `a worker sent an invalid report: ${problem}`);
  return { report: outcome.report, isFault: outcome.report.status === "fault" };
}

/** Whether a job failed because its workers died before they finished it. */
const isStalled = (reason: string) => /stalled more than/.test(reason);

function failed(assignment: Assignment, job: Job, reason: string): Outcome {
  if (!isStalled(reason)) return fault(assignment, job, reason);
  return setAside(assignment, job, `it killed the worker that graded it ${2 * maxAttempts} times`);
}
