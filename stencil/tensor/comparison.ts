import { eachBlock, toBlocks } from "./blocks.ts";
import { asTensor, asTensors, promote } from "./convert.ts";
import { allocate } from "./dtype.ts";
import { applyBinary, applyUnary } from "./elementwise.ts";
import { ValueError } from "./errors.ts";
import * as binary from "./kernel/binary.ts";
import * as unary from "./kernel/unary.ts";
import { where as whereKernel } from "./kernel/where.ts";
import { broadcast, broadcastStrides, sizeOf } from "./shape.ts";
import { Tensor, type TensorLike } from "./tensor.ts";
import { vectorize } from "./vectorize.ts";

/**
 * 1 where a > b, else 0; broadcast. As `np.greater`.
 *
 * @example greater([-1, 0, 2], 0); // [0, 0, 1]
 * @throws ValueError when the shapes do not broadcast
 */
export function greater(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("greater", binary.greater, a, b);
}

/**
 * 1 where a >= b, else 0; broadcast. As `np.greater_equal`.
 *
 * @example greaterEqual([-1, 0, 2], 0); // [0, 1, 1]
 * @throws ValueError when the shapes do not broadcast
 */
export function greaterEqual(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("greaterEqual", binary.greaterEqual, a, b);
}

/**
 * 1 where a < b, else 0; broadcast. As `np.less`.
 *
 * @example less([-1, 0, 2], 0); // [1, 0, 0]
 * @throws ValueError when the shapes do not broadcast
 */
export function less(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("less", binary.less, a, b);
}

/**
 * 1 where a <= b, else 0; broadcast. As `np.less_equal`.
 *
 * @example lessEqual([-1, 0, 2], 0); // [1, 1, 0]
 * @throws ValueError when the shapes do not broadcast
 */
export function lessEqual(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("lessEqual", binary.lessEqual, a, b);
}

/**
 * 1 where a equals b, else 0; broadcast; NaN equals nothing. As `np.equal`.
 *
 * @example equal([1, 2, 3], [1, 0, 3]); // [1, 0, 1]
 * @throws ValueError when the shapes do not broadcast
 */
export function equal(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("equal", binary.equal, a, b);
}

/**
 * 1 where a differs from b, else 0; broadcast. As `np.not_equal`.
 *
 * @example notEqual([1, 2, 3], [1, 0, 3]); // [0, 1, 0]
 * @throws ValueError when the shapes do not broadcast
 */
export function notEqual(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("notEqual", binary.notEqual, a, b);
}

/**
 * The elements of `a` where `condition` is not 0, and those of `b` elsewhere; all three broadcast. As `np.where`.
 *
 * @example where([1, 0, 1], [10, 20, 30], -1); // [10, -1, 30]
 * @example where(greater([1, 5, 3], 2), 1, 0); // [0, 1, 1]
 * @throws ValueError when the shapes do not broadcast
 */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  if (a === undefined || b === undefined) {
    throw new ValueError(
      "where: needs a value where the condition holds and one where it does not: where(x.greater(0), x, 0)",
    );
  }
  const [x, y] = asTensors("where", a, b);
  const test = asTensor("where", condition);
  const shape = broadcast("where", test.shape, broadcast("where", x.shape, y.shape));
  const tensors = [test, x, y];
  const out = allocate(promote(x, y), sizeOf(shape));
  if (vectorize("where", out, shape, tensors)) return new Tensor(out, shape);
  const blocks = toBlocks(
    shape,
    tensors.map((t) => broadcastStrides(t.shape, t.strides, shape)),
  );
  const { rows, cols } = blocks;
  const [sc, sa, sb] = blocks.strides;
  eachBlock(blocks, (n, [ci, ai, bi]) => {
    whereKernel(out, n * rows * cols, rows, cols, test.buffer, ci, sc, x.buffer, ai, sa, y.buffer, bi, sb);
  });
  return new Tensor(out, shape);
}

/**
 * 1 where an element is not a number, else 0. As `np.isnan`.
 *
 * @example isNaN([1, NaN]); // [0, 1]
 */
export function isNaNs(x: TensorLike): Tensor {
  return applyUnary("isNaN", unary.nan, x);
}

/**
 * 1 where an element is neither infinite nor NaN, else 0. As `np.isfinite`.
 *
 * @example isFinite([1, Infinity, NaN]); // [1, 0, 0]
 */
export function isFinites(x: TensorLike): Tensor {
  return applyUnary("isFinite", unary.finite, x);
}
