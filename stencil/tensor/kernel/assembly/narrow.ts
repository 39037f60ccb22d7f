// The product a x b with a narrow b, such as [100, 784] x [784, 10], in AssemblyScript. In the tiles of matmul.ts, columns would be
// padded to a multiple of 8, and packing a would cost as much as its few uses. Here a is read in place, whichever way it
// lies, and columns are padded to a multiple of 5. The inner loops have jumps that are never taken, as in matmul.ts.

import { A, B, C, PANELS } from "./memory";
import { multiplyAdd } from "./multiplyAdd";

/** Columns of a tile. */
const WIDTH: usize = 5;
const VECTOR: usize = 16;

/** `C [n, m] = A [n, k] x B [k, m]` in float32. See {@link narrow}. */
export function narrow32(n: usize, k: usize, m: usize, aRow: usize, aCol: usize, bRow: usize, bCol: usize, cRow: usize, accumulate: bool): void {
  narrow<f32>(n, k, m, aRow, aCol, bRow, bCol, cRow, accumulate);
}

/** `C [n, m] = A [n, k] x B [k, m]` in float64. See {@link narrow}. */
export function narrow64(n: usize, k: usize, m: usize, aRow: usize, aCol: usize, bRow: usize, bCol: usize, cRow: usize, accumulate: bool): void {
  narrow<f64>(n, k, m, aRow, aCol, bRow, bCol, cRow, accumulate);
}

/**
 * All strides are in bytes; a has one of the size of an element. Writes whole tiles of C: C needs room for n rounded up to 8 rows,
 * and for rows of m rounded up to 5 elements. With `accumulate`, adds the product to the contents of C.
 */
// @ts-ignore: decorator
@inline
function narrow<T>(n: usize, k: usize, m: usize, aRow: usize, aCol: usize, bRow: usize, bCol: usize, cRow: usize, accumulate: bool): void {
  const lanes: usize = VECTOR / sizeof<T>();
  for (let j: usize = 0; j < m; j += WIDTH) {
    const columns = min(WIDTH, m - j);
    const b = B + j * bCol;
    let c = C + j * sizeof<T>();
    if (aCol == sizeof<T>()) {
      packLanes<T>(k, columns, b, bRow, bCol);
      for (let i: usize = 0; i < n; i += 2, c += 2 * cRow) rows<T>(A + i * aRow, aRow, k, c, cRow, accumulate);
    } else {
      packNumbers<T>(k, columns, b, bRow, bCol);
      for (let i: usize = 0; i < n; i += 2 * lanes, c += 2 * lanes * cRow) {
        transposed<T>(A + i * sizeof<T>(), aCol, k, c, cRow, accumulate);
      }
    }
  }
}

/** Copies columns of b to PANELS for {@link rows}: a vector of the first column, one of the second, and so on. Pads with zeros. */
// @ts-ignore: decorator
@inline
function packLanes<T>(k: usize, columns: usize, b: usize, bRow: usize, bCol: usize): void {
  const lanes: usize = VECTOR / sizeof<T>();
  memory.fill(PANELS, 0, ((k + lanes - 1) / lanes) * WIDTH * VECTOR);
  for (let j: usize = 0; j < columns; j++) {
    let from = b + j * bCol;
    for (let l: usize = 0; l < k; l++, from += bRow) {
      store<T>(PANELS + ((l / lanes) * WIDTH + j) * VECTOR + (l % lanes) * sizeof<T>(), load<T>(from));
    }
  }
}

/** Copies columns of b to PANELS for {@link transposed}: row by row, padded with zeros. */
// @ts-ignore: decorator
@inline
function packNumbers<T>(k: usize, columns: usize, b: usize, bRow: usize, bCol: usize): void {
  const bytes = WIDTH * sizeof<T>();
  memory.fill(PANELS, 0, k * bytes);
  for (let j: usize = 0; j < columns; j++) {
    let from = b + j * bCol;
    let to = PANELS + j * sizeof<T>();
    for (let l: usize = 0; l < k; l++, from += bRow, to += bytes) store<T>(to, load<T>(from));
  }
}

/** Computes a tile of two rows. A lane of a sum has every fourth (float64: second) product; the lanes are added last. */
// @ts-ignore: decorator
@inline
function rows<T>(a0: usize, aRow: usize, k: usize, c: usize, cRow: usize, accumulate: bool): void {
  const lanes: usize = VECTOR / sizeof<T>();
  let a1 = a0 + aRow;
  let panel = PANELS;
  const end = PANELS + (k / lanes) * WIDTH * VECTOR;
  let c00 = v128.splat<T>(0);
  let c01 = c00;
  let c02 = c00;
  let c03 = c00;
  let c04 = c00;
  let c10 = c00;
  let c11 = c00;
  let c12 = c00;
  let c13 = c00;
  let c14 = c00;
  while (panel < end) {
    const x0 = v128.load(a0);
    const x1 = v128.load(a1);
    const y0 = v128.load(panel);
    c00 = multiplyAdd<T>(x0, y0, c00);
    c10 = multiplyAdd<T>(x1, y0, c10);
    if (panel == 1) break;
    const y1 = v128.load(panel, 1 * VECTOR);
    c01 = multiplyAdd<T>(x0, y1, c01);
    c11 = multiplyAdd<T>(x1, y1, c11);
    if (panel == 2) break;
    const y2 = v128.load(panel, 2 * VECTOR);
    c02 = multiplyAdd<T>(x0, y2, c02);
    c12 = multiplyAdd<T>(x1, y2, c12);
    if (panel == 3) break;
    const y3 = v128.load(panel, 3 * VECTOR);
    c03 = multiplyAdd<T>(x0, y3, c03);
    c13 = multiplyAdd<T>(x1, y3, c13);
    if (panel == 4) break;
    const y4 = v128.load(panel, 4 * VECTOR);
    c04 = multiplyAdd<T>(x0, y4, c04);
    c14 = multiplyAdd<T>(x1, y4, c14);
    a0 += VECTOR;
    a1 += VECTOR;
    panel += WIDTH * VECTOR;
  }
  const rest = k % lanes;
  if (rest) {
    // What follows in memory is not part of the row.
    const mask = firstLanes<T>(rest);
    const x0 = v128.and(v128.load(a0), mask);
    const x1 = v128.and(v128.load(a1), mask);
    const y0 = v128.load(panel);
    c00 = multiplyAdd<T>(x0, y0, c00);
    c10 = multiplyAdd<T>(x1, y0, c10);
    const y1 = v128.load(panel, 1 * VECTOR);
    c01 = multiplyAdd<T>(x0, y1, c01);
    c11 = multiplyAdd<T>(x1, y1, c11);
    const y2 = v128.load(panel, 2 * VECTOR);
    c02 = multiplyAdd<T>(x0, y2, c02);
    c12 = multiplyAdd<T>(x1, y2, c12);
    const y3 = v128.load(panel, 3 * VECTOR);
    c03 = multiplyAdd<T>(x0, y3, c03);
    c13 = multiplyAdd<T>(x1, y3, c13);
    const y4 = v128.load(panel, 4 * VECTOR);
    c04 = multiplyAdd<T>(x0, y4, c04);
    c14 = multiplyAdd<T>(x1, y4, c14);
  }
  storeSum<T>(c, c00, accumulate);
  storeSum<T>(c + 1 * sizeof<T>(), c01, accumulate);
  storeSum<T>(c + 2 * sizeof<T>(), c02, accumulate);
  storeSum<T>(c + 3 * sizeof<T>(), c03, accumulate);
  storeSum<T>(c + 4 * sizeof<T>(), c04, accumulate);
  storeSum<T>(c + cRow, c10, accumulate);
  storeSum<T>(c + cRow + 1 * sizeof<T>(), c11, accumulate);
  storeSum<T>(c + cRow + 2 * sizeof<T>(), c12, accumulate);
  storeSum<T>(c + cRow + 3 * sizeof<T>(), c13, accumulate);
  storeSum<T>(c + cRow + 4 * sizeof<T>(), c14, accumulate);
}

/** A mask of the first lanes of a vector. */
// @ts-ignore: decorator
@inline
function firstLanes<T>(count: usize): v128 {
  if (sizeof<T>() == 8) return i64x2(-1, 0);
  if (count == 1) return i32x4(-1, 0, 0, 0);
  return count == 2 ? i32x4(-1, -1, 0, 0) : i32x4(-1, -1, -1, 0);
}

/** Stores the sum of the lanes. */
// @ts-ignore: decorator
@inline
function storeSum<T>(c: usize, lanes: v128, accumulate: bool): void {
  const before = accumulate ? load<T>(c) : <T>0;
  if (sizeof<T>() == 8) {
    store<T>(c, before + <T>(f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)));
    return;
  }
  const halves = f32x4.add(lanes, v128.shuffle<f32>(lanes, lanes, 2, 3, 2, 3));
  store<T>(c, before + <T>(f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1)));
}

/** Computes a tile of two vectors of rows, which are contiguous in a. */
// @ts-ignore: decorator
@inline
function transposed<T>(a: usize, aCol: usize, k: usize, c: usize, cRow: usize, accumulate: bool): void {
  const lanes: usize = VECTOR / sizeof<T>();
  let panel = PANELS;
  const end = PANELS + k * WIDTH * sizeof<T>();
  let c00 = v128.splat<T>(0);
  let c10 = c00;
  let c01 = c00;
  let c11 = c00;
  let c02 = c00;
  let c12 = c00;
  let c03 = c00;
  let c13 = c00;
  let c04 = c00;
  let c14 = c00;
  do {
    const x0 = v128.load(a);
    const x1 = v128.load(a, VECTOR);
    const y0 = v128.load_splat<T>(panel);
    c00 = multiplyAdd<T>(x0, y0, c00);
    c10 = multiplyAdd<T>(x1, y0, c10);
    if (panel == 1) break;
    const y1 = v128.load_splat<T>(panel, 1 * sizeof<T>());
    c01 = multiplyAdd<T>(x0, y1, c01);
    c11 = multiplyAdd<T>(x1, y1, c11);
    if (panel == 2) break;
    const y2 = v128.load_splat<T>(panel, 2 * sizeof<T>());
    c02 = multiplyAdd<T>(x0, y2, c02);
    c12 = multiplyAdd<T>(x1, y2, c12);
    if (panel == 3) break;
    const y3 = v128.load_splat<T>(panel, 3 * sizeof<T>());
    c03 = multiplyAdd<T>(x0, y3, c03);
    c13 = multiplyAdd<T>(x1, y3, c13);
    if (panel == 4) break;
    const y4 = v128.load_splat<T>(panel, 4 * sizeof<T>());
    c04 = multiplyAdd<T>(x0, y4, c04);
    c14 = multiplyAdd<T>(x1, y4, c14);
    a += aCol;
    panel += WIDTH * sizeof<T>();
  } while (panel < end);
  storeColumn<T>(c, cRow, c00, accumulate);
  storeColumn<T>(c + 1 * sizeof<T>(), cRow, c01, accumulate);
  storeColumn<T>(c + 2 * sizeof<T>(), cRow, c02, accumulate);
  storeColumn<T>(c + 3 * sizeof<T>(), cRow, c03, accumulate);
  storeColumn<T>(c + 4 * sizeof<T>(), cRow, c04, accumulate);
  storeColumn<T>(c + lanes * cRow, cRow, c10, accumulate);
  storeColumn<T>(c + lanes * cRow + 1 * sizeof<T>(), cRow, c11, accumulate);
  storeColumn<T>(c + lanes * cRow + 2 * sizeof<T>(), cRow, c12, accumulate);
  storeColumn<T>(c + lanes * cRow + 3 * sizeof<T>(), cRow, c13, accumulate);
  storeColumn<T>(c + lanes * cRow + 4 * sizeof<T>(), cRow, c14, accumulate);
}

/** Stores one lane for each row. */
// @ts-ignore: decorator
@inline
function storeColumn<T>(c: usize, cRow: usize, lanes: v128, accumulate: bool): void {
  if (sizeof<T>() == 8) {
    storeLane<f64>(c, f64x2.extract_lane(lanes, 0), accumulate);
    storeLane<f64>(c + cRow, f64x2.extract_lane(lanes, 1), accumulate);
    return;
  }
  storeLane<f32>(c, f32x4.extract_lane(lanes, 0), accumulate);
  storeLane<f32>(c + cRow, f32x4.extract_lane(lanes, 1), accumulate);
  storeLane<f32>(c + 2 * cRow, f32x4.extract_lane(lanes, 2), accumulate);
  storeLane<f32>(c + 3 * cRow, f32x4.extract_lane(lanes, 3), accumulate);
}

// @ts-ignore: decorator
@inline
function storeLane<T>(c: usize, value: T, accumulate: bool): void {
  store<T>(c, accumulate ? load<T>(c) + value : value);
}
