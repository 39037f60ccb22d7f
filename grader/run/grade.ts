/** Grades one submission: compiles it, runs the suites on it, and puts the report together. */
import { setLimit } from "../clock.ts";
import type { HintStages } from "../report/hints.ts";
import { hashFiles } from "../report/provenance.ts";
import type { CheckReport, Report, ReportStatus } from "../report/report.ts";
import { checksOf, isSelected, loadRubric } from "../rubric.ts";
import { defaultMemoryMb } from "../sandbox/launch.ts";
import { compileSubmission } from "../submission/compile.ts";
import { listIgnored } from "../submission/ignored.ts";
import { readSubmittedFile, type Submission } from "../submission/locate.ts";
import { messages } from "../wording/report.ts";
import { assembleReport, toCheckReport } from "./assemble.ts";
import { inspectTimeoutMs, withoutTimeLimits } from "./inspect.ts";
import { type RunSuites, runSuites } from "./jest.ts";
import { Session } from "./session.ts";
import type { CheckCall, CompilerUse, Findings, TrainingProgress } from "./suiteRun.ts";

export interface GradeOptions {
  submission: Submission;
  seed: string;
  /** Suites and checks that the report is about, by id; all when empty. */
  only: string[];
  /** Those of them to run now, where what is known of the others is taken over. */
  suites?: string[];
  timeoutMs: number;
  /** What the submission may use, in MB; 512 by default. */
  memoryMb?: number;
  /** Waits for a debugger, without limits. Only for trusted code. */
  inspect?: boolean;
  compiler?: CompilerUse;
  /** For hints in stages: how much each check has told before. Without it they tell everything. */
  hintStages?: HintStages;
  hints?: "staged" | "all";
  /** What earlier runs of other suites came to; the report takes it over. */
  known?: Findings;
  /** Another way to run the suites. */
  runSuites?: RunSuites;
  /** Where it only counts which checks fail, not what they say. */
  isVerdictEnough?: boolean;
}

/** Events during a run. */
export interface GradeEvents {
  onSuiteStart?(suite: { id: string; title: string }): void;
  onCheck?(check: CheckReport): void;
  /** A check of the current suite has no verdict, because the grader failed. */
  onFault?(): void;
  onProgress?(progress: TrainingProgress): void;
  /** A check ran something in the sandbox. */
  onCall?(call: CheckCall): void;
}

/** The report, and what went wrong with the grader itself (then its verdicts cannot be trusted). */
export interface Graded {
  report: Report;
  faults: string[];
  /** Settles when the suites have finished. They may still be busy after a run was stopped. */
  settled: Promise<unknown>;
  /** For a later run of other suites. */
  findings: Findings;
}

/**
 * Never throws for what a submission does.
 * @param stop ends the run early; what is done counts
 * @throws DataError when the data set is damaged
 */
export async function grade(
  options: GradeOptions,
  events: GradeEvents = {},
  stop?: AbortSignal,
): Promise<Graded> {
  const startedAt = new Date();
  // Not from the dates: a clock can be set back.
  const begin = performance.now();
  const { submission, seed, only, suites: chosen = only, inspect = false } = options;
  const { assignment } = submission;
  const loaded = loadRubric(assignment);
  const rubric = inspect ? withoutTimeLimits(loaded) : loaded;
  const selected = checksOf(rubric, submission.track).filter(
    (check) => isSelected(only, check) && isSelected(chosen, check),
  );
  const suites = rubric.suites.filter(({ id }) => selected.some(({ suite }) => suite === id));
  const compiled = await compileSubmission(submission);
  const session = new Session(submission, compiled, rubric, options, suites, {
    onCall: events.onCall,
    onSuiteStart: (id) => events.onSuiteStart?.(suites.find((suite) => suite.id === id) ?? { id, title: id }),
    onCheck(result) {
      const row = session.checks.get(result.id);
      if (row)
        events.onCheck?.(toCheckReport(row, submission.track, result, rubric, assignment.explanations));
    },
    onFault: events.onFault,
    onProgress: events.onProgress,
  });
  if (options.known) session.recall(options.known, new Set(selected.map(({ id }) => id)));
  // The compiler is slow, so it runs beside the other suites.
  if (options.compiler !== "none" || suites.some(({ id }) => id === assignment.typeSuite))
    void session.typecheck();

  const { ended, cancel } = interruption(inspect ? inspectTimeoutMs : options.timeoutMs, stop);
  const settled = (options.runSuites ?? runSuites)(session);
  const ending = await Promise.race([
    settled.then((faults) => ({
      faults,
      status: "complete" as ReportStatus,
      message: null,
    })),
    ended,
  ]).finally(() => {
    cancel();
    return session.close();
  });

  if (session.dataError) throw session.dataError;
  const faults = [...ending.faults];
  if (ending.status === "complete") {
    for (const { id } of selected)
      if (!session.results.has(id)) faults.push(messages["check-not-run"]({ id }));
  }
  const read = new Set([...compiled.sourceMaps.keys(), ...submission.files.keys()]);
  const { timeoutMs, memoryMb = defaultMemoryMb } = options;
  const report = assembleReport({
    rubric,
    submission,
    hash: hashFiles(Array.from(read, (file) => [file, textOf(submission, file)] as const)),
    ignored: listIgnored(submission, read),
    seed,
    limits: { timeoutSeconds: timeoutMs / 1000, memoryMb },
    only,
    hintStages: options.hintStages,
    isInspected: inspect,
    startedAt,
    durationMs: Math.round(performance.now() - begin),
    status: ending.status,
    message: ending.message ?? (faults.length ? messages.fault({ reason: faults[0] }) : null),
    ...session.findings,
  });
  return { report, faults, settled, findings: session.findings };
}

/** One of the assignment's files, or a helper. */
function textOf({ files, root }: Submission, file: string): string {
  return files.get(file) ?? readSubmittedFile(root, file).text ?? "";
}

/** Resolves when the time is up or the run is stopped. */
function interruption(timeoutMs: number, stop?: AbortSignal) {
  let cancel = () => {};
  const ended = new Promise<{ faults: string[]; status: ReportStatus; message: string }>((resolve) => {
    const end = (message: string) => resolve({ faults: [], status: "timed-out", message });
    cancel = setLimit(timeoutMs, () => end(messages.stopped({ seconds: timeoutMs / 1000 })));
    const interrupted = () => end(messages.interrupted);
    // A stop during compilation does not fire the event again.
    if (stop?.aborted) interrupted();
    else stop?.addEventListener("abort", interrupted);
  });
  return { ended, cancel };
}
