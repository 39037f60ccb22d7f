import { eachBlock, toBlocks } from "./blocks.ts";
import { asTensor, asTensors, promote } from "./convert.ts";
import { allocate, type FloatArray } from "./dtype.ts";
import type { BinaryKernel } from "./kernel/binary.ts";
import type { UnaryKernel } from "./kernel/unary.ts";
import { broadcast, broadcastStrides, sameShape, sizeOf } from "./shape.ts";
import { Tensor, type TensorLike } from "./tensor.ts";
import { vectorize } from "./vectorize.ts";

/** Runs an operation over two tensors broadcast to `shape`, and writes to `out` in row-major order. */
export function runBinary(
  name: string,
  kernel: BinaryKernel,
  out: FloatArray,
  shape: readonly number[],
  a: Tensor,
  b: Tensor,
): void {
  if (vectorize(name, out, shape, [a, b])) return;
  if (a.contiguous && b.contiguous && sameShape(a.shape, b.shape)) {
    kernel(out, 0, 1, out.length, a.buffer, 0, 0, 1, b.buffer, 0, 0, 1);
    return;
  }
  const blocks = toBlocks(shape, [
    broadcastStrides(a.shape, a.strides, shape),
    broadcastStrides(b.shape, b.strides, shape),
  ]);
  const { rows, cols } = blocks;
  const [sa, sb] = blocks.strides;
  const { buffer: x } = a;
  const { buffer: y } = b;
  eachBlock(blocks, (n, at) => {
    kernel(out, n * rows * cols, rows, cols, x, at[0], sa.row, sa.col, y, at[1], sb.row, sb.col);
  });
}

/** Runs an operation over a tensor, and writes to `out` in row-major order. */
function runUnary(name: string, kernel: UnaryKernel, out: FloatArray, x: Tensor): void {
  if (vectorize(name, out, x.shape, [x])) return;
  if (x.contiguous) {
    kernel(out, 0, 1, out.length, x.buffer, 0, 0, 1);
    return;
  }
  const blocks = toBlocks(x.shape, [x.strides]);
  const { rows, cols } = blocks;
  const [sx] = blocks.strides;
  eachBlock(blocks, (n, [xi]) => kernel(out, n * rows * cols, rows, cols, x.buffer, xi, sx.row, sx.col));
}

/**
 * Makes a tensor by an operation on two operands, broadcast to a common shape.
 *
 * @param operation the called operation, for error messages: clip(...) also uses maximum
 */
export function applyBinary(
  name: string,
  kernel: BinaryKernel,
  a: TensorLike,
  b: TensorLike,
  operation = name,
): Tensor {
  const [x, y] = asTensors(operation, a, b);
  const shape = broadcast(operation, x.shape, y.shape);
  const out = allocate(promote(x, y), sizeOf(shape));
  runBinary(name, kernel, out, shape, x, y);
  return new Tensor(out, shape);
}

/** Makes a tensor of the same shape by a function of each element. */
export function applyUnary(name: string, kernel: UnaryKernel, value: TensorLike): Tensor {
  const x = asTensor(name, value);
  const out = allocate(x.dtype, x.size);
  runUnary(name, kernel, out, x);
  return new Tensor(out, x.shape);
}
