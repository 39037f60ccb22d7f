// The matrix product in AssemblyScript, compiled by `npm run wasm` to ../binaries.ts.
//
// Computes a block of c = a x b in tiles of ROWS rows and 32 bytes of columns (8 float32 or 4 float64). A tile stays in vector
// registers while the sum over k runs. First, both operands are packed, whatever their layouts, so that the inner loop reads
// them front to back: b in panels, 32 bytes wide, and the rows of a tile just before they are used.

import { A, B, C, DEPTH, PACKED, PANELS, ROWS } from "./memory";
import { multiplyAdd } from "./multiplyAdd";

/** Bytes of a tile's row: two vectors. */
const WIDTH: usize = 32;

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
  for (let l: usize = 0; l < k; l += DEPTH) {
    const depth = min(DEPTH, k - l);
    for (let j: usize = 0; j < m; j += width) {
      pack<T>(PANELS + j * depth * sizeof<T>(), depth, min(width, m - j), B + l * bRow + j * bCol, bRow, bCol);
    }
    for (let i: usize = 0; i < n; i += ROWS) {
      packRows<T>(depth, A + i * aRow + l * aCol, aRow, aCol);
      for (let j: usize = 0; j < m; j += width) {
        tile<T>(PANELS + j * depth * sizeof<T>(), depth, C + i * cRow + j * sizeof<T>(), cRow, accumulate || l > 0);
      }
    }
  }
}

/**
 * Copies the rows of one tile to PACKED: for every l, one number of each row. Rows beyond the last one of a hold arbitrary numbers;
 * their results go to the padding of c.
 */
// @ts-ignore: decorator
@inline
function packRows<T>(depth: usize, a: usize, aRow: usize, aCol: usize): void {
  const lanes: usize = 16 / sizeof<T>();
  const bytes = ROWS * sizeof<T>();
  const end = PACKED + depth * bytes;
  let to = PACKED;
  if (aRow == sizeof<T>()) {
    for (; to < end; to += bytes, a += aCol) {
      // Copies whole vectors. The next numbers overwrite what is too much.
      for (let next: usize = 0; next < bytes; next += 16) v128.store(to + next, v128.load(a + next));
    }
    return;
  }
  // Transposes squares in registers, from the last row to the first: these write too much, too.
  for (; to + lanes * bytes <= end; to += lanes * bytes, a += 16) {
    if (ROWS == 6) transpose<T>(a + 4 * aRow, aRow, to + 4 * sizeof<T>(), bytes);
    if (sizeof<T>() == 8) transpose<T>(a + 2 * aRow, aRow, to + 16, bytes);
    transpose<T>(a, aRow, to, bytes);
  }
  for (; to < end; to += bytes, a += sizeof<T>()) {
    for (let row: usize = 0; row < ROWS; row++) store<T>(to + row * sizeof<T>(), load<T>(a + row * aRow));
  }
}

/** Copies `columns` columns of b to a panel, row by row, padded with zeros to the width of a tile. */
function pack<T>(panel: usize, depth: usize, columns: usize, b: usize, bRow: usize, bCol: usize): void {
  const end = panel + depth * WIDTH;
  const isWhole = columns == WIDTH / sizeof<T>();
  if (isWhole && bCol == sizeof<T>()) {
    for (let to = panel; to < end; to += WIDTH, b += bRow) {
      v128.store(to, v128.load(b));
      v128.store(to, v128.load(b, 16), 16);
    }
    return;
  }
  if (!isWhole) memory.fill(panel, 0, depth * WIDTH);
  let done: usize = 0;
  if (isWhole && bRow == sizeof<T>()) {
    // Transposes squares that fill a vector's lanes in registers.
    const lanes = 16 / sizeof<T>();
    for (; done + lanes <= depth; done += lanes) {
      const to = panel + done * WIDTH;
      const from = b + done * bRow;
      for (let j: usize = 0; j < columns; j += lanes) {
        transpose<T>(from + j * bCol, bCol, to + j * sizeof<T>(), WIDTH);
      }
    }
  }
  for (let j: usize = 0; j < columns; j++) {
    let from = b + j * bCol + done * bRow;
    for (let to = panel + done * WIDTH + j * sizeof<T>(); to < end; to += WIDTH) {
      store<T>(to, load<T>(from));
      from += bRow;
    }
  }
}

/** Transposes a square of a vector's size. Its rows are `step` bytes apart, those of the result `toStep`. Writes them in order. */
// @ts-ignore: decorator
@inline
function transpose<T>(from: usize, step: usize, to: usize, toStep: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + step);
  if (sizeof<T>() == 8) {
    v128.store(to, v128.shuffle<f64>(x0, x1, 0, 2));
    v128.store(to + toStep, v128.shuffle<f64>(x0, x1, 1, 3));
    return;
  }
  const x2 = v128.load(from + 2 * step);
  const x3 = v128.load(from + 3 * step);
  const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + toStep, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * toStep, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * toStep, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/**
 * Computes one tile of c: the product of the packed rows and a panel. V8's TurboFan (Node 20 and 22) moves all loads of a loop's body
 * before its arithmetic, which takes more registers than there are. Between two rows, it cannot move anything over a jump,
 * even one that is never taken: twice the speed.
 */
// @ts-ignore: decorator
@inline
function tile<T>(panel: usize, depth: usize, c: usize, cRow: usize, accumulate: bool): void {
  let a = PACKED;
  const end = panel + depth * WIDTH;
  let c00 = v128.splat<T>(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  do {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    const x0 = v128.load_splat<T>(a);
    c00 = multiplyAdd<T>(x0, b0, c00);
    c01 = multiplyAdd<T>(x0, b1, c01);
    if (panel == 1) break;
    const x1 = v128.load_splat<T>(a, sizeof<T>());
    c10 = multiplyAdd<T>(x1, b0, c10);
    c11 = multiplyAdd<T>(x1, b1, c11);
    if (panel == 2) break;
    const x2 = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = multiplyAdd<T>(x2, b0, c20);
    c21 = multiplyAdd<T>(x2, b1, c21);
    if (panel == 3) break;
    const x3 = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = multiplyAdd<T>(x3, b0, c30);
    c31 = multiplyAdd<T>(x3, b1, c31);
    if (ROWS == 6) {
      if (panel == 4) break;
      const x4 = v128.load_splat<T>(a, 4 * sizeof<T>());
      c40 = multiplyAdd<T>(x4, b0, c40);
      c41 = multiplyAdd<T>(x4, b1, c41);
      if (panel == 5) break;
      const x5 = v128.load_splat<T>(a, 5 * sizeof<T>());
      c50 = multiplyAdd<T>(x5, b0, c50);
      c51 = multiplyAdd<T>(x5, b1, c51);
    }
    a += ROWS * sizeof<T>();
    panel += WIDTH;
  } while (panel < end);
  storeRow<T>(c, c00, c01, accumulate);
  storeRow<T>(c + cRow, c10, c11, accumulate);
  storeRow<T>(c + 2 * cRow, c20, c21, accumulate);
  storeRow<T>(c + 3 * cRow, c30, c31, accumulate);
  if (ROWS == 6) {
    storeRow<T>(c + 4 * cRow, c40, c41, accumulate);
    storeRow<T>(c + 5 * cRow, c50, c51, accumulate);
  }
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
