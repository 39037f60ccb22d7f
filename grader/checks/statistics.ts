/** Statistics of a matrix of random numbers. */
import type { Tensor } from "#tensor";

export interface Moments {
  mean: number;
  variance: number;
  skewness: number;
  kurtosis: number;
  /** Correlation of each entry with the one below it, and with the one to its right. */
  rowCorrelation: number;
  columnCorrelation: number;
  /** How many different numbers there are, up to their sign. */
  distinct: number;
}

/** w: [rows, columns] */
export function moments(w: Tensor): Moments {
  const { data } = w;
  const [rows, columns] = w.shape;
  const n = data.length;
  let sum = 0;
  for (const x of data) sum += x;
  const mean = sum / n;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (const x of data) {
    const d = x - mean;
    m2 += (d * d) / n;
    m3 += (d * d * d) / n;
    m4 += (d * d * d * d) / n;
  }
  let below = 0;
  let right = 0;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const d = data[r * columns + c] - mean;
      if (r + 1 < rows) below += d * (data[(r + 1) * columns + c] - mean);
      if (c + 1 < columns) right += d * (data[r * columns + c + 1] - mean);
    }
  }
  return {
    mean,
    variance: m2,
    skewness: m3 / m2 ** 1.5,
    kurtosis: m4 / m2 ** 2,
    rowCorrelation: below / n / m2,
    columnCorrelation: right / n / m2,
    distinct: distinct(data.map(Math.abs)),
  };
}

/** How many different numbers there are. Sorting takes a fraction of the time of a Set. NaN counts every time. */
function distinct(numbers: Tensor["data"]): number {
  const sorted = numbers.sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) count += 1;
  return count;
}
