/** A sandbox process, as the grader sees it. It takes one request at a time, and may end or send anything. */

import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { setLimit } from "../clock.ts";
import { frameReader } from "./frames.ts";
import { framed, type Launched, launch } from "./launch.ts";
import { takeLaunched } from "./launchAhead.ts";
import { canWatchMemory, residentBytes, watchMemory } from "./memoryWatch.ts";
import { allNamespaces, processWithin } from "./namespaces.ts";
import type { GuestModule, Reply, Request, RequestId } from "./protocol.ts";
import { toReply } from "./replies.ts";

/** The longest delay of a timer, for sessions with a debugger. */
export const unlimitedMs = 2 ** 31 - 1;
/** How long the pipes of an ended process may stay open. */
const pipesMs = 1_000;
/** How much of stderr is kept. V8 prints its message first. */
const maxStderr = 10_000;

const replyTypes: Record<Request["type"], Reply["type"][]> = {
  load: ["loaded"],
  open: ["importing", "opened"],
  evaluate: ["progress", "returned", "threw", "timeout"],
};

interface RequestOptions {
  idleMs?: number;
  onImporting?: (module: string) => void;
  onProgress?: (text: string) => void;
}

/** A request that awaits its reply. */
interface Waiting {
  id: RequestId;
  type: Request["type"];
  onImporting(module: string): void;
  onProgress(text: string): void;
  settle(answer: Answer): void;
}

/**
 * The outcome of a request: a reply; "late" when the time is up; "stale" when the process sent a second reply to an earlier
 * request, which says nothing about this one; undefined when the process ends or sends an invalid reply.
 */
export type Answer = Reply | "late" | "stale" | undefined;

export class SandboxProcess {
  private readonly launched: Launched;
  private readonly names: ReadonlySet<string>;
  /** The most imports that the process may report: all files are imported once, and again without each. More is a flood. */
  private readonly maxNews: number;
  private waiting: Waiting | null = null;
  private stderr = "";
  private isTooLarge = false;
  private stopWatching = () => {};
  /** Whether the process has ended, or was killed because it sent an invalid or unexpected reply. */
  hasEnded = false;

  /**
   * @param host the host script
   * @param modules the modules that the process will load
   * @param inspectPort the port at which it waits for a debugger
   */
  constructor(
    host: string,
    modules: GuestModule[],
    private readonly memoryMb: number,
    inspectPort?: number,
  ) {
    this.names = new Set(modules.map(({ name }) => name));
    this.maxNews = this.names.size * (this.names.size + 1);
    this.launched =
      inspectPort === undefined
        ? takeLaunched(host, memoryMb)
        : launch(host, memoryMb, { without: ["permission", ...allNamespaces], inspectPort });
    this.listen(this.launched.channel);
  }

  /** Whether the process ended because it used too much memory. */
  get isOutOfMemory(): boolean {
    return this.isTooLarge || /heap out of memory|allocation failed/i.test(this.stderr);
  }

  /** The id of the process that runs the submission, inside its namespace; undefined if it did not start. */
  get pid(): number | undefined {
    const { pid } = this.launched.child;
    return pid === undefined ? undefined : processWithin(pid);
  }

  get lastWords(): string {
    return this.stderr.trim().split("\n")[0] || "no answer";
  }

  /**
   * Sends a request.
   * @param bytes the bytes that follow the request
   * @param options.idleMs the longest time between two signs of progress
   */
  request(
    request: Request,
    bytes: Uint8Array[],
    limitMs: number,
    { idleMs = limitMs, onImporting, onProgress = () => {} }: RequestOptions = {},
  ): Promise<Answer> {
    if (this.hasEnded) return Promise.resolve(undefined);
    const { channel } = this.launched;
    return new Promise((resolve) => {
      const late = () => this.waiting?.settle("late");
      const cancelLimit = setLimit(limitMs, late);
      let cancelIdle = setLimit(idleMs, late);
      let news = 0;
      const id: RequestId = randomUUID();
      this.waiting = {
        id,
        type: request.type,
        onImporting: (module) => {
          news += 1;
          if (news > this.maxNews) return this.end();
          onImporting?.(module);
          cancelIdle();
          cancelIdle = setLimit(idleMs, late);
        },
        onProgress,
        settle: (answer) => {
          cancelLimit();
          cancelIdle();
          this.waiting = null;
          resolve(answer);
        },
      };
      channel.cork();
      channel.write(framed(JSON.stringify({ id, request })));
      for (const array of bytes) channel.write(array);
      channel.uncork();
    });
  }

  /** Ends the process when it uses `memoryMb` more than it does now. */
  async watchMemory(): Promise<void> {
    const { pid } = this;
    if (pid === undefined || !canWatchMemory()) return;
    const own = await residentBytes(pid).catch(() => 0);
    if (this.hasEnded) return;
    this.stopWatching = watchMemory(pid, own + this.memoryMb * 2 ** 20, () => {
      this.isTooLarge = true;
      this.end();
    });
  }

  /** Ends the process, and waits until it is gone. */
  async close(): Promise<void> {
    const { child, cleanUp } = this.launched;
    const isGone = child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
    const gone = isGone ? undefined : ended(child);
    this.end();
    await gone;
    cleanUp();
  }

  private end(answer?: "stale"): void {
    this.stopWatching();
    this.launched.kill();
    this.hasEnded = true;
    this.waiting?.settle(answer);
  }

  private listen(channel: Duplex): void {
    const reader = frameReader(([id, ...texts], buffers) => {
      const { waiting } = this;
      const reply = toReply(texts, buffers, this.names);
      if (waiting?.id !== id) this.end("stale");
      else if (!reply || !replyTypes[waiting.type].includes(reply.type)) this.end();
      else if (reply.type === "importing") waiting.onImporting(reply.module);
      else if (reply.type === "progress") waiting.onProgress(reply.text);
      else waiting.settle(reply);
    });
    channel.on("data", (chunk: Buffer) => {
      if (this.hasEnded) return;
      try {
        reader.read(chunk);
      } catch {
        // This is not a frame, or one that is too large.
        this.end();
      }
    });
    channel.once("end", () => this.end());
    channel.once("close", () => this.end());
    const { stderr } = this.launched.child;
    stderr?.on("data", (chunk: Buffer) => {
      this.stderr += chunk.toString();
      if (this.stderr.length > maxStderr) stderr.destroy();
    });
  }
}

/** Waits until a process has ended and its pipes are closed. On Windows, another process may have inherited them. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    child.once("exit", () => {
      timer = setTimeout(resolve, pipesMs);
    });
    child.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
