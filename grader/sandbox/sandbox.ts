/** The grader's end of a sandbox: one process at a time, killed and replaced when a call does not come back. */
import type { ChildProcess } from "node:child_process";
import type { Writable } from "node:stream";
import { exportsByFile } from "../contract.ts";
import { sandboxBundles } from "./bundles.ts";
import type { Wire } from "./codec.ts";
import { dataPipe, defaultMemoryMb, launch, type Wall } from "./launch.ts";
import { residentBytes, watchMemory } from "./memoryWatch.ts";
import {
  type GuestModule,
  isReply,
  type LoadProblem,
  neverLoads,
  type Output,
  type Reply,
  type Request,
  type Thrown,
} from "./protocol.ts";

/** How a call ended. `timeout` and `crashed` also end the process; the next call gets a new one. */
export type Outcome =
  | { kind: "returned"; wire: Wire; output: Output }
  | { kind: "threw"; thrown: Thrown; output: Output }
  | { kind: "timeout"; output: Output }
  | { kind: "crashed"; reason: string; output: Output };

/**
 * How long one file may take at import: as long as most checks have. The largest honest one takes a few milliseconds, but
 * by the clock on the wall: a machine that grades others meanwhile may give it a small part of its time.
 */
const defaultLoadTimeoutMs = 10_000;
/** How long the process may take until it knows the submission. Nothing of it runs yet, so this is for slow machines. */
const startTimeoutMs = 60_000;
/** The longest that a timer can be set to: as long as somebody with a debugger likes. */
const unlimitedMs = 2 ** 31 - 1;
/**
 * What the watchdog inside gets on top before the process is killed from outside, and what was printed is lost. Only what
 * no watchdog can interrupt needs all of it.
 */
const graceMs = 5_000;
const noOutput: Output = { text: "", lines: 0 };

export class Sandbox {
  private child: ChildProcess | null = null;
  private cleanUp = () => {};
  private stderr = "";
  private opened: string | null = null;
  private stopWatching = () => {};
  private tooLarge = false;
  private importing: string | null = null;
  private ended = false;
  private thrownAtLoad: LoadProblem[] = [];
  loadOutput: Output = noOutput;

  /**
   * @param modules the compiled submission
   * @param memoryMb what it may use, heap and all, on top of what the sandbox itself needs
   * @param fatal modules whose import no process survives; those that are found are added, and never tried again
   * @param inspectPort where each process waits for a debugger. Then there is no limit to time and memory
   */
  constructor(
    private readonly modules: GuestModule[],
    private readonly memoryMb = defaultMemoryMb,
    private readonly fatal: LoadProblem[] = [],
    private readonly inspectPort?: number,
  ) {}

  private get loadTimeoutMs(): number {
    return this.inspectPort === undefined ? defaultLoadTimeoutMs : unlimitedMs;
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
    // Each of the files may run into its limit once, and then all are imported again.
    const limitMs = (this.modules.length + 1) * this.loadTimeoutMs + graceMs;
    for (;;) {
      if (!this.child) await this.start();
      this.importing = null;
      const reply = await this.request({ type: "open", seed }, limitMs);
      if (typeof reply === "object" && reply.type === "opened") {
        const isEndless = ({ kind }: LoadProblem) => kind === "timeout";
        this.fatal.push(...reply.problems.filter(isEndless));
        this.thrownAtLoad = reply.problems.filter((problem) => !isEndless(problem));
        this.loadOutput = reply.output;
        this.opened = seed;
        return;
      }
      this.refuseWhenEnded();
      // Whichever file was being imported has ended the process: once more, without it.
      const module = this.importing;
      const reason = reply === "late" ? "its import does not end" : this.crashReason();
      await this.close();
      if (module === null || this.fatal.some((problem) => problem.module === module))
        throw new Error("the sandbox cannot import the submission");
      this.fatal.push({ module, kind: "crashed", reason });
    }
  }

  /**
   * Runs a function in the realm opened last (or a new one of the same seed, if that one had to be killed).
   * @param source the function's source: (modules, args) => result
   * @param timeoutMs after this long, it has failed
   * @param attachments large arrays, handed over without a copy of ours: (modules, args, attachments) => result
   */
  async call(
    source: string,
    args: Wire,
    timeoutMs: number,
    attachments: Uint8Array[] = [],
  ): Promise<Outcome> {
    if (!this.child) await this.open(this.opened ?? "");
    const lengths = attachments.map(({ byteLength }) => byteLength);
    for (const attachment of attachments) this.dataPipe?.write(attachment);
    const request: Request = { type: "evaluate", source, args, attachments: lengths, timeoutMs };
    const reply = await this.request(request, timeoutMs + graceMs);
    if (reply === "late") {
      await this.close();
      return { kind: "timeout", output: noOutput };
    }
    switch (reply?.type) {
      case "returned":
        return { kind: "returned", wire: reply.wire, output: reply.output };
      case "threw":
        return { kind: "threw", thrown: reply.thrown, output: reply.output };
      case "timeout":
        // What is left of the realm after a loop was cut short is anybody's guess.
        await this.close();
        return { kind: "timeout", output: reply.output };
      default: {
        const reason = this.crashReason();
        await this.close();
        return { kind: "crashed", reason, output: noOutput };
      }
    }
  }

  /** As close, and for good: whatever is under way starts no other process. */
  async end(): Promise<void> {
    this.ended = true;
    await this.close();
  }

  /** Ends the process, if there is one. Safe to call at any time, and more than once. */
  async close(): Promise<void> {
    const { child, cleanUp } = this;
    this.child = null;
    this.stopWatching();
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    }
    cleanUp();
    this.cleanUp = () => {};
  }

  private refuseWhenEnded(): void {
    if (this.ended) throw new Error("the sandbox has been ended");
  }

  private get dataPipe(): Writable | undefined {
    return this.child?.stdio[dataPipe] as Writable | undefined;
  }

  private crashReason(): string {
    const outOfMemory = this.tooLarge || /heap out of memory|allocation failed/i.test(this.stderr);
    return outOfMemory ? `it used more than ${this.memoryMb} MB of memory` : "its process ended";
  }

  private async start(): Promise<void> {
    const { host, guest } = await sandboxBundles();
    this.refuseWhenEnded();
    const { inspectPort, loadTimeoutMs } = this;
    const isInspected = inspectPort !== undefined;
    const without: Wall[] = isInspected ? ["permission", "network"] : [];
    const { child, cleanUp } = launch(host, this.memoryMb, { without, inspectPort });
    this.child = child;
    this.cleanUp = cleanUp;
    this.stderr = "";
    this.tooLarge = false;
    // A process that is killed in the middle of a transfer is no news: its call is waiting to tell.
    this.dataPipe?.on("error", () => {});
    child.stderr?.on("data", (chunk: Buffer) => {
      if (this.stderr.length < 10_000) this.stderr += chunk;
    });
    const exports = Object.entries(exportsByFile).flatMap(([module, names]) =>
      names.map((name): [string, string] => [name, module]),
    );
    const broken = this.fatal.map(({ module, kind, reason }): [string, string] => [
      module,
      kind === "timeout" ? neverLoads(module, loadTimeoutMs) : `${module} cannot be imported: ${reason}`,
    ]);
    const reply = await this.request(
      { type: "load", guest, modules: this.modules, exports, loadTimeoutMs, broken },
      isInspected ? unlimitedMs : startTimeoutMs,
    );
    if (reply === undefined || reply === "late" || reply.type !== "loaded") {
      const { stderr } = this;
      await this.close();
      this.refuseWhenEnded();
      throw new Error(`the sandbox process does not start: ${stderr.trim().split("\n")[0] || "no answer"}`);
    }
    const { pid } = child;
    if (pid === undefined || isInspected) return;
    // Now everything of ours is loaded; from here on it is the submission that grows.
    const own = await residentBytes(pid).catch(() => 0);
    if (this.child !== child) return;
    this.stopWatching = watchMemory(pid, own + this.memoryMb * 2 ** 20, () => {
      this.tooLarge = true;
      child.kill("SIGKILL");
    });
  }

  /** Sends a request. Undefined when the process ends instead of replying, "late" when it takes longer than it may. */
  private request(request: Request, limitMs: number): Promise<Reply | "late" | undefined> {
    const child = this.child as ChildProcess;
    return new Promise((resolve) => {
      const settle = (reply: Reply | "late" | undefined) => {
        clearTimeout(timer);
        child.off("message", onMessage);
        child.off("exit", onExit);
        resolve(reply);
      };
      const onMessage = (message: unknown) => {
        if (!isReply(message)) settle(undefined);
        else if (message.type === "importing") this.importing = message.module;
        else settle(message);
      };
      const onExit = () => settle(undefined);
      const timer = setTimeout(() => settle("late"), Math.min(limitMs, unlimitedMs));
      child.on("message", onMessage);
      child.on("exit", onExit);
      child.send(request, (error) => {
        if (error) settle(undefined);
      });
    });
  }
}
