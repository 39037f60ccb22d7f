/**
 * Asks the TypeScript compiler two things about a submission: does it fit the contract (`signatures.ts` uses every public
 * class and method as the suites do), and does it pass strict checks?
 *
 * The compiler runs none of the submission's code. But types can also be endless, so the compiler works in a separate process
 * that can be killed.
 */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Assignment } from "../assignment.ts";
import { setLimit } from "../clock.ts";
import { wasKilled } from "../sandbox/wasKilled.ts";
import type { MethodRange } from "./owners.ts";

export interface TypeProblem {
  file: string;
  line: number;
  /** "TS2339" for an error of the compiler. */
  code: string;
  message: string;
  /** The methods that it concerns, such as "Queue.push". */
  methods?: string[];
}

export interface TypeReport {
  /** Where the submission does not fit the contract. `file` is the student's file. */
  signatures: TypeProblem[];
  /** The compiler's errors in the submission's own files. */
  types: TypeProblem[];
  /** Loops that one call can replace. */
  loops: TypeProblem[];
  /** More numbers or text than code contains. */
  tables: TypeProblem[];
  /** Code that compiles, and does something else than in Python. */
  habits: TypeProblem[];
  /** The calls that print. */
  prints: TypeProblem[];
  /** The lines of each method. */
  methods: MethodRange[];
}

/** The message to the compiler's process. */
export type TypecheckRequest = Pick<Assignment, "files" | "signatures"> & {
  id: number;
  root: string;
  /** The paths of given code beside the submission, which are not read. */
  given: string[];
};

export interface TypecheckReply {
  id: number;
  report: TypeReport | "timeout";
}

/** A process that stays between runs. It reads only what has changed, in a tenth of the time. */
let kept: ChildProcess | null = null;
let requests = 0;

/**
 * @param root the submission's folder
 * @param timeoutMs after this long the compiler is stopped, and the answer is "timeout"; so it is when the compiler does not
 * survive the submission
 * @param staysWarm keeps the compiler's process for the next time
 * @throws Error (the report's promise) when the compiler itself fails
 */
export function typecheck(
  { files, signatures, given }: Assignment,
  root: string,
  timeoutMs: number,
  { staysWarm = false } = {},
): { report: Promise<TypeReport | "timeout">; stop: () => void } {
  const child = (staysWarm && kept) || start();
  if (staysWarm) kept = child;
  const modules = Object.values(given.modules);
  const request: TypecheckRequest = { id: ++requests, files, signatures, root, given: modules };
  const kill = () => {
    if (kept === child) kept = null;
    child.kill("SIGKILL");
  };
  const report = new Promise<TypeReport | "timeout">((resolve, reject) => {
    const cancelLimit = setLimit(timeoutMs, kill);
    const onMessage = ({ id, report }: TypecheckReply) => {
      if (id !== request.id) return;
      settle();
      resolve(report);
    };
    const onError = (error: Error) => {
      settle();
      reject(error);
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
      if (kept === child) kept = null;
      settle();
      if (wasKilled(code, signal)) resolve("timeout");
      else reject(new Error(`the type check ended with exit code ${code}`));
    };
    function settle(): void {
      cancelLimit();
      child.off("message", onMessage);
      child.off("error", onError);
      child.off("exit", onExit);
      if (!staysWarm) child.kill();
      // An idle compiler must not keep the grader alive.
      child.unref();
      child.channel?.unref();
    }
    child.on("message", onMessage);
    child.on("error", onError);
    child.on("exit", onExit);
    child.ref();
    child.channel?.ref();
    // If the process is gone, its exit event reports it.
    child.send(request, () => {});
  });
  // The result may not be awaited yet.
  report.catch(() => {});
  return { report, stop: staysWarm ? () => {} : kill };
}

function start(): ChildProcess {
  return fork(join(__dirname, "../start.cjs"), [join(__dirname, "typecheckWorker.ts")], {
    // Types can also use up the memory. The engine's message about it does not help.
    execArgv: ["--max-old-space-size=1024"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}
