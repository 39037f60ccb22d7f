/** The state of one grading run: its sandboxes, and what the checks came to so far. */
import { createHash } from "node:crypto";
import type { Assignment, TestSet, Track, TrainingData } from "../assignment.ts";
import { setLimit } from "../clock.ts";
import type { Failure } from "../report/failure.ts";
import { type HintStages, nextStage } from "../report/hints.ts";
import type { Place } from "../report/place.ts";
import type { Warning } from "../report/report.ts";
import type { ReportSection } from "../report/section.ts";
import { isSelected, type Rubric, type RubricCheck } from "../rubric.ts";
import { defaultMemoryMb } from "../sandbox/launch.ts";
import type { LoadProblem } from "../sandbox/protocol.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import type { CompiledSubmission } from "../submission/compile.ts";
import type { Submission } from "../submission/locate.ts";
import { type TypeReport, typecheck } from "../submission/typecheck.ts";
import { problemsAt } from "./codeProblems.ts";
import { forDebugger, inspectPort, withoutUrls } from "./inspect.ts";
import { type Frame, framesOf } from "./locateError.ts";
import { type CodePlace, locate } from "./place.ts";
import type {
  CheckCall,
  CheckResult,
  CheckRun,
  CompilerUse,
  Context,
  Findings,
  Found,
  TrainingProgress,
} from "./suiteRun.ts";

interface SessionEvents {
  onSuiteStart(id: string): void;
  onCheck(result: CheckResult): void;
  onFault?(id: string): void;
  onProgress?(progress: TrainingProgress): void;
  onCall?(call: CheckCall): void;
}

const hash = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

/** The compiler needs some 2 s for an honest submission. */
const typecheckTimeoutMs = 60_000;
/** For a failure that does not come from the submission's code. */
const nowhere: Found = { place: null, thrownIn: null, caller: null, isFound: false, code: [] };
/** How long a verdict waits for the compiler. */
const compilerPatienceMs = 15_000;

export class Session implements CheckRun {
  readonly assignment: Assignment;
  readonly track: Track;
  readonly checks: Map<string, RubricCheck>;
  readonly results = new Map<string, CheckResult>();
  readonly sections: ReportSection[] = [];

  readonly warnings: Warning[] = [];

  private readonly shared: Sandbox;
  private readonly sandboxes = new Set<Sandbox>();
  /** Modules that cannot be imported. If one sandbox finds such a module, the others do not try it. */
  private readonly fatal: LoadProblem[] = [];
  private typeReport: ReturnType<typeof typecheck> | undefined;
  private methods: TypeReport["methods"] = [];
  private loadLines = 0;
  private suite = "";
  hasEnded = false;

  readonly seed: string;
  private readonly startedAt = performance.now();
  private readonly sandboxSeed: string;
  /** Changes with every edit, of helper files as well, so that a submission cannot know its random numbers. */
  private readonly submissionKey: string;
  readonly suites: string[];
  /** Why the data set could not be loaded, if it was needed. */
  dataError: Error | null = null;
  private testSet: TestSet | null = null;
  private knownDataset: TestSet["about"] | null = null;

  constructor(
    private readonly submission: Submission,
    private readonly compiled: CompiledSubmission,
    rubric: Rubric,
    private readonly options: {
      seed: string;
      only: string[];
      timeoutMs: number;
      memoryMb?: number;
      inspect?: boolean;
      compiler?: CompilerUse;
      hints?: "staged" | "all";
      hintStages?: HintStages;
      isVerdictEnough?: boolean;
    },
    suites: { id: string }[],
    private readonly events: SessionEvents,
  ) {
    this.assignment = submission.assignment;
    this.track = submission.track;
    this.seed = options.seed;
    this.sandboxSeed = hash(["sandbox", options.seed]);
    const { files } = submission;
    const helpers = compiled.modules
      .filter(({ name, problem }) => !files.has(name) && !problem)
      .map(({ name, code }): [string, string] => [name, code]);
    this.submissionKey = hash([...files, ...helpers].sort(([a], [b]) => (a < b ? -1 : 1)));
    this.suites = suites.map(({ id }) => id);
    this.checks = new Map(rubric.checks.map((check) => [check.id, check]));
    this.shared = this.newSandbox();
    this.openAhead();
  }

  get findings(): Findings {
    const { results, sections } = this;
    const warnings = this.warnings.map((warning) => ({
      ...warning,
      where: warning.where ?? this.placeOfCheck(warning.check),
    }));
    return { results, sections, warnings, dataset: this.testSet?.about ?? this.knownDataset };
  }

  /** Takes over the findings of earlier runs, except for the checks of this run. */
  recall({ results, sections, warnings, dataset }: Findings, own: Set<string>): void {
    for (const [id, result] of results) {
      if (!own.has(id)) this.results.set(id, result);
    }
    this.warnings.push(...warnings.filter(({ check }) => !own.has(check)));
    this.sections.push(...sections.filter(({ check }) => !own.has(check)));
    this.knownDataset = dataset;
  }

  get files() {
    return this.submission.files;
  }
  get fileProblems() {
    return this.compiled.fileProblems;
  }
  get importProblems() {
    return this.compiled.importProblems;
  }

  get isVerdictEnough(): boolean {
    return this.options.isVerdictEnough ?? false;
  }

  leftMs(): number {
    return this.options.timeoutMs - (performance.now() - this.startedAt);
  }

  isSelected(check: RubricCheck): boolean {
    return isSelected(this.options.only, check);
  }

  called(call: CheckCall): void {
    if (!this.hasEnded) this.events.onCall?.(call);
  }

  record(result: CheckResult): void {
    if (this.hasEnded) return;
    const { hintStages, hints } = this.options;
    const staged = { ...result, ...(hintStages && { hintStage: nextStage(hintStages, result, hints) }) };
    this.results.set(result.id, staged);
    this.events.onCheck(staged);
    if (this.shared.isRunning) this.openAhead();
  }

  /** Opens the next context while Jest starts, or while a check draws its inputs and works out what it expects. */
  private openAhead(): void {
    // A debugger would stop in it.
    if (!this.options.inspect) this.shared.openAhead(this.sandboxSeed);
  }

  fault(id: string): void {
    if (!this.hasEnded) this.events.onFault?.(id);
  }

  begin(id: string): void {
    const suite = this.checks.get(id)?.suite ?? "";
    if (suite !== this.suite) this.events.onSuiteStart(suite);
    this.suite = suite;
  }

  drawSeed(purpose: string): string {
    return hash([this.seed, this.submissionKey, purpose]);
  }

  async open(): Promise<Context> {
    this.refuseWhenClosed();
    await this.shared.open(this.sandboxSeed);
    this.loadLines = Math.max(this.loadLines, this.shared.loadOutput.lines);
    return this.counting(this.shared, false);
  }

  async openSeparate(): Promise<Context> {
    this.refuseWhenClosed();
    await this.shared.close();
    // The tensor of the training images does not count as the submission's memory.
    const imagesMb = (4 * this.trainingData().train.images.length) / 2 ** 20;
    const sandbox = this.newSandbox(Math.ceil(imagesMb));
    await sandbox.open(this.sandboxSeed);
    return this.counting(sandbox, true);
  }

  loadProblems(): LoadProblem[] {
    return this.shared.loadProblems;
  }

  framesOf(stack: string): Frame[] {
    return framesOf(withoutUrls(stack, this.submission.root), this.compiled.sourceMaps);
  }

  async lookUp(row: RubricCheck, failure: Failure): Promise<Found> {
    if (failure.code === "file") return { ...nowhere, place: this.placeOfProblem(failure) };
    const report = await this.promptTypeReport();
    const frames = failure.code === "threw" ? failure.frames : [];
    const located = locate(frames, report?.methods ?? [], this.assignment.given.methods, (method) =>
      this.isRight(method),
    );
    const { place, thrownIn, caller } = located;
    return { ...located, code: report ? problemsAt(report, [thrownIn, place, caller], row) : [] };
  }

  /** The line that does not compile, or whose import leads nowhere. */
  private placeOfProblem({ file: name = "" }: { file?: string }): CodePlace | null {
    const { fileProblems, importProblems } = this.compiled;
    const broken = fileProblems.find(({ file }) => file === name);
    if (broken?.line) return { file: broken.file, line: broken.line, method: null };
    const astray = importProblems.find(({ specifier }) => specifier === name);
    return astray ? { file: astray.file, line: astray.line, method: null } : null;
  }

  /** The method that a check is about. Its line is known if the compiler has been asked. */
  private placeOfCheck(id: string): Place | null {
    const { file = null, method = null } = this.checks.get(id) ?? {};
    const range = this.methods.find(({ name }) => name === method);
    return file || range ? { file: range?.file ?? file, line: range?.from ?? null, method } : null;
  }

  /** Whether a method is judged, and all its checks have passed. */
  private isRight(method: string): boolean {
    const judges = [...this.checks.values()].filter((row) => row.method === method);
    const verdicts = judges.flatMap(({ id }) => this.results.get(id)?.status ?? []);
    return verdicts.length > 0 && verdicts.every((status) => status === "passed");
  }

  /** The compiler's report, if it arrives in time. */
  private async promptTypeReport(): Promise<TypeReport | null> {
    if (this.options.compiler === "none") return null;
    let cancel = () => {};
    const late = new Promise<null>((resolve) => {
      cancel = setLimit(compilerPatienceMs, () => resolve(null));
    });
    const report = await Promise.race([this.typecheck().catch(() => null), late]).finally(cancel);
    return report === "timeout" ? null : report;
  }

  /** Reads the data when it is first needed, because many submissions train nothing. */
  trainingData(): TrainingData {
    try {
      if (!this.assignment.dataset) throw new Error("the assignment has no data set");
      this.testSet ??= this.assignment.dataset.load();
    } catch (error) {
      this.dataError = error as Error;
      throw error;
    }
    return this.testSet.training;
  }

  testAccuracy(predicted: ArrayLike<number>, every?: number): number {
    return this.testSet?.accuracy(predicted, every) ?? 0;
  }

  progress(progress: TrainingProgress): void {
    if (!this.hasEnded) this.events.onProgress?.(progress);
  }

  warn(warning: Warning): void {
    this.warnings.push(warning);
  }

  hasWarned(message: string): boolean {
    return this.warnings.some((warning) => warning.message === message);
  }

  async reviewPredictions(predicted: ArrayLike<number>) {
    return this.testSet?.review(predicted);
  }

  addSection(section: ReportSection): void {
    this.sections.push(section);
  }

  /** Starts the compiler at the first call. A run that needs the report calls early, to have it in time. */
  typecheck() {
    const staysWarm = this.options.compiler === "warm";
    if (!this.typeReport) {
      this.typeReport = typecheck(this.assignment, this.submission.root, typecheckTimeoutMs, { staysWarm });
      const keep = (report: TypeReport | "timeout") => {
        if (report !== "timeout") this.methods = report.methods;
      };
      this.typeReport.report.then(keep, () => {});
    }
    return this.typeReport.report;
  }

  printed(): { lines: number; epochs: number } {
    const results = [...this.results.values()];
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    return {
      lines: sum(results.map(({ lines }) => lines)) + this.loadLines,
      epochs: sum(results.map(({ epochs }) => epochs)),
    };
  }

  /** Ends every process that this run has started. */
  async close(): Promise<void> {
    this.hasEnded = true;
    this.typeReport?.stop();
    await Promise.all([...this.sandboxes].map((sandbox) => sandbox.end()));
  }

  /** When the time is up, the suites may still be running. They must not start anything. */
  private refuseWhenClosed(): void {
    if (this.hasEnded) throw new Error("the run has ended");
  }

  private newSandbox(extraMb = 0): Sandbox {
    const { memoryMb = defaultMemoryMb, inspect } = this.options;
    const code = inspect ? forDebugger(this.compiled, this.submission.root) : this.compiled;
    const sandbox = new Sandbox(code, memoryMb + extraMb, this.fatal, inspect ? inspectPort : undefined);
    this.sandboxes.add(sandbox);
    return sandbox;
  }

  private counting(sandbox: Sandbox, endsWithContext: boolean): Context {
    return {
      call: async (source, args, timeoutMs, attachments, options) => {
        this.refuseWhenClosed();
        return sandbox.call(source, args, timeoutMs, attachments, options);
      },
      close: async () => {
        if (endsWithContext) await sandbox.close();
      },
    };
  }
}
