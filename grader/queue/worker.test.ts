/** A worker does not trust the jobs that come over the network. */
import { assignment } from "../assignment/index.ts";
import type { Job } from "../batch/job.ts";
import { makeSettings } from "../batch/settings.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { hasRedis, startRedis } from "../testing/redis.ts";
import { connectionTo, loadBullmq, queueName } from "./connect.ts";
import { work } from "./worker.ts";

// A missing Redis is a failure in CI.
const testRedis = hasRedis || process.env.CI ? test : test.skip;

testRedis(
  "an invalid job fails in one line, and the worker takes the next one",
  async () => {
    const log = jest.spyOn(console, "log").mockImplementation(() => {});
    const redis = await startRedis(temporaryFolder());
    const { Queue } = await loadBullmq();
    const settings = makeSettings(assignment, { seed: "beras", timeout: 60, memory: 512 });
    const queue = new Queue(queueName(assignment, settings), { connection: connectionTo(redis.url) });
    const stop = new AbortController();
    const working = work(assignment, redis.url, 1, stop.signal);
    try {
      const job: Job = { key: "0".repeat(32), track: "cs1470", files: {}, settings };
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
      await redis.stop();
      log.mockRestore();
    }
  },
  60_000,
);
