/**
 * `check` is to a grading suite what `test` is to Jest. `submission.evaluate` is what `page.evaluate` is to a browser test: it
 * sends a function's source to the sandbox, runs it there on the submission's modules, and returns its result as data.
 */
import { type Generator, random, setFloatx } from "#tensor";
import type { Failure } from "../report/failure.ts";
import { isOfTheCode, statusOf } from "../report/failure.ts";
import type { RubricCheck } from "../rubric.ts";
import type { CheckCall, CheckResult, CheckRun, Context, SuiteRun } from "../run/suiteRun.ts";
import { decode, encode } from "../sandbox/codec.ts";
import type { Monitor } from "../sandbox/guest.ts";
import { originOf } from "../sandbox/protocol.ts";
import type { Outcome } from "../sandbox/sandbox.ts";
import { wasStalled } from "../sandbox/usage.ts";
import { type Current, current, runAs } from "./current.ts";
import { forgetAccounts, keepOutput, type Limit, limitOf, newAccount } from "./limit.ts";
import { forgottenThrow, unwrittenMethod } from "./unwritten.ts";

// The grader's own computations are in float64.
setFloatx("float64");

/** Carries a failure to the check. */
export class CheckError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}

/** A time-out of code that got no processor time. The machine is to blame, not the submission. */
class Stalled extends CheckError {}

/** The run to which the suites belong, as they see it. */
export let run: SuiteRun;
/** The same run, for the language of checks. */
export let checkRun: CheckRun;

/** Sets the run. Called before the suites are loaded. */
export function handIn(given: CheckRun): void {
  run = given;
  checkRun = given;
  stallsLeft = stallsPerRun;
  forgetAccounts();
}

/** The longest timer. Jest's own limit would also count time in which the sandbox does not run; ours does not. */
const unlimitedMs = 2 ** 31 - 1;
/** How often a check is repeated whose sandbox got no processor time, each time with twice the wall time... */
const maxStalls = 2;
/** ... and how often in a whole run. Code that waits without using its time must not hold the grader for ever. */
const stallsPerRun = 6;
let stallsLeft: number;

/**
 * Declares a check. Its title, points, time limit and prerequisites stand in the rubric.
 * @param id as in rubric.json
 * @param judge throws if the submission does not pass, as `expect` does
 */
export function check(id: string, judge: () => Promise<void>): void {
  const row = checkRun.checks.get(id);
  if (!row) throw new Error(`${id} has no row in rubric.json`);
  register(row, () => perform(row, judge));
}

type Register = (row: RubricCheck, judge: () => Promise<void>) => void;

let register: Register = (row, judge) => {
  if (isDue(row)) test(row.title, judge, unlimitedMs);
};

/** From now on, checks are handed over as they are declared, instead of being run by Jest. */
export function collectChecks(into: Register): void {
  register = into;
}

/** Whether the run is about a check. */
export const isDue = (row: RubricCheck): boolean =>
  row.points[checkRun.track] !== undefined && checkRun.isSelected(row);

async function perform(row: RubricCheck, judge: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  checkRun.begin(row.id);
  let mine: Current = { ...limitOf(row), context: null, comparisons: [], isFloat32: false };
  let failure: Failure | null = prerequisiteFailure(row);
  if (failure) {
    // A check that does not run shows no output, even if a training has already printed on its account.
    mine.account = newAccount();
  } else {
    const fresh = { ...mine };
    const account = { ...mine.account };
    for (let stalls = 0; ; stalls++) {
      try {
        await runAs(mine, judge);
      } catch (error) {
        if (error instanceof Stalled && stalls < maxStalls && stallsLeft > 0) {
          stallsLeft -= 1;
          mine = { ...fresh, patience: 2 ** (stalls + 1), comparisons: [] };
          Object.assign(mine.account, account);
          continue;
        }
        failure = verdictOf(error);
        if (!failure) {
          checkRun.fault(row.id);
          throw error;
        }
      }
      break;
    }
  }
  const durationMs = Math.round(performance.now() - startedAt);
  const result: CheckResult = {
    id: row.id,
    status: failure ? statusOf(failure) : "passed",
    failure,
    ...(failure && isOfTheCode(failure) && { found: await checkRun.lookUp(row, failure) }),
    durationMs,
    ...mine.account,
    comparisons: mine.comparisons,
    ...(failure && mine.graph && { graph: mine.graph }),
    isFloat32: mine.isFloat32,
  };
  checkRun.record(result);
}

/** Why a check cannot be judged yet, or null. Ignores prerequisites that this run leaves out. */
function prerequisiteFailure(row: RubricCheck): Failure | null {
  for (const id of row.requires) {
    const result = checkRun.results.get(id);
    const prerequisite = checkRun.checks.get(id);
    if (!result || !prerequisite || result.status === "passed") continue;
    if (row.evenIfWrong && result.status !== "todo" && result.status !== "timeout") continue;
    const { failure } = result;
    const what =
      failure?.code === "unfinished" || failure?.code === "prerequisite"
        ? failure.what
        : (prerequisite.method ?? id);
    // The check's own method has priority: it is the next thing to do.
    if (result.status === "todo" && what === row.method) return { code: "unfinished", what };
    return { code: "prerequisite", check: id, status: result.status, what };
  }
  return null;
}

/** Null for an error that is not a verdict: it is a fault of the suite and must not cost points. Jest reports it. */
function verdictOf(error: unknown): Failure | null {
  if (error instanceof CheckError) return error.failure;
  const { matcherResult } = error as { matcherResult?: { failure?: Failure } };
  return matcherResult?.failure ?? null;
}

/** Random numbers for the check's inputs: the same for the same seed, different for each check. */
export function generator(purpose = "inputs"): Generator {
  return random.generator(checkRun.drawSeed(`${current().row.id}/${purpose}`));
}

type SandboxFunction<Modules, Args, Helper> = (
  modules: Modules,
  args: Args,
  helper: Helper,
  attachments: Uint8Array[],
  monitor: Monitor,
) => unknown;

/** A submission with the types of its modules. The values come from the sandbox and can be anything. */
export const submissionOf = <Modules>() => ({
  /**
   * Runs `fn` in the sandbox.
   *
   * Only its source goes there. It sees the modules, `args` and `helper`, and nothing else of its file. All calls of a check
   * share a context: the next call sees changes (a patched prototype, a seed), the next check does not.
   *
   * @param args data: tensors, typed arrays, numbers, texts, and lists and objects of them
   * @param helper a function whose source is sent, too
   * @returns the result as data. A value that is not data becomes an OddValue
   * @throws CheckError if it throws, hangs or crashes
   */
  async evaluate<Args, Helper extends SandboxFunction<Modules, never, never>>(
    fn: SandboxFunction<Modules, Args, Helper>,
    args?: Args,
    helper?: Helper,
  ): Promise<unknown> {
    const mine = current();
    mine.context ??= await checkRun.open();
    return evaluateIn(mine.context, mine, fn, args, { helper });
  },

  /** As `evaluate`, but returns the time that the sandbox uses for the function, in milliseconds. */
  async measure<Args>(fn: SandboxFunction<Modules, Args, never>, args: Args): Promise<number> {
    const mine = current();
    mine.context ??= await checkRun.open();
    const before = mine.leftMs;
    await evaluateIn(mine.context, mine, fn, args);
    return before - mine.leftMs;
  },
});

interface Options<Helper> {
  /** The subject of "did not finish"; the check's method by default. */
  doing?: string;
  helper?: Helper;
  attachments?: Uint8Array[];
  onProgress?: (text: string) => void;
  /** Keeps the context after a time-out, so that it can be called again. The result is undefined. */
  onTimeout?: "keep the context";
}

/** `submission.evaluate` in a given context, with a separate limit, and with large arrays. */
export async function evaluateIn<Modules, Args, Helper extends SandboxFunction<Modules, never, never>>(
  context: Context,
  limit: Limit,
  fn: SandboxFunction<Modules, Args, Helper>,
  args?: Args,
  { helper, attachments, onProgress, onTimeout, doing }: Options<Helper> = {},
): Promise<unknown> {
  const { row, account, patience = 1 } = limit;
  // V8 accepts only whole milliseconds.
  const leftMs = Math.max(1, Math.ceil(limit.leftMs));
  const source = `(modules, args, attachments, monitor) => (${fn})(modules, args, ${helper ?? null}, attachments, monitor)`;
  const keepsContext = onTimeout !== undefined;
  const options = { onProgress, keepsContext };
  const outcome = await context.call(
    source,
    encode(args),
    Math.ceil(leftMs * patience),
    attachments,
    options,
  );
  limit.leftMs -= outcome.usedMs;
  keepOutput(account, outcome.output);
  const tell = (how: CheckCall["outcome"]) =>
    checkRun.called({ check: row.id, source: String(fn), args, outcome: how });
  if (outcome.kind === "returned") {
    const value = decode(outcome.wire);
    tell({ kind: "returned", value });
    return value;
  }
  if (outcome.kind === "timeout" && outcome.isContextKept) return undefined;
  const failure = toFailure(outcome, row);
  if (failure.code === "timeout" && doing) Object.assign(failure, { doing, timeoutMs: leftMs });
  tell({ kind: "failed", failure });
  throw outcome.kind === "timeout" && wasStalled(outcome.usedMs, leftMs)
    ? new Stalled(failure)
    : new CheckError(failure);
}

/** Whether a check of this run will be skipped, as far as is known now. */
export function isBlocked(id: string): boolean {
  const row = checkRun.checks.get(id);
  return row?.points[checkRun.track] === undefined || prerequisiteFailure(row) !== null;
}

/** Whether a check of this run was made or skipped, and has not passed. */
export function hasFailed(id: string): boolean {
  const result = checkRun.results.get(id);
  return result !== undefined && result.status !== "passed";
}

function toFailure(outcome: Exclude<Outcome, { kind: "returned" }>, row: RubricCheck): Failure {
  switch (outcome.kind) {
    case "timeout":
      return { code: "timeout", timeoutMs: row.timeoutMs };
    case "crashed":
      return { code: "crashed", reason: outcome.reason };
    case "threw": {
      const { name, message, stack } = outcome.thrown;
      const origin = originOf(outcome.thrown);
      if (origin) return { code: "file", message, ...origin };
      const what = name === "#NotImplementedError" ? unwrittenMethod(message, checkRun) : null;
      if (what) {
        const left = forgottenThrow(checkRun.files, what);
        return left ? { code: "throw-left", what, ...left } : { code: "unfinished", what };
      }
      return { code: "threw", name, message, frames: checkRun.framesOf(stack) };
    }
  }
}
