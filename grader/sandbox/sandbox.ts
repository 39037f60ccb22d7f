/** The grader's end of a sandbox. It runs one process at a time, and replaces a process that hangs or crashes. */
import { randomUUID } from "node:crypto";
import type { Message } from "../wording/catalogue.ts";
import { say } from "../wording/catalogue.ts";
import { crashes } from "../wording/crashes.ts";
import { loading } from "../wording/loading.ts";
import { sandboxBundles } from "./bundles.ts";
import type { Wire } from "./codec.ts";
import { defaultMemoryMb } from "./launch.ts";
import type { GuestModule, LoadProblem, ModuleProblem, Output, Reply, Request, Thrown } from "./protocol.ts";
import { type Answer, SandboxProcess, unlimitedMs } from "./sandboxProcess.ts";
import { measureUsage } from "./usage.ts";

/** What is loaded: a submission's modules, and from which of them each name comes that a function is handed. */
export interface SandboxCode {
  modules: GuestModule[];
  exports: Readonly<Record<string, readonly string[]>>;
}

/** The outcome of a call. `timeout` and `crashed` also end the process (but see `keepsContext`); the next call starts another. */
export type Outcome = {
  output: Output;
  /** The time that the call used: processor time where the platform tells it. */
  usedMs: number;
} & (
  | { kind: "returned"; wire: Wire }
  | { kind: "threw"; thrown: Thrown }
  | { kind: "timeout"; isContextKept?: boolean }
  | { kind: "crashed"; reason: Message<typeof crashes> }
);

/**
 * The time limit for the import of one file, as long as most checks have. The largest legitimate import takes a few
 * milliseconds, but this is wall-clock time: a machine that grades others meanwhile may give the process a small share.
 */
const defaultLoadTimeoutMs = 10_000;
/**
 * The processor time that all imports of a run may use. A run opens about ninety contexts, for which the solution takes
 * 1.3 s. Beyond this budget each file still gets a hundred times what a legitimate one needs. So slow imports hold a core
 * for no longer than a training does.
 */
const importBudgetMs = 60_000;
const hurriedLoadTimeoutMs = 2_000;
/** The time limit for loading the submission into a process. None of it runs yet, so this allows for slow machines. */
const startTimeoutMs = 60_000;
/**
 * The extra time for the watchdog inside the process. Then the grader kills the process, and the printed output is lost. Only
 * code that no watchdog can interrupt uses all of it.
 */
const graceMs = 1_000;
/** The same for work done once for many checks: opening a context on a busy machine. */
const openGraceMs = 5_000;
/** An import that used this much processor time and did not end is endless: a legitimate one takes a hundredth. */
const amplyMs = 1_000;
/** How often an import that got no processor time is tried again, each time with twice the time limit. */
const maxStalls = 3;
const noOutput: Output = { text: "", lines: 0 };

export interface CallOptions {
  onProgress?: (text: string) => void;
  keepsContext?: boolean;
}

export class Sandbox {
  private process: SandboxProcess | null = null;
  private opened: string | null = null;
  private ahead: { seed: string; opening: Promise<void> } | null = null;
  private ended = false;
  /** How often the sandbox has been closed. What began before the last time is not continued. */
  private closed = 0;
  private stalls = 0;
  private importsMs = 0;
  private isHurried = false;
  private thrownAtLoad: LoadProblem[] = [];
  loadOutput: Output = noOutput;

  /**
   * @param modules the compiled submission
   * @param memoryMb the memory limit, heap included, on top of what the sandbox itself needs
   * @param fatal modules whose import ends the process. Newly found ones are added, and never tried again
   * @param inspectPort the port at which each process waits for a debugger. Lifts the limits on time and memory
   * @param host another host script, for tests
   * @param budgetMs the processor time that imports may use before they are hurried
   */
  constructor(
    private readonly code: SandboxCode,
    private readonly memoryMb = defaultMemoryMb,
    private readonly fatal: LoadProblem[] = [],
    private readonly inspectPort?: number,
    private readonly host?: string,
    private readonly budgetMs = importBudgetMs,
  ) {}

  private get loadTimeoutMs(): number {
    if (this.inspectPort !== undefined) return unlimitedMs;
    return (this.isHurried ? hurriedLoadTimeoutMs : defaultLoadTimeoutMs) * 2 ** this.stalls;
  }

  /** The problems of the latest import of the submission. */
  get loadProblems(): LoadProblem[] {
    return [...this.fatal, ...this.thrownAtLoad];
  }

  get isRunning(): boolean {
    return this.process !== null && !this.process.hasEnded;
  }

  /**
   * Opens a context of its own for the next calls: fresh built-ins, the submission imported anew.
   * @param seed the seed of its random numbers
   */
  async open(seed: string): Promise<void> {
    const { ahead } = this;
    this.ahead = null;
    if (ahead?.seed === seed) return ahead.opening;
    await ahead?.opening.catch(() => {});
    await this.openNow(seed);
  }

  /** Begins what the next `open` of the same seed will ask for. It takes the context of earlier calls away. */
  openAhead(seed: string): void {
    if (this.ahead?.seed === seed) return;
    const opening = this.openNow(seed);
    // `open` reports it.
    opening.catch(() => {});
    this.ahead = { seed, opening };
  }

  private async openNow(seed: string): Promise<void> {
    const { closed } = this;
    if (!this.isHurried && this.importsMs > this.budgetMs) {
      this.isHurried = true;
      await this.stop();
    }
    // A process that ends before it imports any file may be bad luck, once.
    for (let attempts = 2; ; ) {
      const { importing, reply, usedMs } = await this.tryToOpen(seed, closed);
      this.refuseWhenClosed(closed);
      this.importsMs += usedMs;
      const isEndless = ({ kind }: LoadProblem) => kind === "timeout";
      const isOpened = typeof reply === "object" && reply.type === "opened";
      const endless = isOpened ? reply.problems.filter(isEndless).length : reply === "late" ? 1 : 0;
      if (usedMs < endless * amplyMs && this.stalls < maxStalls) {
        this.stalls += 1;
        await this.stop();
        continue;
      }
      if (isOpened) {
        this.fatal.push(...reply.problems.filter(isEndless));
        this.thrownAtLoad = reply.problems.filter((problem) => !isEndless(problem));
        this.loadOutput = reply.output;
        this.opened = seed;
        return;
      }
      const { reason, lastWords } = await this.crashed();
      this.refuseWhenClosed(closed);
      const isKnown = (module: string) => this.fatal.some((problem) => problem.module === module);
      // The file being imported ended the process. Try again without it.
      if (importing !== null && !isKnown(importing)) {
        const why: typeof reason = reply === "late" ? { code: "endless-import" } : reason;
        this.fatal.push({ module: importing, kind: "crashed", reason: why });
        continue;
      }
      if (--attempts > 0) continue;
      // Try without any file. If that fails, too, the submission is not the cause.
      const left = this.code.modules.filter(({ name, problem }) => problem === undefined && !isKnown(name));
      if (left.length === 0) throw new Error(`the sandbox process does not start: ${lastWords}`);
      for (const { name } of left) this.fatal.push({ module: name, kind: "crashed", reason });
    }
  }

  /** Sends the request to open a context. Returns the reply, and the last file whose import began. */
  private async tryToOpen(
    seed: string,
    closed: number,
  ): Promise<{ importing: string | null; reply: Answer; usedMs: number }> {
    const process = await this.livingProcess(closed);
    if (typeof process !== "object") return { importing: null, reply: process, usedMs: 0 };
    let importing: string | null = null;
    // Each file may run into its limit once, and then all files are imported again.
    const oneMs = this.loadTimeoutMs + openGraceMs;
    const ownUsage = globalThis.process.cpuUsage();
    const usage = measureUsage(process.pid);
    const reply = await process.request({ type: "open", seed }, [], oneMs * (this.code.modules.length + 1), {
      idleMs: oneMs,
      onImporting: (module) => {
        importing = module;
      },
    });
    // The grader may have been busy meanwhile, and not have seen the reply at once.
    const { user, system } = globalThis.process.cpuUsage(ownUsage);
    return { importing, reply, usedMs: Math.max(0, (await usage()) - (user + system) / 1000) };
  }

  /**
   * Runs a function in the context opened last (or in a new one of the same seed, if that one had to be killed).
   * @param source the function's source: (modules, args) => result
   * @param timeoutMs the time limit of the call
   * @param attachments large arrays, sent without a copy: (modules, args, attachments) => result
   * @param options.onProgress receives what the function reports: (modules, args, attachments, monitor) => result
   * @param options.keepsContext keeps the context after a time-out, so that a second call can inspect it
   */
  async call(
    source: string,
    args: Wire,
    timeoutMs: number,
    attachments: Uint8Array[] = [],
    { onProgress, keepsContext = false }: CallOptions = {},
  ): Promise<Outcome> {
    const lengths = (arrays: { byteLength: number }[]) => arrays.map(({ byteLength }) => byteLength);
    const buffers = args.buffers.map((buffer) => new Uint8Array(buffer));
    const request: Request = {
      type: "evaluate",
      source,
      args: args.text,
      buffers: lengths(buffers),
      attachments: lengths(attachments),
      timeoutMs,
    };
    let reply: Answer;
    let usedMs = 0;
    // A process that sent one reply too many is replaced, once. The call under way must not pay for it.
    for (let attempts = 2; attempts > 0; attempts--) {
      if (!this.process || this.process.hasEnded) await this.open(this.opened ?? "");
      const usage = measureUsage(this.process?.pid);
      reply = await this.process?.request(request, [...buffers, ...attachments], timeoutMs + graceMs, {
        onProgress,
      });
      usedMs = await usage();
      if (reply !== "stale") break;
    }
    if (reply === "stale") reply = undefined;
    if (reply === "late") {
      await this.close();
      return { kind: "timeout", usedMs, output: noOutput };
    }
    switch (reply?.type) {
      case "returned":
        return { kind: "returned", wire: reply.wire, usedMs, output: reply.output };
      case "threw":
        return { kind: "threw", thrown: reply.thrown, usedMs, output: reply.output };
      case "timeout":
        // An interrupted loop leaves the context in an unknown state.
        if (!keepsContext) await this.close();
        return { kind: "timeout", isContextKept: keepsContext, usedMs, output: reply.output };
      default:
        return { kind: "crashed", reason: (await this.crashed()).reason, usedMs, output: noOutput };
    }
  }

  /** Closes the sandbox for good: a pending call starts no other process. */
  async end(): Promise<void> {
    this.ended = true;
    await this.close();
  }

  /** Ends the process, if there is one. May be called at any time, and repeatedly. */
  async close(): Promise<void> {
    this.closed += 1;
    this.ahead = null;
    await this.stop();
  }

  private async stop(): Promise<void> {
    const { process } = this;
    this.process = null;
    await process?.close();
  }

  /** Ends the process, and returns the reason that it crashed. */
  private async crashed(): Promise<{ reason: Message<typeof crashes>; lastWords: string }> {
    const { process } = this;
    await this.stop();
    // stderr is complete only after the process has closed.
    const reason: Message<typeof crashes> = process?.isOutOfMemory
      ? { code: "out-of-memory", memoryMb: this.memoryMb }
      : { code: "process-ended" };
    return { reason, lastWords: process?.lastWords ?? "" };
  }

  private refuseWhenClosed(closed: number): void {
    if (this.ended) throw new Error("the sandbox has been ended");
    if (closed !== this.closed) throw new Error("the sandbox has been closed");
  }

  /** Returns the process, or a new one that has loaded the submission; or how the attempt to start one ended. */
  private async livingProcess(closed: number): Promise<SandboxProcess | Exclude<Answer, Reply>> {
    if (this.process?.hasEnded) await this.stop();
    this.refuseWhenClosed(closed);
    if (this.process) return this.process;
    const { host, guest, globals } = await sandboxBundles();
    this.refuseWhenClosed(closed);
    const { inspectPort, loadTimeoutMs } = this;
    const { modules } = this.code;
    const isInspected = inspectPort !== undefined;
    const process = new SandboxProcess(this.host ?? host, modules, this.memoryMb, inspectPort);
    this.process = process;
    const exports = Object.entries(this.code.exports).flatMap(([module, names]) =>
      names.map((name): [string, string] => [name, module]),
    );
    const broken = this.fatal.map(({ module: file, reason }): [string, ModuleProblem] => [
      file,
      reason
        ? {
            message: loading["import-failed"]({ file, reason: say(crashes, reason) }),
            origin: `${reason.code} ${file}`,
          }
        : {
            message: loading["import-endless"]({ file, limitMs: loadTimeoutMs }),
            origin: `import-endless ${file}`,
          },
    ]);
    const entry = `guest_${randomUUID().replaceAll("-", "")}`;
    const reply = await process.request(
      { type: "load", entry, globals, guest, modules, exports, loadTimeoutMs, broken },
      [],
      isInspected ? unlimitedMs : startTimeoutMs,
    );
    if (typeof reply !== "object") return reply;
    // All of our own code is loaded by now. From here on, only the submission uses more memory.
    if (!isInspected) await process.watchMemory();
    return process;
  }
}
