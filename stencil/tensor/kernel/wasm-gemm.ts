import { dtypeOf, type FloatArray } from "../dtype.ts";
import type { Gemm, Matrix } from "./gemm.ts";
import type { Kernel } from "./kernel.ts";

/** The maximum rows of a block of b. A block of a has as many rows as the kernel's memory then allows. */
const MAX_DEPTH = 1024;
/** The kernel computes whole rows of tiles of 32 bytes. */
const TILE_BYTES = 32;
/** Copying fewer elements than this one by one is faster than a call of the engine. */
const SHORT_LINE = 16;

/**
 * The matrix product by the WebAssembly kernel. Copies blocks of both operands to the kernel's memory and the result back, so
 * that results live in ordinary memory and are garbage-collected. Cuts larger operands into blocks.
 */
export function wasmGemm({ float32, float64 }: { float32: Kernel; float64: Kernel }): Gemm {
  return (n, k, m, a, b, out, outOffset) => {
    multiply(dtypeOf(out) === "float32" ? float32 : float64, n, k, m, a, b, out, outOffset);
  };
}

function multiply(
  kernel: Kernel,
  n: number,
  k: number,
  m: number,
  a: Matrix,
  b: Matrix,
  out: FloatArray,
  outOffset: number,
): void {
  const { memory, bytesPerElement: bytes } = kernel;
  const depth = Math.min(k, MAX_DEPTH);
  const columns = Math.min(m, kernel.columns);
  const cRow = roundUp(columns, TILE_BYTES / bytes);
  const most = Math.floor(kernel.block / Math.max(depth, cRow));
  const rows = Math.min(n, most - (most % kernel.tileRows));
  for (let i = 0; i < n; i += rows) {
    const blockRows = Math.min(rows, n - i);
    for (let j = 0; j < m; j += columns) {
      const blockColumns = Math.min(columns, m - j);
      for (let l = 0; l < k; l += depth) {
        const blockDepth = Math.min(depth, k - l);
        const [aRow, aCol] = stage(a, i, blockRows, l, blockDepth, memory, kernel.a);
        const [bRow, bCol] = stage(b, l, blockDepth, j, blockColumns, memory, kernel.b);
        kernel.matmul(
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
      copyLines(memory, kernel.c, cRow, out, outOffset + i * m + j, m, blockRows, blockColumns);
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

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
