/**
 * What the running check has used and found so far. It follows the check's own asynchronous calls: two trainings can run
 * while another check is judged.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Comparison, Graph } from "../report/report.ts";
import type { Context } from "../run/suiteRun.ts";
import type { Limit } from "./limit.ts";

export interface Current extends Limit {
  context: Context | null;
  comparisons: Comparison[];
  graph?: Graph;
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

/** What the check has compared so far, for pictures. */
export const comparisons = (): Comparison[] => current().comparisons;

/** Keeps what the check has computed, as a picture for its failure. */
export function keepGraph(graph: Graph): void {
  current().graph = graph;
}

/** Records that a result is right only to float32's rounding. */
export function acceptFloat32(): void {
  current().isFloat32 = true;
}

/** Records the epochs of a call of `fit`, which may print in each. */
export function countEpochs(epochs: number, { account }: Limit = current()): void {
  account.epochs += epochs;
}
