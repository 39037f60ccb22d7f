/** Neither side of the queue trusts what comes over the network. Both tell what happens to it. */
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Queue } from "bullmq";
import { Redis } from "ioredis";
import { assignment } from "../assignment/index.ts";
import type { Job } from "../batch/job.ts";
import { makeSettings } from "../batch/settings.ts";
import { faultReport, rejectedReport } from "../run/assemble.ts";
import { runCommand } from "../testing/command.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { hasRedis, type RedisServer, startRedis } from "../testing/redis.ts";
import { loadBullmq, queueName } from "./connect.ts";
import { RemoteJobs } from "./remote.ts";
import { work } from "./worker.ts";

// A missing Redis is a failure in CI.
const describeRedis = hasRedis || process.env.CI ? describe : describe.skip;

const settings = makeSettings(assignment, { seed: "beras", timeout: 60, memory: 512 });
const name = queueName(assignment, settings);
const job: Job = { key: "0".repeat(32), track: "cs1470", files: {}, settings };

async function until(isTime: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTime())) await delay(50);
}

describeRedis("over redis (skipped where there is no redis-server)", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis(temporaryFolder());
  });
  afterAll(() => redis.stop());
  const options = () => ({ url: redis.url, maxRetriesPerRequest: null });

  /** Runs a worker in this process, and `work` beside it. Returns the lines that the worker prints. */
  async function withWorker(run: (lines: string[], queue: Queue) => Promise<void>): Promise<string[]> {
    const { Queue } = await loadBullmq();
    const lines: string[] = [];
    const spies = (["log", "error"] as const).map((name) =>
      jest.spyOn(console, name).mockImplementation((...line) => void lines.push(line.join(" "))),
    );
    const queue = new Queue(name, { connection: options() });
    queue.on("error", () => {});
    const stop = new AbortController();
    const working = work(assignment, redis.url, 1, stop.signal);
    try {
      await until(() => lines.some((line) => line.startsWith("Waiting for jobs")));
      await Promise.race([run(lines, queue), working]);
    } finally {
      stop.abort();
      await working.finally(async () => {
        await queue.close();
        for (const spy of spies) spy.mockRestore();
      });
    }
    return lines;
  }

  test("the command starts a worker, also from what the start before it has compiled and kept", async () => {
    for (let i = 0; i < 2; i++) {
      const { code, stdout, stderr } = await runCommand(["grade:worker", "--redis", redis.url], {
        onStart: (child) => child.stdout?.once("data", () => child.kill("SIGTERM")),
      });
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(/^Waiting for jobs at .*\nFinishing the current submissions, then ending\n$/);
    }
  }, 60_000);

  test("an invalid job fails in one line, and the worker takes the next one", async () => {
    const failures: [unknown, string][] = [
      [null, "the job is not valid: the top level must be object (object)"],
      [{ ...job, key: "\u001b[2J" }, 'the job is not valid: /key must match pattern "^[0-9a-f]{32}$"'],
      [{ ...job, files: { "a.ts": 7 } }, "the job is not valid: /files/a.ts must be string (string)"],
      [{ ...job, track: "honors" }, "the job is not valid: /track is honors: there are cs1470, cs2470"],
      [
        { ...job, files: { "a.ts": "x".repeat(11 * 2 ** 20) } },
        "the job is not valid: /files has 11.0 MB of source files: at most 10 MB are graded",
      ],
      [
        { ...job, settings: { ...settings, timeoutSeconds: 1e9 } },
        "the job is not valid: /settings/timeoutSeconds must be <= 86400",
      ],
    ];
    const lines = await withWorker(async (_, queue) => {
      for (const [payload, reason] of failures) {
        const { id = "" } = await queue.add("grade", payload);
        await until(async () => (await queue.getJobState(id)) === "failed");
        expect((await queue.getJob(id))?.failedReason).toContain(reason);
      }
    });
    expect(lines.filter((line) => line.startsWith("Refused a job: "))).toHaveLength(failures.length);
  }, 60_000);

  test("a worker tells each time that Redis goes and is back, and a lost lock apart from that", async () => {
    const lines = await withWorker(async (lines, queue) => {
      for (let i = 1; i <= 2; i++) {
        await redis.restart(() => delay(200));
        await until(() => lines.filter((line) => line.includes("connected again")).length === i);
      }
      await queue.add("grade", job, { jobId: job.key });
      await until(() => lines.includes(`Grading ${job.key}`));
      const client = new Redis(redis.url);
      await client.del(queue.toKey(`${job.key}:lock`));
      client.disconnect();
      await until(() => lines.some((line) => line.startsWith("Lost")));
      await queue.remove(job.key);
    });
    const { host } = new URL(redis.url);
    const gone = `Redis at ${host}: connection lost, waiting for it to come back`;
    const back = expect.stringMatching(`^Redis at ${host}: connected again after \\d s$`);
    const about = lines.filter((line) => !/^(Waiting|Finishing|Graded|Stalled)/.test(line));
    expect(about).toEqual([
      ...[gone, back, gone, back],
      `Grading ${job.key}`,
      `Lost    ${job.key}: this worker did not renew its lock for 10 s; another one grades it`,
    ]);
  }, 60_000);

  test("a worker says that it has graded a job when Redis has the result: one that is killed before takes it along", async () => {
    await withWorker(async (lines, queue) => {
      const ours = new RegExp(`^grader-worker-\\w+-${process.pid}-`);
      const [folder] = readdirSync(tmpdir()).filter((name) => ours.test(name));
      const isGrading = () => readdirSync(join(tmpdir(), folder)).length > 0;
      const graded = () => lines.filter((line) => line.startsWith("Graded"));
      await queue.add("grade", job, { jobId: job.key });
      await until(isGrading);
      let early: string[] = [];
      await redis.restart(async () => {
        await until(() => !isGrading());
        await delay(200);
        early = graded();
      });
      expect(early).toEqual([]);
      await until(() => graded().length > 0);
      expect(await queue.getJobState(job.key)).toBe("completed");
      expect(graded()).toEqual([expect.stringMatching(`^Graded {2}${job.key} {2}rejected {2}\\d+\\.\\d s$`)]);
      await queue.remove(job.key);
    });
  }, 60_000);

  test("a worker whose disk takes no files ends with a sentence, and its job goes back into the queue", async () => {
    const working = withWorker(async (_, queue) => {
      const ours = new RegExp(`^grader-worker-\\w+-${process.pid}-`);
      const [folder] = readdirSync(tmpdir()).filter((name) => ours.test(name));
      rmSync(join(tmpdir(), folder), { recursive: true });
      writeFileSync(join(tmpdir(), folder), "");
      await queue.add("grade", job, { jobId: job.key });
      await new Promise(() => {});
    });
    await expect(working).rejects.toThrow(/cannot be used: .*\(EEXIST\)\. Its job is back in the queue$/);
    const { Queue } = await loadBullmq();
    const queue = new Queue(name, { connection: options() });
    expect(await queue.getJobState(job.key)).toBe("waiting");
    await queue.remove(job.key);
    await queue.close();
  }, 60_000);

  const report = rejectedReport(assignment, "", "cs1470", "beras", "there is nothing to grade");
  const fault = faultReport(assignment, "", "cs1470", "beras", "out of memory");
  test.each<[string, unknown, object]>([
    ["a report", { report, isFault: false }, { report, isFault: false }],
    [
      "nothing",
      null,
      { isFault: true, report: { message: expect.stringMatching(/^a worker sent an invalid report: /) } },
    ],
    [
      "an invalid report",
      { report: { ...report, score: 99 }, isFault: false },
      {
        isFault: true,
        report: { message: expect.stringContaining("its score is 99, and its checks come to 0") },
      },
    ],
    ["a fault without saying so", { report: fault, isFault: false }, { report: fault, isFault: true }],
  ])(
    "a worker sends %s",
    async (_, sent, expected) => {
      const { Worker } = await loadBullmq();
      const worker = new Worker(name, async () => sent, { connection: options() });
      const remote = await RemoteJobs.open(assignment, redis.url, settings);
      try {
        const outcome = await remote.execute(job, new AbortController().signal);
        expect(outcome).toMatchObject(expected);
      } finally {
        await remote.close();
        await worker.close();
      }
    },
    60_000,
  );
});
