/** Ten bars: what the model takes the drawing for. */

export interface Shares {
  /** Of each digit, 0 to 1; they add up to 1. */
  shares: number[];
  /** The outputs were no probabilities, and have been made into some. */
  areScaled: boolean;
}

/** Outputs of a model without Softmax are any numbers: what is below 0 counts as 0, the rest is scaled to a sum of 1. */
export function toShares(outputs: number[]): Shares {
  const sum = outputs.reduce((a, b) => a + b, 0);
  // float32: ten numbers add up to 1 within a millionth.
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
