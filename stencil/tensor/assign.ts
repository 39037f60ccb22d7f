import { add, sub } from "./arithmetic.ts";
import { eachBlock, toBlocks } from "./blocks.ts";
import { asTensor } from "./convert.ts";
import { runBinary } from "./elementwise.ts";
import { ValueError } from "./errors.ts";
import * as binary from "./kernel/binary.ts";
import { broadcastStrides, formatShape, sameShape } from "./shape.ts";
import type { Tensor, TensorLike } from "./tensor.ts";

/** Overwrites the elements of `target` with `value`, broadcast to its shape. */
export function assign(target: Tensor, value: TensorLike, operation = "assign"): void {
  const source = prepare(operation, target, value);
  if (target.contiguous && source.contiguous && sameShape(target.shape, source.shape)) {
    target.buffer.set(source.buffer);
    return;
  }
  const blocks = toBlocks(target.shape, [
    target.strides,
    broadcastStrides(source.shape, source.strides, target.shape),
  ]);
  const { rows, cols } = blocks;
  const [st, ss] = blocks.strides;
  const to = target.buffer;
  const from = source.buffer;
  eachBlock(blocks, (_, [ti, si]) => {
    for (let i = 0; i < rows; i++) {
      let p = ti + i * st.row;
      let q = si + i * ss.row;
      for (let j = 0; j < cols; j++, p += st.col, q += ss.col) to[p] = from[q];
    }
  });
}

/** Adds `value` to the elements of `target`. */
export function assignAdd(target: Tensor, value: TensorLike): void {
  const source = prepare("assignAdd", target, value);
  if (target.contiguous) runBinary("add", binary.add, target.buffer, target.shape, target, source);
  else assign(target, add(target, source));
}

/** Subtracts `value` from the elements of `target`. */
export function assignSub(target: Tensor, value: TensorLike): void {
  const source = prepare("assignSub", target, value);
  if (target.contiguous) runBinary("sub", binary.sub, target.buffer, target.shape, target, source);
  else assign(target, sub(target, source));
}

/** Returns the value as a tensor that stays valid while `target` is written. */
function prepare(operation: string, target: Tensor, value: TensorLike): Tensor {
  const source = asTensor(operation, value, target.dtype);
  if (!broadcastsTo(source.shape, target.shape)) {
    throw new ValueError(
      `${operation}: could not broadcast input from shape ${formatShape(source.shape)} into shape ${formatShape(target.shape)}`,
    );
  }
  // Copies shared memory. Otherwise a view such as the transpose would be overwritten before it is read.
  return source.buffer.buffer === target.buffer.buffer ? source.copy() : source;
}

function broadcastsTo(from: readonly number[], to: readonly number[]): boolean {
  const missing = to.length - from.length;
  return missing >= 0 && from.every((length, axis) => length === 1 || length === to[axis + missing]);
}
