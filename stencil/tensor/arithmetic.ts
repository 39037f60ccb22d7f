import { applyBinary } from "./elementwise.ts";
import { sqrt, square } from "./functions.ts";
import * as kernels from "./kernel/binary.ts";
import type { Tensor, TensorLike } from "./tensor.ts";

/**
 * Element-wise sum, broadcast: `[n, m] + [m] -> [n, m]`. NumPy's `a + b`.
 *
 * @example add([[1, 2], [3, 4]], [10, 20]); // [[11, 22], [13, 24]]
 * @throws ValueError when the shapes do not broadcast
 */
export function add(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("add", kernels.add, a, b);
}

/**
 * Element-wise difference, broadcast: NumPy's `a - b`.
 *
 * @example sub([5, 7], 1); // [4, 6]
 * @throws ValueError when the shapes do not broadcast
 */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("sub", kernels.sub, a, b);
}

/**
 * Element-wise product, broadcast: NumPy's `a * b`. The matrix product is {@link matmul}.
 *
 * @example mul([1, 2], [3, 4]); // [3, 8]
 * @throws ValueError when the shapes do not broadcast
 */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("mul", kernels.mul, a, b);
}

/**
 * Element-wise quotient, broadcast: NumPy's `a / b`. Dividing by 0 gives an infinity or NaN.
 *
 * @example div([1, 3], 2); // [0.5, 1.5]
 * @throws ValueError when the shapes do not broadcast
 */
export function div(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("div", kernels.div, a, b);
}

/**
 * Raises `a` to the power of `b`, element by element, broadcast: NumPy's `a ** b`.
 *
 * @example pow([1, 2, 3], 2); // [1, 4, 9]
 * @throws ValueError when the shapes do not broadcast
 */
export function pow(a: TensorLike, b: TensorLike): Tensor {
  // Like NumPy, computes these two common powers exactly.
  if (b === 2) return square(a);
  if (b === 0.5) return sqrt(a);
  return applyBinary("pow", kernels.pow, a, b);
}

/**
 * The larger of two elements, broadcast; NaN if either is NaN. As `np.maximum`; {@link max} reduces.
 *
 * @example maximum([-1, 2], 0); // [0, 2]
 * @throws ValueError when the shapes do not broadcast
 */
export function maximum(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("maximum", kernels.maximum, a, b);
}

/**
 * The smaller of two elements, broadcast; NaN if either is NaN. As `np.minimum`; {@link min} reduces.
 *
 * @example minimum([-1, 2], 0); // [-1, 0]
 * @throws ValueError when the shapes do not broadcast
 */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  return applyBinary("minimum", kernels.minimum, a, b);
}
