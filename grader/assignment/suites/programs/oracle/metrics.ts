/** Accuracy, and how far float32's rounding leaves it open. */
import type { Tensor } from "#tensor";
import type { Rounded } from "../../../../checks/rounded.ts";
import type { Box, Outcome } from "./box.ts";

export class CategoricalAccuracy {
  call(probs: Box, labels: Box): Outcome {
    const share = accuracy(probs.value.value, labels.value.value);
    return { value: share, expected: isOneHot(labels.value.value) ? { kind: "share", value: share } : null };
  }
}

/** The largest entry's place is the first of those that are equal. */
export function accuracy(probs: Tensor, labels: Tensor): number {
  const [n, classes] = probs.shape;
  const largest = ({ data }: Tensor, row: number) => {
    let best = 0;
    for (let i = 1; i < classes; i++) if (data[row * classes + i] > data[row * classes + best]) best = i;
    return best;
  };
  let right = 0;
  for (let row = 0; row < n; row++) if (largest(probs, row) === largest(labels, row)) right += 1;
  return right / n;
}

/**
 * The share of rows whose largest entry is another one, perhaps, by float32's rounding: what they count for is open. Of
 * labels that are not one-hot an accuracy says nothing.
 */
export function undecided({ value, error }: Rounded, labels: Tensor): number {
  const [n, classes] = value.shape;
  if (!isOneHot(labels)) return Number.POSITIVE_INFINITY;
  let open = 0;
  for (let row = 0; row < n; row++) {
    const entries = Array.from({ length: classes }, (_, i) => row * classes + i);
    const best = entries.reduce((a, b) => (value.data[b] > value.data[a] ? b : a));
    const mayWin = (i: number) => {
      const bound = error.data[i] + error.data[best];
      return i !== best && bound > 0 && value.data[best] - value.data[i] <= bound;
    };
    if (entries.some(mayWin)) open += 1;
  }
  return open / n;
}

function isOneHot({ data, shape: [n, classes] }: Tensor): boolean {
  return Array.from({ length: n }, (_, row) => data.subarray(row * classes, (row + 1) * classes)).every(
    (row) => row.includes(1) && row.filter((x) => x === 0).length === classes - 1,
  );
}
