// Sums over the rows of a matrix, in AssemblyScript: a bias's gradient. Adds in float64 and in the order of the rows, as
// ../reduce.ts does, so that both have the same bits.

import { A, C } from "./memory";

/** Sums the rows of A [rows, cols] in float32 to C [cols], in float64. See {@link sumRows}. */
export function sumRows32(rows: usize, cols: usize, accumulate: bool): void {
  sumRows<f32>(rows, cols, accumulate);
}

/** Sums the rows of A [rows, cols] in float64 to C [cols]. See {@link sumRows}. */
export function sumRows64(rows: usize, cols: usize, accumulate: bool): void {
  sumRows<f64>(rows, cols, accumulate);
}

/** Reads and writes whole groups of 4 columns, so C needs room for them. With `accumulate`, adds to the contents of C. */
// @ts-ignore: decorator
@inline
function sumRows<T>(rows: usize, cols: usize, accumulate: bool): void {
  const bytes = cols * sizeof<T>();
  for (let j: usize = 0; j < cols; j += 4) {
    const c = C + j * 8;
    let left = accumulate ? v128.load(c) : f64x2.splat(0);
    let right = accumulate ? v128.load(c, 16) : f64x2.splat(0);
    let a = A + j * sizeof<T>();
    for (const end = a + rows * bytes; a < end; a += bytes) {
      const x = v128.load(a);
      if (sizeof<T>() == 8) {
        left = f64x2.add(left, x);
        right = f64x2.add(right, v128.load(a, 16));
      } else {
        left = f64x2.add(left, f64x2.promote_low_f32x4(x));
        right = f64x2.add(right, f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3)));
      }
    }
    v128.store(c, left);
    v128.store(c, right, 16);
  }
}
