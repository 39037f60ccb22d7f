/**
 * Asks the TypeScript compiler two things about a submission: does it still fit the contract (`signatures.ts` uses
 * every public class and method as the suites do), and does it pass strict checks at all.
 *
 * Compiling reads the submission's text and runs none of it; but types, too, can be endless, so the compiler works in
 * a process of its own, which can be killed.
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
  /** Of the compiler's: "TS2339". */
  code: string;
  message: string;
  /** The methods that it concerns, as "Queue.push". */
  methods?: string[];
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
  /** What passes, and does something else than in Python. */
  habits: TypeProblem[];
  /** Where something is printed. */
  prints: TypeProblem[];
  /** Where the methods are. */
  methods: MethodRange[];
}

/** What the compiler's process is told. */
export type TypecheckRequest = Pick<Assignment, "files" | "signatures"> & {
  id: number;
  root: string;
  /** Under which paths given code lies beside the submission, where it is not read. */
  given: string[];
};

export interface TypecheckReply {
  id: number;
  report: TypeReport | "timeout";
}

/** A process that stays between runs. It reads again only what has changed, which takes a tenth of the time. */
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
      // While it waits for the next, the grader may end.
      child.unref();
      child.channel?.unref();
    }
    child.on("message", onMessage);
    child.on("error", onError);
    child.on("exit", onExit);
    child.ref();
    child.channel?.ref();
    // Where it is gone already, its end says so.
    child.send(request, () => {});
  });
  // Nobody may be waiting for it yet.
  report.catch(() => {});
  return { report, stop: staysWarm ? () => {} : kill };
}

function start(): ChildProcess {
  return fork(join(__dirname, "../start.cjs"), [join(__dirname, "typecheckWorker.ts")], {
    // Types can take any amount of memory, too. What the engine says of it is of no use to anybody.
    execArgv: ["--max-old-space-size=1024"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}
