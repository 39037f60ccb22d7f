import type { FloatArray } from "../dtype.ts";

interface BlockStrides {
  row: number;
  col: number;
}

/** Selects from `a` and `b` over a block of `rows x cols` elements, laid out as in binary.ts. */
export function where(
  out: FloatArray,
  o: number,
  rows: number,
  cols: number,
  test: FloatArray,
  ti: number,
  ts: BlockStrides,
  a: FloatArray,
  ai: number,
  as: BlockStrides,
  b: FloatArray,
  bi: number,
  bs: BlockStrides,
): void {
  const tc = ts.col;
  const ac = as.col;
  const bc = bs.col;
  for (let i = 0; i < rows; i++, ti += ts.row, ai += as.row, bi += bs.row) {
    for (let j = 0, t = ti, p = ai, q = bi; j < cols; j++, t += tc, p += ac, q += bc) {
      out[o++] = test[t] !== 0 ? a[p] : b[q];
    }
  }
}
