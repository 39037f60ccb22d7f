/** Ten bars with the model's probabilities for the drawing. */

export interface Shares {
  /** The probability of each digit, 0 to 1. They add up to 1. */
  shares: number[];
  /** Whether the outputs were not probabilities and have been scaled. */
  areScaled: boolean;
}

/** Converts the outputs of any model. Without Softmax they may be any numbers: negative ones count as 0, and the rest is scaled. */
export function toShares(outputs: number[]): Shares {
  const sum = outputs.reduce((a, b) => a + b, 0);
  // In float32, ten probabilities add up to 1 within a millionth.
  const areProbabilities = outputs.every((p) => p >= 0) && Math.abs(sum - 1) < 1e-4;
  if (areProbabilities) return { shares: outputs, areScaled: false };
  const positive = outputs.map((output) => (output > 0 && Number.isFinite(output) ? output : 0));
  const total = positive.reduce((a, b) => a + b, 0);
  return { shares: positive.map((output) => (total ? output / total : 0)), areScaled: true };
}

/** @param into a list of ten items, each with a bar and a number */
export function drawShares(into: HTMLElement, shares: number[] | null): void {
  const best = shares ? shares.indexOf(Math.max(...shares)) : -1;
  [...into.children].forEach((item, digit) => {
    const share = shares?.[digit] ?? 0;
    item.classList.toggle("best", digit === best && share > 0);
    (item.querySelector("i") as HTMLElement).style.setProperty("--share", `${100 * share}%`);
    (item.querySelector(".value") as HTMLElement).textContent = shares ? `${(100 * share).toFixed(0)}%` : "";
  });
}
