/** Grades one submission after another in a process that stays: to start the command for each takes a quarter of the time. */
import { type ChildProcess, fork } from "node:child_process";
import type { Socket } from "node:net";
import { join } from "node:path";
import type { Assignment } from "../assignment.ts";
import { setLimit } from "../clock.ts";
import type { Report } from "../report/report.ts";
import type { WarmReply, WarmRequest } from "./warmWorker.ts";

/** The command of the assignment's program that runs warmWorker.ts. */
export const warmCommand = "grade:warm";
/** After so many a process is replaced: Jest keeps something of each run. */
const perProcess = 100;
/** What a run may take beyond its own time limit, which it keeps to unless it has lost itself. */
const patienceMs = 80_000;

export class WarmGrader {
  private child: ChildProcess | null = null;
  private done = 0;

  /** @param env what is different in its environment */
  constructor(
    private readonly assignment: Assignment,
    private readonly env: NodeJS.ProcessEnv = {},
  ) {}

  /**
   * One submission at a time. The process lets its parent end while it is idle.
   * @returns the report; null when the submission was refused in one line
   * @throws Error when the grader itself failed, printed something or did not come back
   */
  async grade(request: WarmRequest): Promise<Report | null> {
    if (this.done >= perProcess) this.close();
    this.child ??= this.start();
    this.done += 1;
    const { child } = this;
    let said = "";
    const listen = (chunk: Buffer) => {
      said = (said + chunk).slice(0, 1000);
    };
    const outputs = [child.stdout, child.stderr] as Socket[];
    for (const output of outputs) output.on("data", listen);
    child.ref();
    child.channel?.ref();
    try {
      const reply = await this.ask(child, request).catch((error) => {
        this.close();
        throw new Error(`${error.message} ${said}`.trim());
      });
      if ("fault" in reply) throw new Error(reply.fault);
      if (said) throw new Error(`the grader printed: ${said}`);
      return "report" in reply ? reply.report : null;
    } finally {
      child.unref();
      child.channel?.unref();
      for (const output of outputs) output.off("data", listen);
    }
  }

  close(): void {
    this.child?.kill();
    this.child = null;
    this.done = 0;
  }

  private start(): ChildProcess {
    const child = fork(join(__dirname, "../start.cjs"), [this.assignment.program, warmCommand], {
      execArgv: [],
      env: { ...process.env, ...this.env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const output of [child.stdout, child.stderr] as Socket[]) output.unref();
    return child;
  }

  private ask(child: ChildProcess, request: WarmRequest): Promise<WarmReply> {
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void) => {
        cancelLimit();
        child.off("exit", onExit);
        child.off("message", onMessage);
        settled();
      };
      const onExit = (code: number | null, signal: string | null) =>
        settle(() => reject(new Error(`the grader ended with ${code ?? signal}`)));
      const onMessage = (reply: unknown) => settle(() => resolve(reply as WarmReply));
      const cancelLimit = setLimit(request.timeoutMs + patienceMs, () =>
        settle(() => reject(new Error("the grader does not come to an end"))),
      );
      child.once("exit", onExit);
      child.once("message", onMessage);
      child.send(request);
    });
  }
}
