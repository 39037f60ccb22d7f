/** The grader's end of a sandbox: one process at a time, killed and replaced when a call does not come back. */
import { randomUUID } from "node:crypto";
import { exportsByFile } from "../assignment/contract.ts";
import { sandboxBundles } from "./bundles.ts";
import type { Wire } from "./codec.ts";
import { defaultMemoryMb } from "./launch.ts";
import {
  type GuestModule,
  type LoadProblem,
  neverLoads,
  type Output,
  type Reply,
  type Request,
  type Thrown,
} from "./protocol.ts";
import { type Answer, SandboxProcess, unlimitedMs } from "./sandboxProcess.ts";
import { measureUsage } from "./usage.ts";

/** How a call ended. `timeout` and `crashed` also end the process (but see `keepsRealm`); the next call gets a new one. */
export type Outcome = {
  output: Output;
  /** How much of its time it has used: processor time where the platform tells it. */
  usedMs: number;
} & (
  | { kind: "returned"; wire: Wire }
  | { kind: "threw"; thrown: Thrown }
  | { kind: "timeout"; isRealmKept?: boolean }
  | { kind: "crashed"; reason: string }
);

/**
 * How long one file may take at import: as long as most checks have. The largest honest one takes a few milliseconds, but
 * by the clock on the wall: a machine that grades others meanwhile may give it a small part of its time.
 */
const defaultLoadTimeoutMs = 10_000;
/**
 * What imports may use of the processor in a run, which makes some ninety realms: the solution takes 1.3 s.
 * After that, each file has as long as a hundred honest ones need, so that slow imports hold no core for longer than a
 * training does.
 */
const importBudgetMs = 60_000;
const hurriedLoadTimeoutMs = 2_000;
/** How long the process may take until it knows the submission. Nothing of it runs yet, so this is for slow machines. */
const startTimeoutMs = 60_000;
/**
 * What the watchdog inside gets on top before the process is killed from outside, and what was printed is lost. Only what
 * no watchdog can interrupt needs all of it.
 */
const graceMs = 1_000;
/** The same for what is done once for many checks: a realm made anew, on a machine that has much else to do. */
const openGraceMs = 5_000;
/** What has used so much of the processor's time and does not end is endless: a hundred times what an honest one takes. */
const amplyMs = 1_000;
/** So many times an import that was kept from using its time is tried again, each time with twice the time. */
const maxStalls = 3;
const noOutput: Output = { text: "", lines: 0 };

export interface CallOptions {
  onProgress?: (text: string) => void;
  keepsRealm?: boolean;
}

export class Sandbox {
  private process: SandboxProcess | null = null;
  private opened: string | null = null;
  private ended = false;
  private stalls = 0;
  private importsMs = 0;
  private isHurried = false;
  private thrownAtLoad: LoadProblem[] = [];
  loadOutput: Output = noOutput;

  /**
   * @param modules the compiled submission
   * @param memoryMb what it may use, heap and all, on top of what the sandbox itself needs
   * @param fatal modules whose import no process survives; those that are found are added, and never tried again
   * @param inspectPort where each process waits for a debugger. Then there is no limit to time and memory
   * @param host another host script than ours, for tests
   * @param budgetMs what imports may use of the processor before they are hurried
   */
  constructor(
    private readonly modules: GuestModule[],
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

  /** What importing the submission led to, the latest time. */
  get loadProblems(): LoadProblem[] {
    return [...this.fatal, ...this.thrownAtLoad];
  }

  /**
   * Makes sure of a realm of its own for whatever is called next: fresh built-ins, the submission imported anew.
   * @param seed where its random numbers begin
   */
  async open(seed: string): Promise<void> {
    if (!this.isHurried && this.importsMs > this.budgetMs) {
      this.isHurried = true;
      await this.close();
    }
    // A process that ends before it comes to any file may be bad luck, once.
    for (let attempts = 2; ; ) {
      const { importing, reply, usedMs } = await this.tryToOpen(seed);
      this.refuseWhenEnded();
      this.importsMs += usedMs;
      const isEndless = ({ kind }: LoadProblem) => kind === "timeout";
      const isOpened = typeof reply === "object" && reply.type === "opened";
      const endless = isOpened ? reply.problems.filter(isEndless).length : reply === "late" ? 1 : 0;
      if (usedMs < endless * amplyMs && this.stalls < maxStalls) {
        this.stalls += 1;
        await this.close();
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
      this.refuseWhenEnded();
      const isKnown = (module: string) => this.fatal.some((problem) => problem.module === module);
      // Whichever file was being imported has ended the process: once more, without it.
      if (importing !== null && !isKnown(importing)) {
        const why = reply === "late" ? "its import does not end" : reason;
        this.fatal.push({ module: importing, kind: "crashed", reason: why });
        continue;
      }
      if (--attempts > 0) continue;
      // Then without any of them. If that does not work either, it is not the submission's doing.
      const left = this.modules.filter(({ name, problem }) => problem === undefined && !isKnown(name));
      if (left.length === 0) throw new Error(`the sandbox process does not start: ${lastWords}`);
      for (const { name } of left) this.fatal.push({ module: name, kind: "crashed", reason });
    }
  }

  /** What opening a realm came to, and the file whose import was begun last. */
  private async tryToOpen(
    seed: string,
  ): Promise<{ importing: string | null; reply: Answer; usedMs: number }> {
    const process = await this.livingProcess();
    if (typeof process !== "object") return { importing: null, reply: process, usedMs: 0 };
    let importing: string | null = null;
    // Each of the files may run into its limit once, and then all are imported again.
    const oneMs = this.loadTimeoutMs + openGraceMs;
    const usage = measureUsage(process.pid);
    const reply = await process.request({ type: "open", seed }, [], oneMs * (this.modules.length + 1), {
      idleMs: oneMs,
      onImporting: (module) => {
        importing = module;
      },
    });
    return { importing, reply, usedMs: await usage() };
  }

  /**
   * Runs a function in the realm opened last (or a new one of the same seed, if that one had to be killed).
   * @param source the function's source: (modules, args) => result
   * @param timeoutMs after this long, it has failed
   * @param attachments large arrays, handed over without a copy of ours: (modules, args, attachments) => result
   * @param options.onProgress is told what the function reports: (modules, args, attachments, monitor) => result
   * @param options.keepsRealm the realm stays when the time is up, so that a second call can see what is there
   */
  async call(
    source: string,
    args: Wire,
    timeoutMs: number,
    attachments: Uint8Array[] = [],
    { onProgress, keepsRealm = false }: CallOptions = {},
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
    // A process that has replied too often is replaced, once; what it is asked now is not to pay for that.
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
        // What is left of the realm after a loop was cut short is anybody's guess.
        if (!keepsRealm) await this.close();
        return { kind: "timeout", isRealmKept: keepsRealm, usedMs, output: reply.output };
      default:
        return { kind: "crashed", reason: (await this.crashed()).reason, usedMs, output: noOutput };
    }
  }

  /** As close, and for good: whatever is under way starts no other process. */
  async end(): Promise<void> {
    this.ended = true;
    await this.close();
  }

  /** Ends the process, if there is one. Safe to call at any time, and more than once. */
  async close(): Promise<void> {
    const { process } = this;
    this.process = null;
    await process?.close();
  }

  /** Ends the process, and says why it had to. */
  private async crashed(): Promise<{ reason: string; lastWords: string }> {
    const { process } = this;
    await this.close();
    // Only now its last words are complete.
    const reason = process?.isOutOfMemory
      ? `it used more than ${this.memoryMb} MB of memory`
      : "its process ended";
    return { reason, lastWords: process?.lastWords ?? "" };
  }

  private refuseWhenEnded(): void {
    if (this.ended) throw new Error("the sandbox has been ended");
  }

  /** The process, or a new one that knows the submission; or how the attempt to start one ended. */
  private async livingProcess(): Promise<SandboxProcess | Exclude<Answer, Reply>> {
    if (this.process?.hasEnded) await this.close();
    if (this.process) return this.process;
    const { host, guest, globals } = await sandboxBundles();
    this.refuseWhenEnded();
    const { inspectPort, loadTimeoutMs, modules } = this;
    const isInspected = inspectPort !== undefined;
    const process = new SandboxProcess(this.host ?? host, modules, this.memoryMb, inspectPort);
    this.process = process;
    const exports = Object.entries(exportsByFile).flatMap(([module, names]) =>
      names.map((name): [string, string] => [name, module]),
    );
    const broken = this.fatal.map(({ module, kind, reason }): [string, string] => [
      module,
      kind === "timeout" ? neverLoads(module, loadTimeoutMs) : `${module} cannot be imported: ${reason}`,
    ]);
    const entry = `guest_${randomUUID().replaceAll("-", "")}`;
    const reply = await process.request(
      { type: "load", entry, globals, guest, modules, exports, loadTimeoutMs, broken },
      [],
      isInspected ? unlimitedMs : startTimeoutMs,
    );
    if (typeof reply !== "object") return reply;
    // Now everything of ours is loaded; from here on it is the submission that grows.
    if (!isInspected) await process.watchMemory();
    return process;
  }
}
