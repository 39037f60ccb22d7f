/** One grading run, as the suites see it: they ask it to run code, and tell it what each check came to. */
import type { Assignment, Track, TrainingData } from "../assignment.ts";
import type { Failure } from "../report/failure.ts";
import type { CheckStatus, Comparison, Graph, Report, Warning } from "../report/report.ts";
import type { ReportSection } from "../report/section.ts";
import type { RubricCheck } from "../rubric.ts";
import type { Wire } from "../sandbox/codec.ts";
import type { LoadProblem } from "../sandbox/protocol.ts";
import type { CallOptions, Outcome } from "../sandbox/sandbox.ts";
import type { FileProblem, ImportProblem } from "../submission/compile.ts";
import type { TypeProblem, TypeReport } from "../submission/typecheck.ts";
import type { Frame } from "./locateError.ts";
import type { Located } from "./place.ts";

/** The result of a check. */
export interface CheckResult {
  id: string;
  status: CheckStatus;
  failure: Failure | null;
  durationMs: number;
  /** The beginning of what was printed, and how many lines it was. */
  output: string;
  lines: number;
  /** How many epochs `fit` was asked for. */
  epochs: number;
  found?: Found;
  comparisons?: Comparison[];
  /** What a check that failed had computed. */
  graph?: Graph;
  /** How much it tells, where hints come in stages. */
  hintStage?: number;
  /** What came back is right to float32's rounding, and no further, though float64 went in. */
  isFloat32?: boolean;
}

/** What is known about the code behind a failure. */
export interface Found extends Located {
  /** What the compiler says of it, and what else is to be seen in it. */
  code: TypeProblem[];
}

/**
 * Whether the compiler's word stands in failing checks: from a process that stays for the next run, from one of this run's own
 * (by default), or not at all, where only the verdicts are wanted.
 */
export type CompilerUse = "warm" | "once" | "none";

/** What one or more runs have found out. */
export interface Findings {
  results: Map<string, CheckResult>;
  sections: ReportSection[];
  warnings: Warning[];
  dataset: Report["dataset"];
}

/** A fresh `vm` context with the submission in it. */
export interface Context {
  /** As Sandbox.call. */
  call(
    source: string,
    args: Wire,
    timeoutMs: number,
    attachments?: Uint8Array[],
    options?: CallOptions,
  ): Promise<Outcome>;
  close(): Promise<void>;
}

/** How far a training is, for the progress bar. */
export interface TrainingProgress {
  model: string;
  epoch: number;
  epochs: number;
  /** 0 to 1, over all epochs */
  share: number;
  loss: number;
  acc: number;
}

/** What a check has run in the sandbox. */
export interface CheckCall {
  check: string;
  /** The function, as it stands in the suite. */
  source: string;
  args: unknown;
  /** What came back; of what did not come to an end, how it ended. */
  outcome: { kind: "returned"; value: unknown } | { kind: "failed"; failure: Failure };
}

/** What suites may ask of the run, beside `check` and `submission`. */
export interface SuiteRun {
  /** The checks of this run, by id. */
  checks: Map<string, RubricCheck>;

  /** A seed for the grader's own random numbers: the same for the same seed and submission, and not predictable. */
  drawSeed(purpose: string): string;

  /** The time on the wall that is left of the whole run. */
  leftMs(): number;
  /** Whether it only counts which checks fail: then none need look for the best way to say it. */
  isVerdictEnough: boolean;
  /** Opens a context in a separate process, for a training. Ends the shared process, to save memory. */
  openSeparate(): Promise<Context>;
  /** What could not be imported when the latest context was opened. */
  loadProblems(): LoadProblem[];

  trainingData(): TrainingData;
  /** The share of right ones among the predictions for the test images, or for one of so many. */
  testAccuracy(predicted: ArrayLike<number>, every?: number): number;
  progress(progress: TrainingProgress): void;
  /** Something that a person should look at. */
  warn(warning: Warning & { code: string }): void;
  /** Whether that has been said before. */
  hasWarned(message: string): boolean;
  /** What was taken for what, with samples. */
  reviewPredictions(predicted: ArrayLike<number>): Promise<unknown>;
  /** Something that the assignment adds to the report. */
  addSection(section: ReportSection): void;

  fileProblems: FileProblem[];
  importProblems: ImportProblem[];
  typecheck(): Promise<TypeReport | "timeout">;
  /** The lines that the submission has printed in all checks so far, and the epochs that `fit` was asked for. */
  printed(): { lines: number; epochs: number };
}

/** The run as `check` and `submission` use it: they decide which checks run, and record what each comes to. */
export interface CheckRun extends SuiteRun {
  assignment: Assignment;
  seed: string;
  track: Track;
  /** The suites of this run, in order. */
  suites: string[];
  /** What has been recorded so far. */
  results: Map<string, CheckResult>;
  /** Whether it was stopped, or has no time left. */
  hasEnded: boolean;
  /** Reports that a check begins. */
  begin(id: string): void;
  record(result: CheckResult): void;
  /** Reports a check that has no verdict, because the grader failed. */
  fault(id: string): void;
  /** Whether this run is about a check. */
  isSelected(check: RubricCheck): boolean;
  called(call: CheckCall): void;
  /** Opens a context in the process of all checks. Its random numbers do not depend on the check, so they do not reveal it. */
  open(): Promise<Context>;
  /** Translates a stack trace of the submission into places in its source. */
  framesOf(stack: string): Frame[];
  /** Looks up the code behind a failure. */
  lookUp(row: RubricCheck, failure: Failure): Promise<Found>;
  /** The submission's own files, by name. */
  files: Map<string, string>;
}
