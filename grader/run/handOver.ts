/**
 * Hands a run to the suites. Jest runs them in another context with its own modules. Only its global object reaches that
 * context, so the run lies there under a symbol until the suites take it.
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
