import { allocate, checkDType, type DType, floatx } from "./dtype.ts";
import { ValueError } from "./errors.ts";
import { checkShape, sizeOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/**
 * A tensor of zeros.
 *
 * @example zeros([2, 3]); // [[0, 0, 0], [0, 0, 0]]
 * @throws ValueError unless the shape is a list of whole numbers >= 0, as for all functions that take one
 */
export function zeros(shape: readonly number[], dtype: DType = floatx()): Tensor {
  checkShape("zeros", shape);
  return new Tensor(allocate(checkDType("zeros", dtype), sizeOf(shape)), [...shape]);
}

/**
 * A tensor of ones.
 *
 * @example ones([3]); // [1, 1, 1]
 */
export function ones(shape: readonly number[], dtype?: DType): Tensor {
  return full(shape, 1, dtype);
}

/**
 * A tensor with the same value everywhere. As `np.full`.
 *
 * @example full([2], 0.5); // [0.5, 0.5]
 */
export function full(shape: readonly number[], value: number, dtype?: DType): Tensor {
  const result = zeros(shape, dtype);
  result.buffer.fill(value);
  return result;
}

/**
 * Zeros of the shape and dtype of `x`. As `np.zeros_like`.
 *
 * @example zerosLike(tensor([[1, 2]])); // [[0, 0]]
 */
export function zerosLike(x: Tensor): Tensor {
  return zeros(x.shape, x.dtype);
}

/**
 * Ones of the shape and dtype of `x`. As `np.ones_like`.
 *
 * @example onesLike(tensor([[1, 2]])); // [[1, 1]]
 */
export function onesLike(x: Tensor): Tensor {
  return ones(x.shape, x.dtype);
}

/**
 * Ones on the diagonal, zeros elsewhere: `[n, m]`. As `np.eye`.
 *
 * @param m by default `n`, which gives the identity matrix
 * @example eye(2); // [[1, 0], [0, 1]]
 */
export function eye(n: number, m = n, dtype?: DType): Tensor {
  const result = zeros([n, m], dtype);
  for (let i = 0; i < Math.min(n, m); i++) result.buffer[i * m + i] = 1;
  return result;
}

/**
 * Evenly spaced numbers from `start` (0 if there is only one argument) up to but without `stop`. As `np.arange`.
 *
 * @example arange(3); // [0, 1, 2]
 * @example arange(1, 2, 0.25); // [1, 1.25, 1.5, 1.75]
 * @throws ValueError for a step of 0, or bounds that are not finite
 */
export function arange(start: number, stop?: number, step = 1): Tensor {
  if (stop === undefined) [start, stop] = [0, start];
  if (step === 0 || !Number.isFinite((stop - start) / step)) {
    throw new ValueError(`arange: cannot count from ${start} to ${stop} in steps of ${step}`);
  }
  const result = zeros([Math.max(0, Math.ceil((stop - start) / step))]);
  for (let i = 0; i < result.buffer.length; i++) result.buffer[i] = start + i * step;
  return result;
}

/**
 * `num` evenly spaced numbers from `start` to `stop`, both included. As `np.linspace`.
 *
 * @example linspace(0, 1, 5); // [0, 0.25, 0.5, 0.75, 1]
 */
export function linspace(start: number, stop: number, num: number): Tensor {
  const result = zeros([num]);
  for (let i = 0; i < num; i++) {
    // The last one is exact, whatever the rounding of the steps.
    result.buffer[i] = i === num - 1 && num > 1 ? stop : start + (i * (stop - start)) / (num - 1 || 1);
  }
  return result;
}
