import { dtypeOf, type FloatArray } from "../dtype.ts";
import type { Gemm, Matrix } from "./gemm.ts";
import type { Kernel, Kernels } from "./kernel.ts";

/** The maximum rows of a block of b. A block of a has as many rows as the kernel's memory then allows. */
const MAX_DEPTH = 1024;
/** The kernel computes whole tiles. A multiple of the rows of any, of 4, 6 or 8. */
const TILE_ROWS = 24;
/** Its tiles have 4 or 8 columns, those for narrow products 5. */
const TILE_COLUMNS = 8;
const NARROW_TILE_COLUMNS = 5;
/** With fewer columns, the kernel for narrow products is faster. Measured. */
const NARROW = 16;
/** Copying fewer elements than this one by one is faster than a call of the engine. */
const SHORT_LINE = 16;

/**
 * The matrix product by the WebAssembly kernel. Copies blocks of both operands to the kernel's memory and the result back, so
 * that results live in ordinary memory and are garbage-collected. Cuts larger operands into blocks.
 */
export function wasmGemm({ float32, float64 }: Kernels): Gemm {
  return (n, k, m, a, b, data, offset) => {
    const kernel = dtypeOf(data) === "float32" ? float32 : float64;
    const c = { data, offset, row: m, col: 1 };
    // A product with few rows is the transpose of one with few columns.
    if (n < NARROW && m >= NARROW) multiply(kernel, m, k, n, transposed(b), transposed(a), transposed(c));
    else multiply(kernel, n, k, m, a, b, c);
  };
}

const transposed = ({ data, offset, row, col }: Matrix): Matrix => ({ data, offset, row: col, col: row });

function multiply(kernel: Kernel, n: number, k: number, m: number, a: Matrix, b: Matrix, c: Matrix): void {
  const { memory, bytesPerElement: bytes } = kernel;
  const isNarrow = m < NARROW;
  const product = isNarrow ? kernel.narrow : kernel.matmul;
  const depth = Math.min(k, MAX_DEPTH);
  const columns = Math.min(m, kernel.columns);
  const tileColumns = isNarrow ? NARROW_TILE_COLUMNS : TILE_COLUMNS;
  const cRow = Math.ceil(columns / tileColumns) * tileColumns;
  const most = Math.floor(kernel.block / Math.max(depth, cRow));
  const rows = Math.min(n, most - (most % TILE_ROWS));
  for (let i = 0; i < n; i += rows) {
    const blockRows = Math.min(rows, n - i);
    for (let j = 0; j < m; j += columns) {
      const blockColumns = Math.min(columns, m - j);
      for (let l = 0; l < k; l += depth) {
        const blockDepth = Math.min(depth, k - l);
        const [aRow, aCol] = stage(a, i, blockRows, l, blockDepth, memory, kernel.a);
        const [bRow, bCol] = stage(b, l, blockDepth, j, blockColumns, memory, kernel.b);
        product(
          blockRows,
          blockDepth,
          blockColumns,
          aRow * bytes,
          aCol * bytes,
          bRow * bytes,
          bCol * bytes,
          cRow * bytes,
          l > 0,
        );
      }
      const to = c.offset + i * c.row + j * c.col;
      if (c.col === 1) copyLines(memory, kernel.c, cRow, c.data, to, c.row, blockRows, blockColumns);
      else copyTransposed(memory, kernel.c, cRow, c.data, to, c.col, blockRows, blockColumns);
    }
  }
}

/**
 * Copies a block of a matrix to the kernel's memory at `to`, keeping its memory order.
 *
 * @returns the strides of rows and columns in the kernel's memory
 */
function stage(
  x: Matrix,
  row: number,
  rows: number,
  column: number,
  columns: number,
  memory: FloatArray,
  to: number,
): [row: number, col: number] {
  const from = x.offset + row * x.row + column * x.col;
  if (x.row === 1 && !(x.col === 1 && columns > rows)) {
    copyLines(x.data, from, x.col, memory, to, rows, columns, rows);
    return [1, rows];
  }
  if (x.col === 1) {
    copyLines(x.data, from, x.row, memory, to, columns, rows, columns);
    return [columns, 1];
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0, p = from + i * x.row; j < columns; j++, p += x.col)
      memory[to + i * columns + j] = x.data[p];
  }
  return [columns, 1];
}

/** Copies `lines` runs of `length` elements, whose starts are `fromStep` and `toStep` elements apart. */
function copyLines(
  source: FloatArray,
  from: number,
  fromStep: number,
  target: FloatArray,
  to: number,
  toStep: number,
  lines: number,
  length: number,
): void {
  if (fromStep === length && toStep === length) {
    target.set(source.subarray(from, from + lines * length), to);
    return;
  }
  for (let line = 0; line < lines; line++, from += fromStep, to += toStep) {
    if (length < SHORT_LINE) for (let i = 0; i < length; i++) target[to + i] = source[from + i];
    else target.set(source.subarray(from, from + length), to);
  }
}

/** Copies the columns of a block to lines that are `toStep` elements apart. */
function copyTransposed(
  source: FloatArray,
  from: number,
  fromStep: number,
  target: FloatArray,
  to: number,
  toStep: number,
  rows: number,
  columns: number,
): void {
  for (let j = 0; j < columns; j++, from++, to += toStep) {
    for (let i = 0, p = from; i < rows; i++, p += fromStep) target[to + i] = source[p];
  }
}
