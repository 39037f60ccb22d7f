import type { FloatArray } from "../dtype.ts";

/** A matrix inside some memory: element (i, j) lies at `offset + i * row + j * col`. */
export interface Matrix {
  data: FloatArray;
  offset: number;
  row: number;
  col: number;
}

/**
 * The matrix product: `a: [n, k], b: [k, m] -> out: [n, m]`, row-major from `outOffset` on. All three have one dtype. Every
 * implementation of the product is such a function, and is held to the same contract (gemm-contract.ts).
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
