import type { FloatArray } from "../dtype.ts";

/** A matrix in memory: element (i, j) is at `offset + i * row + j * col`. */
export interface Matrix {
  data: FloatArray;
  offset: number;
  row: number;
  col: number;
}

/**
 * The matrix product: `a: [n, k], b: [k, m] -> out: [n, m]`, row-major from `outOffset` on. All three have the same dtype. All
 * implementations have this signature and pass the same tests (testing/contract.ts).
 */
export type Gemm = (
  n: number,
  k: number,
  m: number,
  a: Matrix,
  b: Matrix,
  out: FloatArray,
  outOffset: number,
) => void;
