/** Formats a comparison of two reports for a terminal. */

import type { CheckChange, Comparison } from "../report/compare.ts";
import { pc } from "./colors.ts";

export function formatComparison(comparison: Comparison): string {
  const { score, maxScore, checks, decisions, conditions } = comparison;
  const difference = round((score.after ?? 0) - (score.before ?? 0));
  const lines = conditions.map(({ what, before, after }) =>
    pc.yellow(`  Other ${what}: ${before} -> ${after}`),
  );
  for (const check of checks) {
    const points = round((check.after?.points ?? 0) - (check.before?.points ?? 0));
    lines.push(`  ${signed(points).padStart(5)}  ${check.id}: ${side(check.before)} -> ${side(check.after)}`);
    if (check.after?.message && check.after.status !== "passed")
      lines.push(`         ${check.after.message}`);
  }
  for (const line of decisions.before) lines.push(`  No longer: ${line}`);
  for (const line of decisions.after) lines.push(`  New: ${line}`);
  if (checks.length === 0) lines.push("  No check changed");
  const isSame = maxScore.before === maxScore.after;
  const total = `Score ${shown(score.before, maxScore.before)} -> ${shown(score.after, maxScore.after)}`;
  return [
    ...lines,
    `  ${pc.bold(total)}  (${difference ? signed(difference) : isSame ? "the same" : "of other points"})`,
  ].join("\n");
}

function shown(score: number | null, max: number): string {
  return score === null ? "none" : `${score}/${max}`;
}

function side(check: CheckChange["before"]): string {
  return check ? `${check.status} ${check.points}/${check.maxPoints}` : "not there";
}

function signed(value: number): string {
  return pc[value > 0 ? "green" : value < 0 ? "red" : "dim"](value > 0 ? `+${value}` : String(value));
}

/** Removes rounding errors from sums of points such as 0.1 and 0.2. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
