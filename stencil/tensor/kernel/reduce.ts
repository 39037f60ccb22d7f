import type { FloatArray } from "../dtype.ts";

/**
 * The elements to reduce: `n` for each of `outer x inner` results. Element i of result (o, j) is at
 * `o * outerStep + i * step + j * innerStep`.
 */
export interface Lanes {
  outer: number;
  outerStep: number;
  n: number;
  step: number;
  inner: number;
  innerStep: number;
}

export type ReduceKernel = (out: FloatArray, x: FloatArray, lanes: Lanes) => void;

/**
 * Sums divided by `divisor`. Accumulates in float64, even for float32, and rounds once at the end.
 */
export function sum(out: FloatArray, x: FloatArray, lanes: Lanes, divisor = 1): void {
  if (lanes.inner > 1 && lanes.innerStep < lanes.step) sumRows(out, x, lanes, divisor);
  else sumLanes(out, x, lanes, divisor);
}

/** Computes one result after another. */
function sumLanes(out: FloatArray, x: FloatArray, lanes: Lanes, divisor: number): void {
  const { outer, outerStep, n, step, inner, innerStep } = lanes;
  let next = 0;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      let total = 0;
      for (let i = 0, p = o * outerStep + j * innerStep; i < n; i++, p += step) total += x[p];
      out[next++] = total / divisor;
    }
  }
}

/** Computes the results of all columns together, row by row, in memory order. */
function sumRows(out: FloatArray, x: FloatArray, lanes: Lanes, divisor: number): void {
  const { outer, outerStep, n, step, inner, innerStep } = lanes;
  const totals = new Float64Array(inner);
  for (let o = 0; o < outer; o++) {
    totals.fill(0);
    for (let i = 0; i < n; i++) {
      for (let j = 0, p = o * outerStep + i * step; j < inner; j++, p += innerStep) totals[j] += x[p];
    }
    for (let j = 0; j < inner; j++) out[o * inner + j] = totals[j] / divisor;
  }
}

export const prod: ReduceKernel = (out, x, { outer, outerStep, n, step, inner, innerStep }) => {
  let next = 0;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      let total = 1;
      for (let i = 0, p = o * outerStep + j * innerStep; i < n; i++, p += step) total *= x[p];
      out[next++] = total;
    }
  }
};

/** `Math.max` and `Math.min` propagate NaN, as NumPy does. */
export const max: ReduceKernel = (out, x, { outer, outerStep, n, step, inner, innerStep }) => {
  let next = 0;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      let best = Number.NEGATIVE_INFINITY;
      for (let i = 0, p = o * outerStep + j * innerStep; i < n; i++, p += step) best = Math.max(best, x[p]);
      out[next++] = best;
    }
  }
};

export const min: ReduceKernel = (out, x, { outer, outerStep, n, step, inner, innerStep }) => {
  let next = 0;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      let best = Number.POSITIVE_INFINITY;
      for (let i = 0, p = o * outerStep + j * innerStep; i < n; i++, p += step) best = Math.min(best, x[p]);
      out[next++] = best;
    }
  }
};

/** The population variance in two passes: the mean, then the mean squared distance from it. */
export const variance: ReduceKernel = (out, x, { outer, outerStep, n, step, inner, innerStep }) => {
  let next = 0;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      const start = o * outerStep + j * innerStep;
      let total = 0;
      for (let i = 0, p = start; i < n; i++, p += step) total += x[p];
      const mean = total / n;
      let squares = 0;
      for (let i = 0, p = start; i < n; i++, p += step) squares += (x[p] - mean) * (x[p] - mean);
      out[next++] = squares / n;
    }
  }
};

export const argmax: ReduceKernel = (out, x, { outer, outerStep, n, step, inner, innerStep }) => {
  let next = 0;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      const start = o * outerStep + j * innerStep;
      let best = x[start];
      let index = 0;
      for (let i = 1, p = start + step; i < n && !Number.isNaN(best); i++, p += step) {
        if (x[p] <= best) continue;
        best = x[p];
        index = i;
      }
      out[next++] = index;
    }
  }
};

export const argmin: ReduceKernel = (out, x, { outer, outerStep, n, step, inner, innerStep }) => {
  let next = 0;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      const start = o * outerStep + j * innerStep;
      let best = x[start];
      let index = 0;
      for (let i = 1, p = start + step; i < n && !Number.isNaN(best); i++, p += step) {
        if (x[p] >= best) continue;
        best = x[p];
        index = i;
      }
      out[next++] = index;
    }
  }
};

export const any: ReduceKernel = (out, x, { outer, outerStep, n, step, inner, innerStep }) => {
  let next = 0;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      let found = 0;
      for (let i = 0, p = o * outerStep + j * innerStep; i < n && !found; i++, p += step)
        if (x[p] !== 0) found = 1;
      out[next++] = found;
    }
  }
};

export const all: ReduceKernel = (out, x, { outer, outerStep, n, step, inner, innerStep }) => {
  let next = 0;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      let holds = 1;
      for (let i = 0, p = o * outerStep + j * innerStep; i < n && holds; i++, p += step)
        if (x[p] === 0) holds = 0;
      out[next++] = holds;
    }
  }
};
