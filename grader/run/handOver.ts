/**
 * Hands a run to the suites. Jest runs them in another context with its own modules. Only its global object reaches that
 * context, so the run lies there under a symbol until the suites take it.
 */
import type { CheckRun } from "./suiteRun.ts";

const key = Symbol.for("grader.suiteRun");
type Holder = Record<symbol, CheckRun | undefined>;

export function handOver(run: CheckRun, context: object): void {
  (context as Holder)[key] = run;
}

export function takeOver(context: object): CheckRun {
  const run = (context as Holder)[key];
  delete (context as Holder)[key];
  if (!run) throw new Error("The grading suites are run by `npm run grade`, not by Jest alone");
  return run;
}
