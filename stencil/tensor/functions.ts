import { asTensor } from "./convert.ts";
import { applyBinary, applyUnary } from "./elementwise.ts";
import { describe, ValueError } from "./errors.ts";
import * as binary from "./kernel/binary.ts";
import * as kernels from "./kernel/unary.ts";
import type { Tensor, TensorLike } from "./tensor.ts";

/**
 * The negative of each element. As `np.negative`.
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
 * The square root of each element; NaN for negative elements. As `np.sqrt`.
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
 * The natural logarithm of each element; -Infinity for 0, NaN for negative elements. As `np.log`.
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
 * Rounds each element to a whole number, or to `decimals` decimals; halves go to the even neighbour. As `np.round`.
 *
 * @param decimals by default 0; -1 rounds to tens
 * @example round([0.5, 1.5, -2.7]); // [0, 2, -3]
 * @example round([3.14159, 2.71828], 2); // [3.14, 2.72]
 * @throws ValueError unless `decimals` is a whole number
 */
export function round(x: TensorLike, decimals = 0): Tensor {
  if (!Number.isInteger(decimals)) {
    throw new ValueError(`round: the number of decimals is a whole number, received ${describe(decimals)}`);
  }
  if (decimals === 0) return applyUnary("round", kernels.round, x);
  // Like NumPy: scales up, rounds, and scales down, each in the dtype of x.
  const power = 10 ** Math.abs(decimals);
  const scale = (value: TensorLike, up: boolean) =>
    up
      ? applyBinary("mul", binary.mul, value, power, "round")
      : applyBinary("div", binary.div, value, power, "round");
  return scale(applyUnary("round", kernels.round, scale(x, decimals > 0)), decimals < 0);
}

/**
 * The largest whole number less than or equal to each element. As `np.floor`.
 *
 * @example floor([1.7, -1.2]); // [1, -2]
 */
export function floor(x: TensorLike): Tensor {
  return applyUnary("floor", kernels.floor, x);
}

/**
 * The smallest whole number greater than or equal to each element. As `np.ceil`.
 *
 * @example ceil([1.2, -1.7]); // [2, -1]
 */
export function ceil(x: TensorLike): Tensor {
  return applyUnary("ceil", kernels.ceil, x);
}

/**
 * Limits every element to `lo <= x <= hi`; broadcast. A limit of null means no limit. As `np.clip`.
 *
 * @example clip([-1, 0.5, 2], 0, 1); // [0, 0.5, 1]
 * @example clip([-1, 0.5, 2], 0, null); // [0, 0.5, 2]
 * @throws ValueError when the shapes do not broadcast
 */
export function clip(x: TensorLike, lo: TensorLike | null, hi: TensorLike | null): Tensor {
  if (lo === undefined || hi === undefined) {
    throw new ValueError("clip: needs a lower and an upper limit; null means no limit: clip(x, 0, null)");
  }
  let result = asTensor("clip", x);
  if (lo !== null) result = applyBinary("maximum", binary.maximum, result, lo, "clip");
  if (hi !== null) result = applyBinary("minimum", binary.minimum, result, hi, "clip");
  return result === x ? result.copy() : result;
}
