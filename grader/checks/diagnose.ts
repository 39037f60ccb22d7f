/**
 * Explains wrong numbers by a known mistake that gives all of them, or by a simple relation to the right ones. Never guesses: the
 * explanation holds for every entry within the check's tolerance.
 */
import { allClose, type Tensor, tensor } from "#tensor";
import type { Diagnosis } from "../report/failure.ts";

declare global {
  /** The names of the mistakes that the assignment explains. It declares them. */
  interface KnownMistakes {}
}
export type KnownMistake = keyof KnownMistakes;

/** The result of each mistake. */
export type KnownValues<T> = Partial<Record<KnownMistake, T>>;

export interface Explained {
  /** The results of known mistakes. Computed only if something is wrong. */
  mistakes?: () => KnownValues<Tensor | number>;
  /** Factors that a student may have forgotten or added, by name: { "the number of samples": 4 }. */
  factors?: Record<string, number>;
}

interface Tolerance {
  rtol: number;
  atol: number;
}

/** Factors that are worth mentioning although they have no name. */
const plainFactors = [-1, 2, 0.5, 100, 0.01];

/** @returns null if nothing known explains all of the numbers */
export function diagnose(
  received: Tensor,
  expected: Tensor,
  { mistakes, factors = {}, ...given }: Explained & Tolerance,
): Diagnosis | null {
  // The result of a mistake may be rounded differently, also in float32. No two mistakes are this close.
  const tolerance = { ...given, rtol: Math.max(given.rtol, 1e-6) };
  const isLike = (value: Tensor) => sameShape(received, value) && isClose(received, value, tolerance);
  if (!received.data.every(Number.isFinite)) return { code: "not-a-number" };
  if (isLike(expected)) return null;

  for (const [mistake, value] of Object.entries(mistakes?.() ?? {})) {
    const wrong = typeof value === "number" ? tensor(value, "float64") : value;
    if (isLike(wrong) && !(sameShape(wrong, expected) && isClose(wrong, expected, tolerance))) {
      return { code: "known", mistake: mistake as KnownMistake };
    }
  }
  if (expected.ndim === 2 && isLike(expected.T)) return { code: "transposed" };
  if (!sameShape(received, expected)) return null;
  const [first] = received.data;
  if (expected.size > 1 && received.data.every((value) => value === first) && (first === 0 || first === 1)) {
    return { code: "constant", value: first };
  }
  return factorOf(received, expected, factors, isLike) ?? shiftOf(expected, isLike);
}

/** Is every entry the same multiple of what it should be? */
function factorOf(
  received: Tensor,
  expected: Tensor,
  factors: Record<string, number>,
  isLike: (value: Tensor) => boolean,
): Diagnosis | null {
  let largest = 0;
  for (let i = 1; i < expected.size; i++) {
    if (Math.abs(expected.data[i]) > Math.abs(expected.data[largest])) largest = i;
  }
  const measured = received.data[largest] / expected.data[largest];
  if (!Number.isFinite(measured) || measured === 0) return null;
  const isIt = (factor: number) => Math.abs(measured / factor - 1) < 1e-6;
  const names = Object.entries(factors).filter(
    ([, value]) => value !== 1 && (isIt(value) || isIt(1 / value)),
  );
  const plain = plainFactors.find(isIt);
  // A single number is always some multiple of another; but the opposite number is one in a million.
  if (expected.size === 1 && names.length === 0 && plain !== -1) return null;
  const [name, value] = names[0] ?? [];
  const isReciprocal = value !== undefined && isIt(1 / value);
  const named = value === undefined ? measured : isReciprocal ? 1 / value : value;
  const factor = plain ?? named;
  if (!isLike(expected.mul(factor))) return null;
  if (factor === -1) return { code: "sign" };
  // If two names have the same value, there is no telling which one is meant.
  const of = names.length === 1 && plain === undefined ? { name, isReciprocal } : null;
  return { code: "factor", factor, of };
}

/** Are the rows the right ones, but further down? */
function shiftOf(expected: Tensor, isLike: (value: Tensor) => boolean): Diagnosis | null {
  const n = expected.shape[0] ?? 0;
  if (expected.ndim < 2) return null;
  for (let rows = 1; rows < n; rows++) {
    const order = Array.from({ length: n }, (_, i) => (i - rows + n) % n);
    if (isLike(expected.gather(order))) return { code: "shifted", rows: rows > n / 2 ? rows - n : rows };
  }
  return null;
}

/** Whether a statistic is that of a mistake: as near to it as the accepted range is wide. The range excludes the mistake. */
export function isNear(received: number, mistake: number, low: number, high: number): boolean {
  if (mistake >= low && mistake <= high) return false;
  if (mistake === 0) return received === 0;
  // A variance varies in proportion to its size, a mean does not.
  const isPositive = low > 0 && mistake > 0;
  const reach = isPositive ? (mistake * (high - low)) / (high + low) : (high - low) / 2;
  return Math.abs(received - mistake) <= reach;
}

function isClose(a: Tensor, b: Tensor, { rtol, atol }: Tolerance): boolean {
  return allClose(a, b, rtol, atol);
}

function sameShape(a: Tensor, b: Tensor): boolean {
  return a.shape.join() === b.shape.join();
}
