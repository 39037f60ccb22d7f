import { eachBlock, toBlocks } from "./blocks.ts";
import { asTensor, asTensors, promote } from "./convert.ts";
import { allocate, checkDType, type DType, type FloatArray, floatx } from "./dtype.ts";
import * as binary from "./kernel/binary.ts";
import * as unary from "./kernel/unary.ts";
import { where as whereKernel } from "./kernel/where.ts";
import { broadcast, broadcastStrides, sameShape, sizeOf } from "./shape.ts";
import { Tensor, type TensorLike } from "./tensor.ts";
import { vectorize } from "./vectorize.ts";

/** Runs an operation over two tensors broadcast to `shape`, and writes to `out` in row-major order. */
export function runBinary(
  name: string,
  kernel: binary.BinaryKernel,
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
function runUnary(name: string, kernel: unary.UnaryKernel, out: FloatArray, x: Tensor): void {
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

function applyBinary(name: string, kernel: binary.BinaryKernel, a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = asTensors(a, b);
  const shape = broadcast(name, x.shape, y.shape);
  const out = allocate(promote(x, y), sizeOf(shape));
  runBinary(name, kernel, out, shape, x, y);
  return new Tensor(out, shape);
}

function applyUnary(name: string, kernel: unary.UnaryKernel, value: TensorLike): Tensor {
  const x = asTensor(value, floatx());
  const out = allocate(x.dtype, x.size);
  runUnary(name, kernel, out, x);
  return new Tensor(out, x.shape);
}

/** A row-major copy of any layout. */
export function contiguousCopy(x: Tensor, dtype: DType = x.dtype): Tensor {
  const out = allocate(checkDType("astype", dtype), x.size);
  if (x.contiguous) out.set(x.buffer);
  else runUnary("copy", unary.copy, out, x);
  return new Tensor(out, x.shape);
}

/**
 * Element-wise sum.
 *
 * @example add([[1, 2], [3, 4]], [10, 20]); // [[11, 22], [13, 24]]
 */
export function add(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("add", binary.add, a, b);
}

/**
 * Element-wise difference.
 *
 * @example sub([5, 7], 1); // [4, 6]
 */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("sub", binary.sub, a, b);
}

/**
 * Element-wise product; the matrix product is {@link matmul}.
 *
 * @example mul([1, 2], [3, 4]); // [3, 8]
 */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("mul", binary.mul, a, b);
}

/**
 * Element-wise quotient; dividing by 0 gives an infinity or NaN.
 *
 * @example div([1, 3], 2); // [0.5, 1.5]
 */
export function div(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("div", binary.div, a, b);
}

/**
 * The first to the power of the second.
 *
 * @example pow([1, 2, 3], 2); // [1, 4, 9]
 */
export function pow(a: TensorLike, b: TensorLike): Tensor {
  // As NumPy, which takes these two, the common ones, for what they are.
  if (b === 2) return square(a);
  if (b === 0.5) return sqrt(a);
  return applyBinary("pow", binary.pow, a, b);
}

/**
 * The larger of the two, element by element; NaN if one of them is. {@link max} reduces.
 *
 * @example maximum([-1, 2], 0); // [0, 2], a ReLU
 */
export function maximum(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("maximum", binary.maximum, a, b);
}

/**
 * The smaller of the two, element by element; NaN if one of them is. {@link min} reduces.
 *
 * @example minimum([-1, 2], 0); // [-1, 0]
 */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("minimum", binary.minimum, a, b);
}

/**
 * 1 where a > b, else 0.
 *
 * @example greater([-1, 0, 2], 0); // [0, 0, 1]
 */
export function greater(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("greater", binary.greater, a, b);
}

/**
 * 1 where a >= b, else 0.
 *
 * @example greaterEqual([-1, 0, 2], 0); // [0, 1, 1]
 */
export function greaterEqual(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("greaterEqual", binary.greaterEqual, a, b);
}

/**
 * 1 where a < b, else 0.
 *
 * @example less([-1, 0, 2], 0); // [1, 0, 0]
 */
export function less(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("less", binary.less, a, b);
}

/**
 * 1 where a <= b, else 0.
 *
 * @example lessEqual([-1, 0, 2], 0); // [1, 1, 0]
 */
export function lessEqual(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("lessEqual", binary.lessEqual, a, b);
}

/**
 * 1 where a equals b, else 0; NaN equals nothing.
 *
 * @example equal([1, 2, 3], [1, 0, 3]); // [1, 0, 1]
 */
export function equal(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("equal", binary.equal, a, b);
}

/**
 * 1 where a differs from b, else 0.
 *
 * @example notEqual([1, 2, 3], [1, 0, 3]); // [0, 1, 0]
 */
export function notEqual(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("notEqual", binary.notEqual, a, b);
}

/**
 * Minus each element.
 *
 * @example neg([1, -2]); // [-1, 2]
 */
export function neg(x: TensorLike): Tensor {
  return applyUnary("neg", unary.neg, x);
}

/**
 * The square of each element.
 *
 * @example square([1, 2, 3]); // [1, 4, 9]
 */
export function square(x: TensorLike): Tensor {
  return applyUnary("square", unary.square, x);
}

/**
 * The square root of each element; NaN for negative ones.
 *
 * @example sqrt([1, 4]); // [1, 2]
 */
export function sqrt(x: TensorLike): Tensor {
  return applyUnary("sqrt", unary.sqrt, x);
}

/**
 * e to the power of each element.
 *
 * @example exp([0, 1]); // [1, 2.7182817]
 */
export function exp(x: TensorLike): Tensor {
  return applyUnary("exp", unary.exp, x);
}

/**
 * The natural logarithm of each element.
 *
 * @example log([1, Math.E]); // [0, 1]
 */
export function log(x: TensorLike): Tensor {
  return applyUnary("log", unary.log, x);
}

/**
 * The absolute value of each element.
 *
 * @example abs([-1, 2]); // [1, 2]
 */
export function abs(x: TensorLike): Tensor {
  return applyUnary("abs", unary.abs, x);
}

/**
 * -1, 0 or 1 for each element.
 *
 * @example sign([-3, 0, 5]); // [-1, 0, 1]
 */
export function sign(x: TensorLike): Tensor {
  return applyUnary("sign", unary.sign, x);
}

/**
 * The hyperbolic tangent of each element.
 *
 * @example tanh([0, 100]); // [0, 1]
 */
export function tanh(x: TensorLike): Tensor {
  return applyUnary("tanh", unary.tanh, x);
}

/**
 * Every element limited to `lo <= x <= hi`.
 *
 * @example clip([-1, 0.5, 2], 0, 1); // [0, 0.5, 1]
 */
export function clip(x: TensorLike, lo: TensorLike, hi: TensorLike): Tensor {
  return minimum(maximum(x, lo), hi);
}

/**
 * From `a` where `condition` is not 0, else from `b`; all three broadcast.
 *
 * @example where(x.greater(0), x, x.mul(0.3)); // a leaky ReLU
 */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = asTensors(a, b);
  const test = asTensor(condition, floatx());
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
 * 1 where an element is not a number, else 0.
 */
export function isNaNs(x: TensorLike): Tensor {
  return applyUnary("nan", unary.nan, x);
}

/** 1 where an element is neither infinite nor NaN, else 0. */
export function isFinites(x: TensorLike): Tensor {
  return applyUnary("finite", unary.finite, x);
}
