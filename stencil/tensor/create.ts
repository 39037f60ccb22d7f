import { assign } from "./assign.ts";
import { asTensor } from "./convert.ts";
import { allocate, checkDType, type DType, floatx } from "./dtype.ts";
import { describe, ValueError } from "./errors.ts";
import { type Shape, sizeOf, toShape } from "./shape.ts";
import { Tensor, type TensorLike } from "./tensor.ts";

/**
 * A tensor of zeros.
 *
 * @param shape a list of lengths; a number is the length of a single axis
 * @example zeros([2, 3]); // [[0, 0, 0], [0, 0, 0]]
 * @example zeros(2); // [0, 0]
 * @throws ValueError unless the shape consists of whole numbers >= 0, as in all functions that take a shape
 */
export function zeros(shape: Shape, dtype?: DType): Tensor {
  return make("zeros", shape, dtype);
}

/**
 * A tensor of ones.
 *
 * @example ones([3]); // [1, 1, 1]
 */
export function ones(shape: Shape, dtype?: DType): Tensor {
  return filled("ones", shape, 1, dtype);
}

/**
 * A tensor filled with one value, or with values that are broadcast to its shape. As `np.full`.
 *
 * @example full([2], 0.5); // [0.5, 0.5]
 * @throws ValueError when the value is missing, or does not broadcast to the shape
 */
export function full(shape: Shape, value: TensorLike, dtype?: DType): Tensor {
  if (value === undefined) {
    throw new ValueError(`full: the value is missing: full(${describe(shape)}, 0)`);
  }
  return filled("full", shape, value, dtype);
}

/**
 * Zeros of the shape and dtype of `x`. As `np.zeros_like`.
 *
 * @example zerosLike(tensor([[1, 2]])); // [[0, 0]]
 */
export function zerosLike(x: TensorLike): Tensor {
  const { shape, dtype } = asTensor("zerosLike", x);
  return make("zerosLike", shape, dtype);
}

/**
 * Ones of the shape and dtype of `x`. As `np.ones_like`.
 *
 * @example onesLike(tensor([[1, 2]])); // [[1, 1]]
 */
export function onesLike(x: TensorLike): Tensor {
  const { shape, dtype } = asTensor("onesLike", x);
  return filled("onesLike", shape, 1, dtype);
}

/**
 * Ones on the diagonal, zeros elsewhere: `[n, m]`. As `np.eye`.
 *
 * @param m by default `n`, for the identity matrix
 * @example eye(2); // [[1, 0], [0, 1]]
 */
export function eye(n: number, m = n, dtype?: DType): Tensor {
  const result = make("eye", [n, m], dtype);
  for (let i = 0; i < Math.min(n, m); i++) result.buffer[i * m + i] = 1;
  return result;
}

/**
 * Evenly spaced numbers from `start` (by default 0) up to, but not including, `stop`. As `np.arange`.
 *
 * @example arange(3); // [0, 1, 2]
 * @example arange(1, 2, 0.25); // [1, 1.25, 1.5, 1.75]
 * @throws ValueError for a step of 0, or bounds that are not finite
 */
export function arange(start: number, stop?: number, step = 1): Tensor {
  if (stop === undefined) [start, stop] = [0, start];
  if (step === 0 || !Number.isFinite((stop - start) / step)) {
    throw new ValueError(
      `arange: cannot count from ${describe(start)} to ${describe(stop)} in steps of ${describe(step)}`,
    );
  }
  const result = make("arange", Math.max(0, Math.ceil((stop - start) / step)));
  for (let i = 0; i < result.buffer.length; i++) result.buffer[i] = start + i * step;
  return result;
}

/**
 * `num` evenly spaced numbers from `start` to `stop`, both included. As `np.linspace`.
 *
 * @param num by default 50
 * @example linspace(0, 1, 5); // [0, 0.25, 0.5, 0.75, 1]
 */
export function linspace(start: number, stop: number, num = 50): Tensor {
  if (!Number.isFinite(start) || !Number.isFinite(stop)) {
    throw new ValueError(
      `linspace: the ends are finite numbers, received ${describe(start)} and ${describe(stop)}`,
    );
  }
  if (!Number.isInteger(num) || num < 0) {
    throw new ValueError(`linspace: the number of samples is a whole number >= 0, received ${describe(num)}`);
  }
  const result = make("linspace", num);
  for (let i = 0; i < num; i++) {
    // Sets the last number exactly, without the rounding of the steps.
    result.buffer[i] = i === num - 1 && num > 1 ? stop : start + (i * (stop - start)) / (num - 1 || 1);
  }
  return result;
}

/** Makes zeros. @param operation the called operation, which error messages begin with */
function make(operation: string, shape: Shape, dtype: DType = floatx()): Tensor {
  if (typeof dtype === "number") {
    throw new ValueError(
      `${operation}: the lengths of several axes are a list: ${operation}([${describe(shape)}, ${dtype}])`,
    );
  }
  const lengths = toShape(operation, shape);
  return new Tensor(allocate(checkDType(operation, dtype), sizeOf(lengths)), lengths);
}

function filled(operation: string, shape: Shape, value: TensorLike, dtype?: DType): Tensor {
  const result = make(operation, shape, dtype);
  if (typeof value === "number") result.buffer.fill(value);
  else assign(result, value, operation);
  return result;
}
