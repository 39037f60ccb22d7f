import type { FloatArray } from "../dtype.ts";
import type { Kernels } from "./kernel.ts";
import type { Lanes } from "./reduce.ts";

/** For fewer elements, a loop in JavaScript is faster than copying to the kernel. Measured. */
const WORTHWHILE = 512;

/**
 * Sums the rows of contiguous matrices in the kernel, with the bits of `sum` in reduce.ts.
 *
 * @returns false, without an effect, for another layout, and for what is too small or too large
 */
export function sumRowsInKernel(
  { float32, float64 }: Kernels,
  out: FloatArray,
  x: FloatArray,
  { outer, outerStep, n, step, inner, innerStep }: Lanes,
  divisor: number,
): boolean {
  const kernel = x.BYTES_PER_ELEMENT === 4 ? float32 : float64;
  const isContiguous = innerStep === 1 && step === inner;
  // Leaves room for the last group of columns.
  const rows = Math.floor((float64.block - 4) / inner);
  if (!isContiguous || n * inner < WORTHWHILE || rows === 0) return false;
  const { memory: totals, c } = float64;
  for (let o = 0; o < outer; o++) {
    const from = o * outerStep;
    for (let i = 0; i < n; i += rows) {
      const count = Math.min(rows, n - i);
      kernel.memory.set(x.subarray(from + i * inner, from + (i + count) * inner), kernel.a);
      kernel.sumRows(count, inner, i > 0);
    }
    for (let j = 0; j < inner; j++) out[o * inner + j] = totals[c + j] / divisor;
  }
  return true;
}
