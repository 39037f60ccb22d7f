import type { Gemm } from "./gemm.ts";

/** The definition in three loops, accumulated in float64. The reference for tests and benchmarks of the other implementations. */
export const plainGemm: Gemm = (n, k, m, a, b, out, outOffset) => {
  const { data: x, col: xStep } = a;
  const { data: y, row: yStep } = b;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      let p = a.offset + i * a.row;
      let q = b.offset + j * b.col;
      for (let l = 0; l < k; l++) {
        sum += x[p] * y[q];
        p += xStep;
        q += yStep;
      }
      out[outOffset++] = sum;
    }
  }
};
