import { eachBlock, toBlocks } from "./blocks.ts";
import type { FloatArray } from "./dtype.ts";
import { copy } from "./kernel/unary.ts";
import { isRowMajor } from "./shape.ts";

/** Copies the elements of a tensor, whatever its layout, to `out` in row-major order. */
export function copyRowMajor(
  out: FloatArray,
  buffer: FloatArray,
  shape: readonly number[],
  strides: readonly number[],
): void {
  if (isRowMajor(shape, strides)) {
    out.set(buffer.length === out.length ? buffer : buffer.subarray(0, out.length));
    return;
  }
  const blocks = toBlocks(shape, [strides]);
  const { rows, cols } = blocks;
  const [{ row, col }] = blocks.strides;
  eachBlock(blocks, (n, [from]) => copy(out, n * rows * cols, rows, cols, buffer, from, row, col));
}
