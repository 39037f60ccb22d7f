/** `npm run grade`: grades one submission. */
import { constants } from "node:os";
import type { CommandModule } from "yargs";
import { refusalOf } from "../../data/writeWhole.ts";
import { type Assignment, type Track, trackIds } from "../assignment.ts";
import { inProject } from "../inProject.ts";
import { ReportFiles } from "../report/formats/files.ts";
import { type FormatName, formatNames } from "../report/formats/index.ts";
import { plainLine } from "../report/plain.ts";
import type { Report } from "../report/report.ts";
import { studentView } from "../report/studentView.ts";
import { totals } from "../report/totals.ts";
import { isSelected, loadRubric, type Rubric } from "../rubric.ts";
import { faultReport, rejectedReport } from "../run/assemble.ts";
import { grade } from "../run/grade.ts";
import { expectFreePort, inspectPort } from "../run/inspect.ts";
import type { CheckCall } from "../run/suiteRun.ts";
import { defaultMemoryMb } from "../sandbox/launch.ts";
import { UsageError } from "../submission/errors.ts";
import { type OpenSubmission, openSubmission } from "../submission/open.ts";
import { formatCall } from "../terminal/call.ts";
import { formatSummary } from "../terminal/format.ts";
import { LiveReport } from "../terminal/liveReport.ts";
import { landmarksIn } from "../wording/handIn.ts";
import { messages } from "../wording/report.ts";

const hintModes = ["staged", "all"] as const;

interface GradeArguments {
  submission: string;
  commit?: string;
  track?: Track;
  only?: string[];
  hints?: (typeof hintModes)[number];
  seed: string;
  timeout: number;
  format: FormatName[];
  out?: string;
  failUnder?: number;
  memory: number;
  watch: boolean;
  inspect: boolean;
}

export const gradeCommand = (assignment: Assignment): CommandModule<object, GradeArguments> => ({
  command: ["grade [submission]", "$0"],
  describe: "Grade a submission and write a report",
  builder: (yargs) =>
    yargs
      .positional("submission", {
        type: "string",
        default: inProject(assignment.stencil),
        describe: `A folder or zip file with ${landmarksIn({ landmarks: assignment.handIn.landmarks, folder: assignment.handIn.code })}`,
      })
      .option("commit", {
        type: "string",
        requiresArg: true,
        describe: "Grade a git repository as it was at this commit",
      })
      .option("track", {
        choices: trackIds(assignment),
        requiresArg: true,
        describe: `The course's track; by default ${defaultTrack(assignment)}`,
      })
      .option("only", {
        type: "string",
        array: true,
        coerce: (names: string[]) => names.map((name) => name.toLowerCase()),
        describe: "Grade only these suites and checks, by id. Single checks are shown with their calls",
      })
      .option("hints", {
        choices: hintModes,
        requiresArg: true,
        defaultDescription: "staged; all with --out, or with another --format",
        describe: "staged: a check tells more each time it fails. all: it tells everything at once",
      })
      .option("seed", {
        type: "string",
        requiresArg: true,
        default: assignment.name,
        describe: "Seed of the random inputs",
      })
      .option("timeout", {
        type: "number",
        requiresArg: true,
        default: 600,
        describe: "Seconds after which grading stops. Finished checks count",
      })
      .option("memory", {
        type: "number",
        requiresArg: true,
        default: defaultMemoryMb,
        describe: "Megabytes that the submission may use, on top of what the sandbox itself needs",
      })
      .option("format", {
        choices: formatNames,
        array: true,
        default: ["json", "html"] as FormatName[],
        describe: "Formats to write, side by side",
      })
      .option("out", {
        type: "string",
        requiresArg: true,
        defaultDescription: "report.json",
        describe: "File for the report. With several formats, each gets its own extension",
      })
      .option("fail-under", {
        type: "number",
        requiresArg: true,
        describe: "Exit with code 1 below this percentage",
      })
      .option("watch", {
        type: "boolean",
        default: false,
        describe: "Keep running, and grade after each save what the change affects",
      })
      .option("inspect", {
        type: "boolean",
        default: false,
        describe:
          "Wait for a debugger, and stop at breakpoints in your files. There are no limits: debug only code that you trust",
      })
      .check(({ only, timeout, memory, failUnder, ...others }) => {
        if (others.inspect && others.watch) throw new UsageError("--inspect and --watch do not go together");
        for (const name of ["track", "hints", "seed", "out", "timeout", "memory", "failUnder"]) {
          const value = { timeout, memory, failUnder, ...others }[name];
          if (Array.isArray(value)) throw new UsageError(`--${name} is given ${value.length} times`);
        }
        const rubric = loadRubric(assignment);
        if (only?.length === 0) throw new UsageError(`--only expects suites or checks: ${suitesOf(rubric)}`);
        selectedIds(rubric, only);
        if (!(memory >= 64)) throw new UsageError("--memory expects a number of megabytes, at least 64");
        if (!(timeout > 0)) throw new UsageError("--timeout expects a number of seconds above 0");
        if (typeof failUnder === "number" && !(failUnder >= 0 && failUnder <= 100)) {
          throw new UsageError("--fail-under expects a percentage from 0 to 100");
        }
        return true;
      }) as never,
  handler: async (args) => {
    process.exitCode = await run(assignment, args);
    // Output to a pipe may still be on its way.
    for (const stream of [process.stdout, process.stderr])
      await new Promise((done) => stream.write("", done));
    // Suites may still wait for a stopped sandbox. Nothing depends on them any more.
    process.exit();
  },
});

/** "honors if there is a file named honors-student, else core" */
function defaultTrack({ tracks: [first, ...others] }: Assignment): string {
  const marked = others.flatMap(({ id, marker }) =>
    marker ? [`${id} if there is a file named ${marker.name}`] : [],
  );
  return [...marked, marked.length ? `else ${first.id}` : first.id].join(", ");
}

const suitesOf = ({ suites }: Rubric) => suites.map(({ id, title }) => `${id} (${title})`).join(", ");

/**
 * @param names suites and checks, in lower case
 * @returns their ids
 * @throws UsageError in one line for an unknown name
 */
function selectedIds({ suites, checks }: Rubric, names: string[] = []): string[] {
  return names.map((name) => {
    const found = [...suites, ...checks].find(({ id }) => id.toLowerCase() === name);
    if (found) return found.id;
    const suite = suites.find(({ id }) => name.startsWith(`${id}.`));
    const ids = suite ? checks.filter((check) => check.suite === suite.id) : suites;
    const known = ids.map(({ id }) => id).join(", ");
    throw new UsageError(`There is no ${suite ? "check" : "suite"} "${name}": choose from ${known}`);
  });
}

const waiting = `Waiting for a debugger at 127.0.0.1:${inspectPort}.
In VS Code, "Grade with breakpoints" under Run and Debug starts and attaches; in Chrome, open chrome://inspect.
Time and memory are not limited now, and the isolation is weaker: debug only code that you trust.
`;

async function run(
  assignment: Assignment,
  {
    submission: source,
    commit,
    track,
    only: asked = [],
    hints,
    seed,
    timeout,
    memory,
    format,
    out,
    failUnder,
    watch,
    inspect,
  }: GradeArguments,
): Promise<number> {
  const rubric = loadRubric(assignment);
  const only = selectedIds(rubric, asked);
  const isAboutChecks = only.length > 0 && only.every((id) => rubric.checks.some((check) => check.id === id));
  const calls: CheckCall[] = [];
  const files = new ReportFiles(assignment, [...new Set(format)], out);
  files.expectWritable(source);
  if (inspect) await expectFreePort();
  if (watch) {
    const { watchSubmission } = await import("../watch/watch.ts");
    const options = {
      assignment,
      folder: source,
      track,
      only,
      seed,
      timeoutMs: timeout * 1000,
      memoryMb: memory,
      hints,
    };
    await watchSubmission({ ...options, files });
    return 0;
  }
  const stop = new AbortController();
  // Handles every signal: a second one must not end the process before the report is written.
  let interruptedBy = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      interruptedBy ||= constants.signals[signal];
      stop.abort();
    });
  }
  // The parent process disconnects to end this command, or because it died.
  if (process.send) {
    process.once("disconnect", () => stop.abort());
    if (!process.connected) stop.abort();
  }

  let report: Report;
  let faults: string[] = [];
  let opened: OpenSubmission | undefined;
  try {
    opened = await openSubmission(assignment, source, { track, commit });
    const { submission } = opened;
    if (inspect) console.log(waiting);
    const live = new LiveReport(rubric);
    console.log(`Grading ${plainLine(submission.name)} (${submission.track})\n`);
    ({ report, faults } = await grade(
      {
        ...{ submission, seed, only, timeoutMs: timeout * 1000, memoryMb: memory, inspect },
        ...{ hints, hintStages: files.earlier?.hintStages(submission) },
      },
      {
        onSuiteStart: ({ title }) => live.suiteStarted(title),
        onCheck: (check) => {
          if (!check.visibility) live.checked(check);
        },
        onFault: () => live.faulted(),
        onProgress: (progress) => live.progressed(progress),
        ...(isAboutChecks && { onCall: (call) => calls.push(call) }),
      },
      stop.signal,
    ));
    live.finish();
    for (const call of calls) console.log(formatCall(call));
  } catch (error) {
    const { name, code, message: thrown } = error as UsageError;
    const message = (name !== "UsageError" && refusalOf(thrown)) || thrown;
    const make = name === "UsageError" ? rejectedReport : faultReport;
    await files.write(make(assignment, source, track ?? null, seed, message, code));
    if (name !== "DataError") throw error;
    // This is not the submission's fault, so it gets no score.
    console.error(plainLine(message));
    return 3;
  } finally {
    opened?.close();
  }

  if (faults.length) {
    const { name, track } = report.submission;
    const refusal = refusalOf(faults[0]);
    const message = refusal ?? messages.fault({ reason: faults[0] });
    await files.write(faultReport(assignment, name, track, seed, message));
    if (refusal) throw new UsageError(refusal);
    const lines = faults.map((fault) => `  ${plainLine(fault)}`);
    console.error(`\nThe grader itself failed, so there is no score:\n${lines.join("\n")}`);
    return 3;
  }
  const written = files.for(report);
  const progress = files.earlier?.progress(report);
  const nextSuite = files.earlier?.nextSuite(report);
  const seen = studentView(report);
  // Packages, which students have, are made by staff: they cannot make any.
  if (assignment.packaging) seen.report = { ...seen.report, warnings: report.warnings };
  const summary = (file: string) => formatSummary(seen, file, assignment, { progress, nextSuite });
  try {
    await files.write(
      report,
      [...written.keys()].filter((name) => name !== "html"),
    );
  } catch (error) {
    // Shows the result of minutes of work, which is lost otherwise.
    console.log(summary("not written"));
    throw error;
  }
  console.log(summary([...written.values()].join(", ")));
  // The page comes after the verdict, because its pictures take time.
  if (written.has("html")) await files.write(report, ["html"]);
  // The exit code of shells. It tells a caller that the score is incomplete.
  if (interruptedBy) return 128 + interruptedBy;
  const graded = report.checks.filter((check) => isSelected(only, check));
  const { percent } = totals(graded, report.extraCredit?.aboveTotal ?? false);
  return failUnder !== undefined && percent < failUnder ? 1 : 0;
}
