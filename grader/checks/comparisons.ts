/** Keeps the numbers that a check has compared, for pictures. Limited in number, because people read reports, too. */
import type { Tensor } from "#tensor";
import { maxComparisons, maxEntries } from "../report/limits.ts";
import type { Comparison, Entry } from "../report/report.ts";
import { comparisons } from "./current.ts";

/**
 * Keeps all comparisons of gradients, because those that agree show what the others should look like. Keeps only failed
 * comparisons of other values.
 * @param differing the places at which they differ by more than rounding
 */
export function keepComparison(
  name: string,
  kind: Comparison["kind"],
  expected: Tensor,
  received: Tensor,
  differing: number[],
): void {
  const isWorthwhile = kind === "gradient" || differing.length > 0;
  const kept = comparisons();
  if (!isWorthwhile || expected.size < 2 || expected.size > maxEntries || kept.length >= maxComparisons)
    return;
  kept.push({
    name,
    kind,
    shape: [...expected.shape],
    expected: Array.from(expected.data, toEntry),
    received: Array.from(received.data, toEntry),
    differing,
  });
}

/** Rounded to the digits that a picture can show. */
function toEntry(value: number): Entry {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : (String(value) as Entry);
}
