/** `npm run grade:batch`: grades a class. */
import { setMaxListeners } from "node:events";
import { availableParallelism, constants } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import type { CommandModule } from "yargs";
import { refusalOf, WriteError, writeWhole } from "../../data/writeWhole.ts";
import { type Assignment, type Track, trackIds } from "../assignment.ts";
import type { Executor } from "../batch/batch.ts";
import type { Settings } from "../batch/job.ts";
import { maxSeedLength, maxTimeoutSeconds } from "../batch/jobLimits.ts";
import { loadRubric } from "../rubric.ts";
import { defaultMemoryMb } from "../sandbox/launch.ts";
import { UsageError } from "../submission/errors.ts";

interface BatchArguments {
  folder: string;
  out: string;
  jobs: number;
  resume: boolean;
  redis?: string;
  track?: Track;
  seed: string;
  timeout: number;
  memory: number;
  roster?: string;
  overrides?: string;
  late?: string;
  handGraded?: string;
  assignment: string;
}

export const gradeBatchCommand = (assignment: Assignment): CommandModule<object, BatchArguments> => ({
  command: "grade:batch <folder>",
  describe: "Grade a class: every submission in a folder",
  builder: (yargs) =>
    yargs
      .positional("folder", {
        type: "string",
        demandOption: true,
        describe:
          "Contains a folder or zip file for each submission, or is an export of Gradescope, Moodle or Canvas",
      })
      .option("out", {
        type: "string",
        demandOption: true,
        requiresArg: true,
        describe: "Folder for the results",
      })
      .option("jobs", {
        type: "number",
        default: availableParallelism(),
        describe: "Number of submissions to grade at a time",
      })
      .option("resume", {
        type: "boolean",
        default: false,
        describe: "Continue the batch whose results are in --out",
      })
      .option("redis", {
        type: "string",
        requiresArg: true,
        describe: "Grade on the workers of this Redis (npm run grade:worker), such as redis://host:6379",
      })
      .option("track", {
        choices: trackIds(assignment),
        describe: "Grade all submissions on this track, instead of each on its own",
      })
      .option("seed", { type: "string", default: assignment.name, describe: "Seed of the random inputs" })
      .option("timeout", {
        type: "number",
        default: 600,
        describe: "Time limit for each submission, in seconds",
      })
      .option("memory", {
        type: "number",
        default: defaultMemoryMb,
        describe: "Memory limit for each submission, in megabytes",
      })
      .option("roster", {
        type: "string",
        requiresArg: true,
        describe: "The class: an export of Canvas's gradebook or Moodle's grading worksheet, or a CSV file",
      })
      .option("overrides", {
        type: "string",
        requiresArg: true,
        describe: "Decisions of the staff: points, comments, extensions, excuses (YAML)",
      })
      .option("late", {
        type: "string",
        requiresArg: true,
        describe: "The due time, and the penalty for late submissions (YAML)",
      })
      .option("hand-graded", {
        type: "string",
        requiresArg: true,
        describe: "Points given by hand (CSV). If there is no such file, a sheet to fill in is written",
      })
      .option("assignment", {
        type: "string",
        requiresArg: true,
        default: "Homework",
        describe: "The assignment's name in Canvas's gradebook",
      })
      .check(({ jobs, timeout, memory, seed }) => {
        if (!(Number.isInteger(jobs) && jobs > 0))
          throw new UsageError("--jobs expects a whole number above 0");
        if (!(memory >= 64)) throw new UsageError("--memory expects a number of megabytes, at least 64");
        if (!(timeout > 0 && timeout <= maxTimeoutSeconds))
          throw new UsageError(`--timeout expects a number of seconds above 0, at most ${maxTimeoutSeconds}`);
        if (seed.length > maxSeedLength)
          throw new UsageError(`--seed expects at most ${maxSeedLength} characters`);
        return true;
      }) as never,
  handler: async (args) => {
    process.exitCode = await run(assignment, args);
    process.exit();
  },
});

async function run(
  assignment: Assignment,
  { folder, out, jobs, resume, redis, assignment: canvasTitle, ...options }: BatchArguments,
): Promise<number> {
  const { findSubmissions } = await import("../batch/find.ts");
  const { openClass } = await import("../batch/openClass.ts");
  const { makeSettings } = await import("../batch/settings.ts");
  const { Store } = await import("../batch/store.ts");
  const { gradeBatch } = await import("../batch/batch.ts");
  const { summarize } = await import("../batch/summary.ts");
  const { formatGradebook } = await import("../batch/gradebook.ts");
  const { renderClassPage } = await import("../batch/classPage/index.ts");
  const { lmsSheets, readCourse } = await import("../batch/course/index.ts");
  const { BatchLog } = await import("../terminal/batchLog.ts");
  const { BatchTable, formatBatch } = await import("../terminal/batchTable.ts");

  const startedAt = new Date();
  const begin = performance.now();
  const opened = await openClass(resolve(folder));
  // Runs however the process ends. Only a killed process leaves its unpacked files behind.
  process.once("exit", opened.close);
  const { leftOut, ...found } = findSubmissions(assignment, opened.folder, resolve(out), folder);
  const settings = makeSettings(assignment, options);
  const rubric = loadRubric(assignment);
  const { submissions, decide, roster } = readCourse(assignment, found.submissions, rubric, options);
  const stop = new AbortController();
  // Every running submission listens to it.
  setMaxListeners(0, stop.signal);
  let interruptedBy = 0;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      interruptedBy = constants.signals[signal];
      stop.abort();
    });
  }

  const store = new Store(assignment, resolve(out), resume);
  const { execute, concurrency, close } = await executor(assignment, redis, jobs, settings, store.work);
  const table = new (process.stdout.isTTY ? BatchTable : BatchLog)(submissions.length);
  try {
    const rows = await gradeBatch(
      submissions,
      { assignment, settings, store, execute, concurrency, signal: stop.signal, decide },
      { onStart: (name) => table.started(name), onEnd: (row) => table.ended(row) },
    );
    table.close();
    store.keepOnly(rows.map(({ name }) => name));
    const durationMs = Math.round(performance.now() - begin);
    const summary = summarize(rows, {
      rubric,
      settings,
      startedAt,
      durationMs,
      leftOut,
      roster,
    });
    const files = {
      "gradebook.csv": formatGradebook(rows, rubric, roster?.missing),
      ...(roster && lmsSheets(roster, rows, canvasTitle)),
      "summary.json": `${JSON.stringify(summary, null, 2)}\n`,
      "class.html": renderClassPage(assignment, rows, summary),
    };
    for (const [name, text] of Object.entries(files)) await writeWhole(join(resolve(out), name), text);
    console.log(formatBatch(summary));
    const shown = relative(process.cwd(), resolve(out)).replaceAll(sep, "/") || ".";
    console.log(
      `${Object.keys(files)
        .map((name) => `${shown}/${name}`)
        .join(", ")}; reports in ${shown}/reports`,
    );
    return summary.counts.faults ? 3 : 0;
  } catch (error) {
    table.close();
    const isRefused = error instanceof WriteError || error instanceof UsageError;
    const refusal = isRefused ? error.message : refusalOf((error as Error).message);
    if (refusal) throw new UsageError(`${refusal}. Finished results are kept: continue with --resume`);
    if (!stop.signal.aborted) throw error;
    console.error("Interrupted. Finished results are kept: continue with --resume");
    return 128 + interruptedBy;
  } finally {
    table.close();
    await close();
    store.close();
  }
}

/** The number of jobs in the queue: more than there are workers, so that no worker waits for this process. */
const remoteConcurrency = 64;

/** Grades on this machine, or on the workers of a Redis. */
async function executor(
  assignment: Assignment,
  redis: string | undefined,
  jobs: number,
  settings: Settings,
  place: string,
) {
  if (redis === undefined) {
    const { runJob } = await import("../batch/runJob.ts");
    const execute: Executor = (job, signal) => runJob(assignment, job, place, signal);
    return { execute, concurrency: jobs, close: async () => {} };
  }
  const { RemoteJobs } = await import("../queue/remote.ts");
  const remote = await RemoteJobs.open(assignment, redis, settings);
  return { execute: remote.execute, concurrency: remoteConcurrency, close: () => remote.close() };
}
