import { maximum, minimum } from "./arithmetic.ts";
import { applyUnary } from "./elementwise.ts";
import * as kernels from "./kernel/unary.ts";
import type { Tensor, TensorLike } from "./tensor.ts";

/**
 * Minus each element. As `np.negative`.
 *
 * @example neg([1, -2]); // [-1, 2]
 */
export function neg(x: TensorLike): Tensor {
  return applyUnary("neg", kernels.neg, x);
}

/**
 * The square of each element. As `np.square`.
 *
 * @example square([1, 2, 3]); // [1, 4, 9]
 */
export function square(x: TensorLike): Tensor {
  return applyUnary("square", kernels.square, x);
}

/**
 * The square root of each element; NaN for negative ones. As `np.sqrt`.
 *
 * @example sqrt([1, 4]); // [1, 2]
 */
export function sqrt(x: TensorLike): Tensor {
  return applyUnary("sqrt", kernels.sqrt, x);
}

/**
 * e to the power of each element. As `np.exp`.
 *
 * @example exp([0, 1]); // [1, 2.7182817]
 */
export function exp(x: TensorLike): Tensor {
  return applyUnary("exp", kernels.exp, x);
}

/**
 * The natural logarithm of each element; -Infinity for 0, NaN for negative ones. As `np.log`.
 *
 * @example log([1, 10]); // [0, 2.3025851]
 */
export function log(x: TensorLike): Tensor {
  return applyUnary("log", kernels.log, x);
}

/**
 * The absolute value of each element. As `np.abs`.
 *
 * @example abs([-1, 2]); // [1, 2]
 */
export function abs(x: TensorLike): Tensor {
  return applyUnary("abs", kernels.abs, x);
}

/**
 * -1, 0 or 1 for each element. As `np.sign`.
 *
 * @example sign([-3, 0, 5]); // [-1, 0, 1]
 */
export function sign(x: TensorLike): Tensor {
  return applyUnary("sign", kernels.sign, x);
}

/**
 * The hyperbolic tangent of each element. As `np.tanh`.
 *
 * @example tanh([0, 100]); // [0, 1]
 */
export function tanh(x: TensorLike): Tensor {
  return applyUnary("tanh", kernels.tanh, x);
}

/**
 * Every element limited to `lo <= x <= hi`; broadcast. As `np.clip`.
 *
 * @example clip([-1, 0.5, 2], 0, 1); // [0, 0.5, 1]
 * @throws ValueError when the shapes do not broadcast
 */
export function clip(x: TensorLike, lo: TensorLike, hi: TensorLike): Tensor {
  return minimum(maximum(x, lo), hi);
}
