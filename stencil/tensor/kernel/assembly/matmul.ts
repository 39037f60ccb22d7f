// The matrix product in AssemblyScript, compiled by `npm run wasm` to ../binaries.ts.
//
// Computes a block of c = a x b in tiles of 4 rows and 32 bytes of columns (8 float32 or 4 float64). A tile stays in eight vector
// registers while the sum over k runs. First, a panel of b, 32 bytes wide, is packed, so that the inner loop reads it front to
// back, whatever the layout of b. The loop reads a in place, one number for each row of the tile. With a stride for rows and
// one for columns, one loop serves all four transpositions. A transposed a is packed, too: its numbers for one row of a tile
// are far apart, and are read once for every panel.

import { A, B, C, OUT, PACKED, PANEL } from "./memory";

/** Rows of a tile. */
const ROWS: usize = 4;
/** Bytes of a tile's row: two vectors. */
const WIDTH: usize = 32;
/** How much of k is summed at once, so that the panel of b stays in the fastest cache. */
const DEPTH: usize = PANEL / WIDTH;

/** `C [n, m] = A [n, k] x B [k, m]` in float32. See {@link matmul}. */
export function matmul32(
  n: usize,
  k: usize,
  m: usize,
  aRow: usize,
  aCol: usize,
  bRow: usize,
  bCol: usize,
  cRow: usize,
  accumulate: bool,
): void {
  matmul<f32>(n, k, m, aRow, aCol, bRow, bCol, cRow, accumulate);
}

/** `C [n, m] = A [n, k] x B [k, m]` in float64. See {@link matmul}. */
export function matmul64(
  n: usize,
  k: usize,
  m: usize,
  aRow: usize,
  aCol: usize,
  bRow: usize,
  bCol: usize,
  cRow: usize,
  accumulate: bool,
): void {
  matmul<f64>(n, k, m, aRow, aCol, bRow, bCol, cRow, accumulate);
}

/**
 * All strides are in bytes. Writes whole tiles of C, so C needs room for n rounded up to 4 rows, and for rows of m rounded up to
 * 32 bytes. Elements beyond n and m are meaningless. With `accumulate`, adds the product to the contents of C.
 */
// @ts-ignore: decorator
@inline
function matmul<T>(
  n: usize,
  k: usize,
  m: usize,
  aRow: usize,
  aCol: usize,
  bRow: usize,
  bCol: usize,
  cRow: usize,
  accumulate: bool,
): void {
  const width = WIDTH / sizeof<T>();
  const isPacked = aRow == sizeof<T>() && m > width;
  const step = isPacked ? ROWS * sizeof<T>() : aCol;
  for (let l: usize = 0; l < k; l += DEPTH) {
    const depth = min(DEPTH, k - l);
    if (isPacked) packTransposed<T>(n, depth, A + l * aCol, aCol);
    for (let j: usize = 0; j < m; j += width) {
      pack<T>(depth, min(width, m - j), B + l * bRow + j * bCol, bRow, bCol);
      for (let i: usize = 0; i < n; i += ROWS) {
        // Rows beyond the last one repeat it. Their results go to the padding of c.
        const last = isPacked ? ROWS - 1 : min(ROWS, n - i) - 1;
        const row = isPacked ? PACKED + i * depth * sizeof<T>() : A + i * aRow + l * aCol;
        tile<T>(
          depth,
          row,
          row + min(1, last) * aRow,
          row + min(2, last) * aRow,
          row + last * aRow,
          step,
          C + i * cRow + j * sizeof<T>(),
          cRow,
          accumulate || l > 0,
        );
      }
    }
  }
}

/**
 * Copies n rows of a transposed a, whose columns are contiguous, to PACKED: tile after tile, each with four numbers for every l.
 * In the last tile, rows beyond n hold arbitrary numbers.
 */
// @ts-ignore: decorator
@inline
function packTransposed<T>(n: usize, depth: usize, a: usize, aCol: usize): void {
  let to = PACKED;
  for (let i: usize = 0; i < n; i += ROWS) {
    let from = a + i * sizeof<T>();
    for (let l: usize = 0; l < depth; l++) {
      v128.store(to, v128.load(from));
      if (sizeof<T>() == 8) v128.store(to, v128.load(from, 16), 16);
      from += aCol;
      to += ROWS * sizeof<T>();
    }
  }
}

/** Copies `columns` columns of b to the panel, row by row, padded with zeros to the width of a tile. */
function pack<T>(depth: usize, columns: usize, b: usize, bRow: usize, bCol: usize): void {
  const end = OUT + depth * WIDTH;
  const isWhole = columns == WIDTH / sizeof<T>();
  if (isWhole && bCol == sizeof<T>()) {
    for (let to = OUT; to < end; to += WIDTH, b += bRow) {
      v128.store(to, v128.load(b));
      v128.store(to, v128.load(b, 16), 16);
    }
    return;
  }
  if (!isWhole) memory.fill(OUT, 0, depth * WIDTH);
  let done: usize = 0;
  if (isWhole && bRow == sizeof<T>()) {
    // Transposes squares that fill a vector's lanes in registers.
    const lanes = 16 / sizeof<T>();
    for (; done + lanes <= depth; done += lanes) {
      const to = OUT + done * WIDTH;
      const from = b + done * bRow;
      for (let j: usize = 0; j < columns; j += lanes) transpose<T>(from + j * bCol, bCol, to + j * sizeof<T>());
    }
  }
  for (let j: usize = 0; j < columns; j++) {
    let from = b + j * bCol + done * bRow;
    for (let to = OUT + done * WIDTH + j * sizeof<T>(); to < end; to += WIDTH) {
      store<T>(to, load<T>(from));
      from += bRow;
    }
  }
}

/** Transposes a square of a vector's size. Its rows are `step` bytes apart, those of the result a tile's width. */
// @ts-ignore: decorator
@inline
function transpose<T>(from: usize, step: usize, to: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + step);
  if (sizeof<T>() == 8) {
    v128.store(to, v128.shuffle<f64>(x0, x1, 0, 2));
    v128.store(to + WIDTH, v128.shuffle<f64>(x0, x1, 1, 3));
    return;
  }
  const x2 = v128.load(from + 2 * step);
  const x3 = v128.load(from + 3 * step);
  const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + WIDTH, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * WIDTH, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * WIDTH, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/** Computes one tile of c: the product of four rows of a (their first elements at a0 to a3) and a panel. */
// @ts-ignore: decorator
@inline
function tile<T>(
  depth: usize,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  aCol: usize,
  c: usize,
  cRow: usize,
  accumulate: bool,
): void {
  let c00 = v128.splat<T>(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (let panel = OUT; panel < OUT + depth * WIDTH; panel += WIDTH) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    const x0 = v128.load_splat<T>(a0);
    a0 += aCol;
    c00 = multiplyAdd<T>(x0, b0, c00);
    c01 = multiplyAdd<T>(x0, b1, c01);
    const x1 = v128.load_splat<T>(a1);
    a1 += aCol;
    c10 = multiplyAdd<T>(x1, b0, c10);
    c11 = multiplyAdd<T>(x1, b1, c11);
    const x2 = v128.load_splat<T>(a2);
    a2 += aCol;
    c20 = multiplyAdd<T>(x2, b0, c20);
    c21 = multiplyAdd<T>(x2, b1, c21);
    const x3 = v128.load_splat<T>(a3);
    a3 += aCol;
    c30 = multiplyAdd<T>(x3, b0, c30);
    c31 = multiplyAdd<T>(x3, b1, c31);
  }
  storeRow<T>(c, c00, c01, accumulate);
  storeRow<T>(c + cRow, c10, c11, accumulate);
  storeRow<T>(c + 2 * cRow, c20, c21, accumulate);
  storeRow<T>(c + 3 * cRow, c30, c31, accumulate);
}

// @ts-ignore: decorator
@inline
function storeRow<T>(c: usize, left: v128, right: v128, accumulate: bool): void {
  if (accumulate) {
    left = v128.add<T>(left, v128.load(c));
    right = v128.add<T>(right, v128.load(c, 16));
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/** `x * y + sum`. With relaxed SIMD, one instruction with one rounding, if the processor supports it. */
// @ts-ignore: decorator
@inline
function multiplyAdd<T>(x: v128, y: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(x, y, sum);
  return v128.add<T>(v128.mul<T>(x, y), sum);
}
