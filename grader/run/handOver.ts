/**
 * Hands a run to the suites. Jest runs them in another context with its own modules. Only its global object reaches that
 * context, so the run lies there under a symbol until the suites take it.
 */
const key = Symbol.for("grader.suiteRun");
type Holder<T> = Record<symbol, T | undefined>;

export function handOver<T>(run: T, context: object): void {
  (context as Holder<T>)[key] = run;
}

export function takeOver<T>(context: object): T {
  const run = (context as Holder<T>)[key];
  delete (context as Holder<T>)[key];
  if (!run) throw new Error("The grading suites are run by `npm run grade`, not by Jest alone");
  return run;
}
