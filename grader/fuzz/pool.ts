/** A few processes that grade damaged submissions, one after another: starting one for each would take most of the time. */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Damaged } from "./damage.ts";

/** After so many a process is replaced: Jest keeps something of each run. */
const perProcess = 100;
/** The worker ends a run after 10 s; one that takes much longer has lost itself. */
const patienceMs = 90_000;

export class FuzzProcess {
  private child: ChildProcess | null = null;
  private done = 0;

  /** The invariants that do not hold. */
  async run(damaged: Damaged): Promise<string[]> {
    if (this.done >= perProcess) this.close();
    this.child ??= fork(join(__dirname, "../start.cjs"), [join(__dirname, "worker.ts")], {
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.done += 1;
    const child = this.child;
    let said = "";
    const listen = (chunk: Buffer) => {
      said = (said + chunk).slice(0, 1000);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    const answer = await new Promise<string[]>((resolve) => {
      const lost = (why: string) => {
        this.close();
        resolve([`${why} ${said}`.trim()]);
      };
      const timer = setTimeout(() => lost("the grader does not come to an end"), patienceMs);
      const onExit = (code: number | null, signal: string | null) =>
        lost(`the grader ended with ${code ?? signal}`);
      child.once("exit", onExit);
      child.once("message", (found: string[]) => {
        clearTimeout(timer);
        child.off("exit", onExit);
        resolve(found);
      });
      child.send(damaged);
    });
    child.stdout?.off("data", listen);
    child.stderr?.off("data", listen);
    return said && answer.length === 0 ? [`the grader printed: ${said}`] : answer;
  }

  close(): void {
    this.child?.removeAllListeners("exit");
    this.child?.kill();
    this.child = null;
    this.done = 0;
  }
}
