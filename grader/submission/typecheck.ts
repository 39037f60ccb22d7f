/**
 * Asks the TypeScript compiler two things about a submission: does it still fit the contract (`signatures.ts` uses
 * every public class and method as the suites do), and does it pass strict checks at all.
 *
 * Compiling reads the submission's text and runs none of it; but types, too, can be endless, so the compiler works in
 * a process of its own, which can be killed.
 */
import { fork } from "node:child_process";
import { join } from "node:path";
import type { Assignment } from "../assignment.ts";
import { setLimit } from "../clock.ts";
import { wasKilled } from "../sandbox/wasKilled.ts";

export interface TypeProblem {
  file: string;
  line: number;
  message: string;
}

export interface TypeReport {
  /** Where the contract does not fit; `file` is the student's file that is meant. */
  signatures: TypeProblem[];
  /** Where the submission's own files do not pass. */
  types: TypeProblem[];
  /** Where loops do what one call could. */
  loops: TypeProblem[];
  /** Where the source holds more numbers or text than anybody writes. */
  tables: TypeProblem[];
}

/** What the compiler's process is told. */
export type TypecheckRequest = Pick<Assignment, "files" | "signatures"> & {
  root: string;
  /** Under which paths given code lies beside the submission, where it is not read. */
  given: string[];
};

/**
 * @param root the submission's folder
 * @param timeoutMs after this long the compiler is stopped, and the answer is "timeout"; so it is when the compiler does not
 * survive the submission
 * @throws Error (the report's promise) when the compiler itself fails
 */
export function typecheck(
  { files, signatures, given }: Assignment,
  root: string,
  timeoutMs: number,
): { report: Promise<TypeReport | "timeout">; stop: () => void } {
  const child = fork(join(__dirname, "../start.cjs"), [join(__dirname, "typecheckWorker.ts")], {
    // Types can take any amount of memory, too. What the engine says of it is of no use to anybody.
    execArgv: ["--max-old-space-size=1024"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const request: TypecheckRequest = { files, signatures, root, given: Object.values(given.modules) };
  // Where it is gone already, its end says so.
  child.send(request, () => {});
  const stop = () => void child.kill("SIGKILL");
  const report = new Promise<TypeReport | "timeout">((resolve, reject) => {
    const cancelLimit = setLimit(timeoutMs, stop);
    child.on("message", (message) => resolve(message as TypeReport | "timeout"));
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      cancelLimit();
      if (wasKilled(code, signal)) resolve("timeout");
      else reject(new Error(`the type check ended with exit code ${code}`));
    });
  });
  // Nobody may be waiting for it yet.
  report.catch(() => {});
  return { report, stop };
}
