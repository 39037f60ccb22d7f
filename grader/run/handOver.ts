/**
 * Takes a run to where Jest runs the suites. Jest runs them in another context with its own modules, and the one thing that reaches it
 * is its global object: the run lies there for a moment, under a symbol, and is gone when it has been taken.
 */
import type { SuiteRun } from "./suiteRun.ts";

const key = Symbol.for("grader.suiteRun");
type Holder = Record<symbol, SuiteRun | undefined>;

export function handOver(run: SuiteRun, context: object): void {
  (context as Holder)[key] = run;
}

export function takeOver(context: object): SuiteRun {
  const run = (context as Holder)[key];
  delete (context as Holder)[key];
  if (!run) throw new Error("The grading suites are run by `npm run grade`, not by Jest alone");
  return run;
}
