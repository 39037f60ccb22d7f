import { dtypeOf, type FloatArray } from "../dtype.ts";
import type { Gemm, Matrix } from "./gemm.ts";

/** What assembly/matmul.ts exports. Strides are in bytes. */
interface Kernel {
  memory: WebAssembly.Memory;
  matmul32: MatmulKernel;
  matmul64: MatmulKernel;
}

type MatmulKernel = (
  n: number,
  k: number,
  m: number,
  a: number,
  aRow: number,
  aCol: number,
  b: number,
  bRow: number,
  bCol: number,
  c: number,
  cRow: number,
  panel: number,
  accumulate: boolean,
) => void;

// The kernel's memory is divided into four parts, of a size that no product changes: larger ones are cut into blocks.
const BLOCK = 2 ** 19;
const MAX_DEPTH = 1024;
const MAX_COLUMNS = 512;
/** The kernel computes whole tiles of 4 rows and 32 bytes. */
const TILE_ROWS = 4;
const TILE_BYTES = 32;
const PANEL_BYTES = 8192;
/** Copying fewer elements than this one by one is faster than asking the engine to. */
const SHORT_LINE = 16;

/**
 * The matrix product by a WebAssembly kernel. Blocks of both operands are copied to the kernel's memory and the result is
 * copied back, so results live where all others do and are left to the garbage collector.
 *
 * @param binary one of the two in binaries.ts
 * @throws WebAssembly.CompileError when the engine lacks the instructions or forbids WebAssembly
 */
export function wasmGemm(binary: Uint8Array<ArrayBuffer>): Gemm {
  const kernel = new WebAssembly.Instance(new WebAssembly.Module(binary), {}).exports as Kernel;
  const float32 = divide(new Float32Array(kernel.memory.buffer), kernel.matmul32);
  const float64 = divide(new Float64Array(kernel.memory.buffer), kernel.matmul64);
  return (n, k, m, a, b, out, outOffset) => {
    const parts = dtypeOf(out) === "float32" ? float32 : float64;
    multiply(parts, n, k, m, a, b, out, outOffset);
  };
}

interface Parts {
  matmul: MatmulKernel;
  memory: FloatArray;
  bytes: number;
  a: number;
  b: number;
  c: number;
  panel: number;
}

/** Where the operands, the result and the panel lie; in elements, like all places below. */
function divide(memory: FloatArray, matmul: MatmulKernel): Parts {
  const bytes = memory.BYTES_PER_ELEMENT;
  const panel = 1024 / bytes;
  const a = panel + PANEL_BYTES / bytes;
  return { matmul, memory, bytes, panel, a, b: a + BLOCK, c: a + 2 * BLOCK };
}

function multiply(
  parts: Parts,
  n: number,
  k: number,
  m: number,
  a: Matrix,
  b: Matrix,
  out: FloatArray,
  outOffset: number,
): void {
  const { matmul, memory, bytes, panel } = parts;
  const depth = Math.min(k, MAX_DEPTH);
  const columns = Math.min(m, MAX_COLUMNS);
  const cRow = roundUp(columns, TILE_BYTES / bytes);
  const most = Math.floor(BLOCK / Math.max(depth, cRow));
  const rows = Math.min(n, most - (most % TILE_ROWS));
  for (let i = 0; i < n; i += rows) {
    const blockRows = Math.min(rows, n - i);
    for (let j = 0; j < m; j += columns) {
      const blockColumns = Math.min(columns, m - j);
      for (let l = 0; l < k; l += depth) {
        const blockDepth = Math.min(depth, k - l);
        const [aRow, aCol] = stage(a, i, blockRows, l, blockDepth, memory, parts.a);
        const [bRow, bCol] = stage(b, l, blockDepth, j, blockColumns, memory, parts.b);
        matmul(
          blockRows,
          blockDepth,
          blockColumns,
          parts.a * bytes,
          aRow * bytes,
          aCol * bytes,
          parts.b * bytes,
          bRow * bytes,
          bCol * bytes,
          parts.c * bytes,
          cRow * bytes,
          panel * bytes,
          l > 0,
        );
      }
      copyLines(memory, parts.c, cRow, out, outOffset + i * m + j, m, blockRows, blockColumns);
    }
  }
}

/**
 * Copies a block of a matrix to the kernel's memory at `to`, in the order in which it lies in its own.
 *
 * @returns the strides of its rows and columns there
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

/** Copies `lines` runs of `length` elements, which begin `fromStep` and `toStep` elements apart. */
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
