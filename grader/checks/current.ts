/**
 * What the check that runs now has used and found so far. It goes along with the check's own calls, however they
 * interleave: two trainings may be under way while another check is judged.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Comparison } from "../report/report.ts";
import type { Context } from "../run/suiteRun.ts";
import type { Limit } from "./limit.ts";

export interface Current extends Limit {
  context: Context | null;
  comparisons: Comparison[];
  isFloat32: boolean;
}

const storage = new AsyncLocalStorage<Current>();

/** @throws Error outside of a check */
export function current(): Current {
  const found = storage.getStore();
  if (!found) throw new Error("This is for checks: call it in the function that check() is given");
  return found;
}

export const runAs = (check: Current, judge: () => Promise<void>): Promise<void> => storage.run(check, judge);

/** What the check has compared so far, for pictures of it. */
export const comparisons = (): Comparison[] => current().comparisons;

/** Says that what came back is right to float32's rounding, and no further. */
export function acceptFloat32(): void {
  current().isFloat32 = true;
}

/** Says that `fit` is asked for so many epochs: it may print in each of them. */
export function countEpochs(epochs: number, { account }: Limit = current()): void {
  account.epochs += epochs;
}
