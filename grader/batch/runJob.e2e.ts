/** Which failures are the submission's fault, and which are not. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assignment } from "../assignment/index.ts";
import { locateSubmission } from "../submission/locate.ts";
import { temporaryFolder, writeNetwork, writeSubmission } from "../testing/overlay.ts";
import { stencilScore } from "../testing/points.ts";
import { tinyDataset } from "../testing/tinyDataset.ts";
import { makeJob } from "./job.ts";
import { runJob } from "./runJob.ts";
import { makeSettings } from "./settings.ts";

const usual = process.env.MNIST_DIR;
beforeEach(() => {
  process.env.MNIST_DIR = tinyDataset().folder;
});
afterAll(() => {
  if (usual === undefined) delete process.env.MNIST_DIR;
  else process.env.MNIST_DIR = usual;
});

const jobOf = (folder: string) =>
  makeJob(
    locateSubmission(assignment, folder),
    makeSettings(assignment, { seed: "beras", timeout: 600, memory: 512 }),
  );
const stencilJob = () => jobOf(writeSubmission(temporaryFolder(), "stencil"));

/** The child processes of `parent` with `command` in their command line, as Linux lists them. */
function childrenOf(parent: string | number, command: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
      return stat?.[1] === String(parent) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(command);
    } catch {
      return false;
    }
  });
}

/** Sends the signal to the first `times` grading processes, one after another. */
function interrupt(signal: NodeJS.Signals, times: number): NodeJS.Timeout {
  const seen = new Set<string>();
  return setInterval(() => {
    for (const pid of childrenOf(process.pid, "cli.ts\0grade")) {
      // A process handles signals only once it runs, with a compiler as its child.
      if (seen.has(pid) || seen.size === times || childrenOf(pid, "typecheckWorker").length === 0) continue;
      seen.add(pid);
      process.kill(Number(pid), signal);
    }
  }, 50);
}

test("data that disappears while a class is graded gives no score", async () => {
  const job = jobOf(writeNetwork(temporaryFolder()));
  process.env.MNIST_DIR = temporaryFolder();
  expect(await runJob(assignment, job, temporaryFolder())).toMatchObject({
    isFault: true,
    report: { status: "fault", message: expect.stringContaining("expected the four MNIST files") },
  });
}, 60_000);

test("data or a grader that changes while a class is graded gives no score", async () => {
  const job = jobOf(writeNetwork(temporaryFolder()));
  const other = { ...job, settings: { ...job.settings, dataset: "synthetic-digits" } };
  expect(await runJob(assignment, other, temporaryFolder())).toMatchObject({
    isFault: true,
    report: { message: "the data set was changed while it graded" },
  });
  const older = { ...stencilJob(), settings: { ...job.settings, version: "older" } };
  expect(await runJob(assignment, older, temporaryFolder())).toMatchObject({
    isFault: true,
    report: { message: "the grader was changed while it graded" },
  });
}, 60_000);

test("a folder that cannot be written ends the batch with a sentence: no submission is to blame", async () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  await expect(runJob(assignment, stencilJob(), join(file, "work"))).rejects.toThrow(
    `${join(file, "work")} cannot be used: a part of its path is a file (ENOTDIR)`,
  );
});

test("a job writes only into its own folder: no file name leads out of it", async () => {
  const place = temporaryFolder();
  const job = { ...stencilJob(), files: { "beras/../../../escaped.ts": "" } };
  expect(await runJob(assignment, job, place)).toMatchObject({
    isFault: true,
    report: {
      message: 'the job has a file "beras/../../../escaped.ts", which lies outside of the submission',
    },
  });
  expect(readdirSync(place)).toEqual([]);
});

test("a job's file name that is a folder's as well is the job's fault, and a seed is never an option", async () => {
  const both = { ...stencilJob(), files: { "beras/a.ts": "", "beras/a.ts/b.ts": "" } };
  expect(await runJob(assignment, both, temporaryFolder())).toMatchObject({
    isFault: true,
    report: {
      message: expect.stringMatching(/^the job has a file "beras\/a.ts\/b.ts", which cannot be written/),
    },
  });
  const seed = "--only=metrics";
  const job = { ...stencilJob(), settings: { ...stencilJob().settings, seed } };
  const { report } = await runJob(assignment, job, temporaryFolder());
  expect([report.seed, report.status]).toEqual([seed, "complete"]);
  expect(report.checks.filter(({ status }) => status === "not-run")).toEqual([]);
}, 60_000);

test("an interrupted grading is tried again", async () => {
  const timer = interrupt("SIGINT", 1);
  const outcome = await runJob(assignment, stencilJob(), temporaryFolder()).finally(() =>
    clearInterval(timer),
  );
  expect(outcome).toMatchObject({ isFault: false, report: { status: "complete", score: stencilScore() } });
}, 120_000);

test("a grading that is interrupted again and again gives no score", async () => {
  const timer = interrupt("SIGINT", 2);
  const outcome = await runJob(assignment, stencilJob(), temporaryFolder()).finally(() =>
    clearInterval(timer),
  );
  expect(outcome).toMatchObject({ isFault: true, report: { message: "its grading was interrupted" } });
}, 120_000);

test("a stopped grading ends by itself, and leaves no files behind", async () => {
  const stop = new AbortController();
  const place = temporaryFolder();
  const timer = setInterval(() => {
    const [pid] = childrenOf(process.pid, "cli.ts\0grade");
    if (pid && childrenOf(pid, "typecheckWorker").length) stop.abort();
  }, 50);
  const outcome = await runJob(assignment, stencilJob(), place, stop.signal).finally(() =>
    clearInterval(timer),
  );
  // It was asked to stop, not killed, so there is a report. The caller ignores it.
  expect(outcome).toMatchObject({ isFault: false, report: { status: "timed-out" } });
  expect(readdirSync(place)).toEqual([]);
}, 120_000);

test("a submission whose process is killed each time is set aside", async () => {
  const timer = interrupt("SIGKILL", 2);
  const outcome = await runJob(assignment, stencilJob(), temporaryFolder()).finally(() =>
    clearInterval(timer),
  );
  expect(outcome).toMatchObject({
    isFault: false,
    report: {
      status: "rejected",
      message: expect.stringContaining("it ended the process that graded it, 2 times"),
    },
  });
}, 120_000);
