/** `npm run grade`: grades one submission. */
import { resolve } from "node:path";
import type { CommandModule } from "yargs";
import { type Track, tracks } from "../contract.ts";
import type { Report } from "../report/report.ts";
import { writePage, writeReport } from "../report/write.ts";
import { loadRubric } from "../rubric.ts";
import { rejectedReport } from "../run/assemble.ts";
import { grade } from "../run/grade.ts";
import { defaultMemoryMb } from "../sandbox/launch.ts";
import { UsageError } from "../submission/errors.ts";
import { locateSubmission } from "../submission/locate.ts";
import { formatSummary } from "../terminal/format.ts";
import { LiveReport } from "../terminal/liveReport.ts";

interface GradeArguments {
  submission: string;
  track?: Track;
  only: string[];
  seed: string;
  timeout: number;
  out: string;
  failUnder?: number;
  memory: number;
  watch: boolean;
}

export const gradeCommand: CommandModule<object, GradeArguments> = {
  command: ["grade [submission]", "$0"],
  describe: "Grade a submission and write a report",
  builder: (yargs) =>
    yargs
      .positional("submission", {
        type: "string",
        default: "stencil",
        describe: "A folder with assignment.ts and beras/, there or in hw2/code/",
      })
      .option("track", {
        choices: tracks,
        describe: "The course's track; by default cs2470 if there is a file named 2470student, else cs1470",
      })
      .option("only", {
        type: "string",
        array: true,
        default: [],
        describe: "Only these suites, for example --only layers core",
      })
      .option("seed", { type: "string", default: "beras", describe: "Where the random inputs begin" })
      .option("timeout", {
        type: "number",
        default: 600,
        describe: "Seconds after which grading stops; what is done counts",
      })
      .option("memory", {
        type: "number",
        default: defaultMemoryMb,
        describe: "Megabytes that the submission may use, on top of what the sandbox itself needs",
      })
      .option("out", { type: "string", default: "report.json", describe: "Where to write the report" })
      .option("fail-under", {
        type: "number",
        describe: "Exit with 1 if fewer than this many percent are reached",
      })
      .option("watch", {
        type: "boolean",
        default: false,
        describe: "Stay, and grade on save what the change can affect",
      })
      .check(({ only, timeout, memory, failUnder }) => {
        const suites = loadRubric().suites.map(({ id }) => id);
        const unknown = only.find((name) => !suites.includes(name));
        if (unknown) throw new UsageError(`There is no suite "${unknown}": choose from ${suites.join(", ")}`);
        if (!(memory >= 64)) throw new UsageError("--memory wants a number of megabytes, at least 64");
        if (!(timeout > 0)) throw new UsageError("--timeout wants a number of seconds above 0");
        if (typeof failUnder === "number" && !(failUnder >= 0 && failUnder <= 100)) {
          throw new UsageError("--fail-under wants a percentage from 0 to 100");
        }
        return true;
      }) as never,
  handler: async (args) => {
    process.exitCode = await run(args);
    // The suites may still be waiting for a sandbox that was stopped; nothing of it matters any more.
    process.exit();
  },
};

async function run({
  submission: folder,
  track,
  only,
  seed,
  timeout,
  memory,
  out,
  failUnder,
  watch,
}: GradeArguments): Promise<number> {
  if (watch) {
    const { watchSubmission } = await import("../watch/watch.ts");
    await watchSubmission({ folder, track, only, seed, timeoutMs: timeout * 1000, memoryMb: memory, out });
    return 0;
  }
  const file = resolve(out);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

  let report: Report;
  let faults: string[] = [];
  try {
    const submission = locateSubmission(folder, track);
    const live = new LiveReport();
    console.log(`Grading ${submission.name} (${submission.track})\n`);
    ({ report, faults } = await grade(
      { submission, seed, only, timeoutMs: timeout * 1000, memoryMb: memory },
      {
        onSuiteStart: ({ title }) => live.suiteStarted(title),
        onCheck: (check) => live.checked(check),
        onProgress: (progress) => live.progressed(progress),
      },
      stop.signal,
    ));
    live.finish();
  } catch (error) {
    if (error instanceof Error && ["UsageError", "DataError"].includes(error.name)) {
      const report = rejectedReport(folder, track ?? null, seed, error.message);
      writeReport(file, report);
      await writePage(file, report);
    }
    throw error;
  }

  writeReport(file, report);
  console.log(formatSummary(report, out));
  // After the verdict: nobody waits for the pictures.
  await writePage(file, report);
  if (faults.length) {
    console.error(
      `\nThe grader itself failed, so this score must not be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
    );
    return 3;
  }
  return failUnder !== undefined && report.percent < failUnder ? 1 : 0;
}
