/** Neither side of the queue trusts what comes over the network. */
import { assignment } from "../assignment/index.ts";
import type { Job } from "../batch/job.ts";
import { makeSettings } from "../batch/settings.ts";
import { faultReport, rejectedReport } from "../run/assemble.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { hasRedis, type RedisServer, startRedis } from "../testing/redis.ts";
import { connectionTo, loadBullmq, queueName } from "./connect.ts";
import { RemoteJobs } from "./remote.ts";
import { work } from "./worker.ts";

// A missing Redis is a failure in CI.
const describeRedis = hasRedis || process.env.CI ? describe : describe.skip;

const settings = makeSettings(assignment, { seed: "beras", timeout: 60, memory: 512 });
const name = queueName(assignment, settings);
const job: Job = { key: "0".repeat(32), track: "cs1470", files: {}, settings };

describeRedis("over redis (skipped where there is no redis-server)", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis(temporaryFolder());
  });
  afterAll(() => redis.stop());

  test("an invalid job fails in one line, and the worker takes the next one", async () => {
    const log = jest.spyOn(console, "log").mockImplementation(() => {});
    const { Queue } = await loadBullmq();
    const queue = new Queue(name, { connection: connectionTo(redis.url) });
    const stop = new AbortController();
    const working = work(assignment, redis.url, 1, stop.signal);
    try {
      const failures: [unknown, string][] = [
        [null, "the job is not valid: the top level must be object (object)"],
        [{ ...job, key: "\u001b[2J" }, 'the job is not valid: /key must match pattern "^[0-9a-f]{32}$"'],
        [{ ...job, files: { "a.ts": 7 } }, "the job is not valid: /files/a.ts must be string (string)"],
        [{ ...job, track: "honors" }, "the job is not valid: /track is honors: there are cs1470, cs2470"],
      ];
      for (const [payload, reason] of failures) {
        const { id = "" } = await queue.add("grade", payload);
        while ((await queue.getJobState(id)) !== "failed") await new Promise((done) => setTimeout(done, 50));
        expect((await queue.getJob(id))?.failedReason).toContain(reason);
      }
    } finally {
      stop.abort();
      await working;
      await queue.close();
      log.mockRestore();
    }
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
      const worker = new Worker(name, async () => sent, { connection: connectionTo(redis.url) });
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
