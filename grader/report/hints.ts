/**
 * Hints in stages: a check that fails says what is wrong; the second time in a row also what to try, and the third time also
 * where the handout explains it.
 */

import { isAboutNumbers } from "./describe.ts";
import type { CheckReport, CheckStatus, Report } from "./report.ts";

const last = 3;

/** By check. One that is not there has not failed. */
export type HintStages = ReadonlyMap<string, number>;

const failing: readonly CheckStatus[] = ["failed", "error", "timeout"];

/**
 * The stage of a check that was run again. One that was not judged keeps its stage.
 * @param hints "all" goes to the last stage at once
 */
export function nextStage(
  before: HintStages,
  { id, status }: Pick<CheckReport, "id" | "status">,
  hints: "staged" | "all" = "staged",
): number {
  const earlier = before.get(id) ?? 0;
  if (failing.includes(status)) return hints === "all" ? last : Math.min(earlier + 1, last);
  return status === "skipped" || status === "not-run" ? earlier : 0;
}

/** What a check tells. Without stages it tells everything. */
export function toldAt(stage = last): { whatToTry: boolean; whereToRead: boolean } {
  return { whatToTry: stage >= 2, whereToRead: stage >= 3 };
}

/** Whether another failing run would tell more. */
export function hasMoreHints({ status, hintStage = last, codes = [] }: CheckReport): boolean {
  return failing.includes(status) && hintStage < last && isAboutNumbers(codes);
}

export function stagesOf({ checks }: Report): HintStages {
  return new Map(checks.map(({ id, hintStage = 0 }) => [id, hintStage]));
}
