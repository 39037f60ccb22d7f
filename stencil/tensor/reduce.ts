import { asTensor } from "./convert.ts";
import { allocate, type FloatArray } from "./dtype.ts";
import { describe, isList, ValueError } from "./errors.ts";
import { sqrt, square } from "./functions.ts";
import { currentKernels } from "./implementation.ts";
import * as kernels from "./kernel/reduce.ts";
import { sumRowsInKernel } from "./kernel/sumRows.ts";
import { formatShape, normalizeAxis, sizeOf } from "./shape.ts";
import { Tensor, type TensorLike } from "./tensor.ts";
import { reshape, transpose } from "./views.ts";

/** The axis to reduce, or a list of several; `null` or nothing for all. */
export type Axes = number | readonly number[] | null;

/**
 * The sum over `axis`, or over all elements: `np.sum(x, axis, keepdims=...)`. `[n, m]` over 0 `-> [m]`, 1 `-> [n]`,
 * all `-> []`. Accumulates float32 in float64 and rounds once, so that a long sum keeps its digits.
 *
 * @param axis one axis, or a list of several
 * @param keepdims whether the reduced axis stays, with length 1, so that the result broadcasts against `x`
 * @example sum([[1, 2], [3, 4]]); // 10
 * @example sum([[1, 2], [3, 4]], 0); // [4, 6]
 * @example sum([[1, 2], [3, 4]], 1, true); // [[3], [7]]
 * @example sum(ones([2, 3, 4]), [0, 2]); // [8, 8, 8]
 * @throws ValueError when the axis does not exist
 */
export function sum(x: TensorLike, axis?: Axes, keepdims = false): Tensor {
  return reduce("sum", (out, data, lanes) => runSum(out, data, lanes, 1), x, axis, keepdims);
}

/**
 * The mean over `axis`, or over all elements, accumulated in float64; NaN for no elements. As `np.mean`; axes as in
 * {@link sum}.
 *
 * @example mean([[1, 2], [3, 4]], 0); // [2, 3]
 * @throws ValueError when the axis does not exist
 */
export function mean(x: TensorLike, axis?: Axes, keepdims = false): Tensor {
  return reduce("mean", (out, data, lanes) => runSum(out, data, lanes, lanes.n), x, axis, keepdims);
}

/**
 * The largest element along `axis`, or of all; NaN if any is NaN. As `np.max`; {@link maximum} compares two.
 *
 * @example max([[1, 5], [3, 4]], 1); // [5, 4]
 * @throws ValueError when the axis does not exist, or there is no element
 */
export function max(x: TensorLike, axis?: Axes, keepdims = false): Tensor {
  return reduce(
    "max",
    kernels.max,
    x,
    axis,
    keepdims,
    "zero-size tensor to reduction operation maximum which has no identity",
  );
}

/**
 * The smallest element along `axis`, or of all; NaN if any is NaN. As `np.min`; {@link minimum} compares two.
 *
 * @example min([[1, 5], [3, 4]], 1); // [1, 3]
 * @throws ValueError when the axis does not exist, or there is no element
 */
export function min(x: TensorLike, axis?: Axes, keepdims = false): Tensor {
  return reduce(
    "min",
    kernels.min,
    x,
    axis,
    keepdims,
    "zero-size tensor to reduction operation minimum which has no identity",
  );
}

/**
 * The population variance (divided by n) over `axis`, or over all elements. As `np.var`.
 *
 * @example variance([1, 2, 3, 4]); // 1.25
 * @throws ValueError when the axis does not exist
 */
export function variance(x: TensorLike, axis?: Axes, keepdims = false): Tensor {
  return reduce("variance", kernels.variance, x, axis, keepdims);
}

/**
 * The population standard deviation, the square root of {@link variance}. As `np.std`.
 *
 * @example std([1, 1, 3, 3]); // 1
 * @throws ValueError when the axis does not exist
 */
export function std(x: TensorLike, axis?: Axes, keepdims = false): Tensor {
  return sqrt(reduce("std", kernels.variance, x, axis, keepdims));
}

/**
 * The product over `axis`, or over all elements; 1 for no elements. As `np.prod`.
 *
 * @example prod([[1, 2], [3, 4]], 1); // [2, 12]
 * @throws ValueError when the axis does not exist
 */
export function prod(x: TensorLike, axis?: Axes, keepdims = false): Tensor {
  return reduce("prod", kernels.prod, x, axis, keepdims);
}

/**
 * The index of the largest element along `axis`, or in the flattened tensor. The first one wins a tie; the first NaN wins over
 * all numbers. `np.argmax(x, axis)`: `[n, m]` along 1 `-> [n]`. The indices have the dtype of `x`.
 *
 * @example argmax([[0.1, 0.9], [0.8, 0.2]], 1); // [1, 0]
 * @throws ValueError when the axis does not exist, or there is no element
 */
export function argmax(x: TensorLike, axis?: number | null, keepdims = false): Tensor {
  checkOneAxis("argmax", axis);
  return reduce("argmax", kernels.argmax, x, axis, keepdims, "attempt to get argmax of an empty sequence");
}

/**
 * The index of the smallest element along `axis`, or in the flattened tensor; ties and NaN as in {@link argmax}. As
 * `np.argmin`.
 *
 * @example argmin([3, 1, 2]); // 1
 * @throws ValueError when the axis does not exist, or there is no element
 */
export function argmin(x: TensorLike, axis?: number | null, keepdims = false): Tensor {
  checkOneAxis("argmin", axis);
  return reduce("argmin", kernels.argmin, x, axis, keepdims, "attempt to get argmin of an empty sequence");
}

/**
 * Whether any element is not 0; with `axis`, a tensor of 1 and 0. As `np.any`. NaN counts as not 0.
 *
 * @example any([0, 0, 2]); // true
 * @example any([[0, 0], [0, 2]], 1); // [0, 1]
 * @throws ValueError when the axis does not exist
 */
export function any(x: TensorLike, axis?: null): boolean;
export function any(x: TensorLike, axis: Axes, keepdims?: boolean): Tensor;
export function any(x: TensorLike, axis?: Axes, keepdims?: boolean): boolean | Tensor {
  const result = reduce("any", kernels.any, x, axis, keepdims);
  return isWhole(axis, keepdims) ? result.item() === 1 : result;
}

/**
 * Whether all elements differ from 0; with `axis`, a tensor of 1 and 0. As `np.all`.
 *
 * @example all([1, 1, 0]); // false
 * @example all([[1, 1], [0, 2]], 1); // [1, 0]
 * @throws ValueError when the axis does not exist
 */
export function all(x: TensorLike, axis?: null): boolean;
export function all(x: TensorLike, axis: Axes, keepdims?: boolean): Tensor;
export function all(x: TensorLike, axis?: Axes, keepdims?: boolean): boolean | Tensor {
  const result = reduce("all", kernels.all, x, axis, keepdims);
  return isWhole(axis, keepdims) ? result.item() === 1 : result;
}

/** Whether the result is one boolean. (A tensor in an `if` would always be true.) */
function isWhole(axis: Axes | undefined, keepdims = false): boolean {
  return (axis === undefined || axis === null) && !keepdims;
}

/**
 * The Euclidean (Frobenius) norm of all elements, the square root of the sum of their squares. As `np.linalg.norm`.
 *
 * @example norm([3, 4]); // 5
 */
export function norm(x: TensorLike, ...others: never[]): Tensor {
  if (others.length > 0) {
    throw new ValueError("norm: covers all elements; the norms of the rows are x.square().sum(1).sqrt()");
  }
  return sqrt(reduce("norm", kernels.sum, square(asTensor("norm", x)), null));
}

function checkOneAxis(operation: string, axis: unknown): void {
  if (isList(axis)) throw new ValueError(`${operation}: takes one axis, received ${describe(axis)}`);
}

/** @param whenEmpty the error message of a reduction that needs at least one element */
function reduce(
  name: string,
  kernel: kernels.ReduceKernel,
  value: TensorLike,
  axis?: Axes,
  keepdims = false,
  whenEmpty?: string,
): Tensor {
  const x = asTensor(name, value);
  if (isList(axis)) return reduceAxes(name, kernel, x, Array.from(axis), keepdims, whenEmpty);
  checkArguments(name, axis, keepdims);
  const all = axis === undefined || axis === null;
  const at = all ? 0 : normalizeAxis(name, axis, x.ndim);
  const before = all ? [] : x.shape.slice(0, at);
  const after = all ? [] : x.shape.slice(at + 1);
  const middle = all ? x.shape.map(() => 1) : [1];
  const shape = keepdims ? [...before, ...middle, ...after] : [...before, ...after];
  const out = allocate(x.dtype, sizeOf(shape));
  const n = all ? x.size : x.shape[at];
  if (n === 0 && whenEmpty !== undefined) {
    throw new ValueError(`${name}: ${whenEmpty} (shape ${formatShape(x.shape)})`);
  }
  // A view may have strides that three nested loops cannot follow.
  const source = x.contiguous || (!all && x.ndim <= 2) ? x : x.copy();
  kernel(out, source.buffer, lanesOf(source, n, all, at));
  return new Tensor(out, shape);
}

function runSum(out: FloatArray, data: FloatArray, lanes: kernels.Lanes, divisor: number): void {
  const compiled = currentKernels();
  if (!compiled || !sumRowsInKernel(compiled, out, data, lanes, divisor))
    kernels.sum(out, data, lanes, divisor);
}

/** Reduces over several axes: moves them to the end and merges them. */
function reduceAxes(
  name: string,
  kernel: kernels.ReduceKernel,
  x: Tensor,
  list: number[],
  keepdims: boolean,
  whenEmpty?: string,
): Tensor {
  const axes = list.map((axis) => normalizeAxis(name, axis, x.ndim));
  if (new Set(axes).size < axes.length) {
    throw new ValueError(`${name}: duplicate value in 'axis': ${describe(list)}`);
  }
  const others = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  const kept = others.map((axis) => x.shape[axis]);
  const n = sizeOf(axes.map((axis) => x.shape[axis]));
  const merged = reshape(transpose(x, [...others, ...axes]), [...kept, n]);
  const result = reduce(name, kernel, merged, -1, false, whenEmpty);
  return keepdims
    ? reshape(
        result,
        x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length)),
      )
    : result;
}

/** Explains mistakes of NumPy users: keyword arguments, several axes, or the wrong function. */
function checkArguments(name: string, axis: unknown, keepdims: unknown): void {
  const isNumber = axis === undefined || axis === null || typeof axis === "number";
  if (isNumber && (typeof keepdims === "boolean" || keepdims === 0 || keepdims === 1)) return;
  if (isNumber && typeof keepdims === "number") {
    throw new ValueError(`${name}: several axes are a list: x.${name}([${axis}, ${keepdims}])`);
  }
  const other = name === "max" || name === "min" ? `; ${name}imum(a, b) compares two` : "";
  throw new ValueError(
    `${name}: takes an axis, then whether it stays: x.${name}(1, true) is np.${name}(x, axis=1, keepdims=True); received ${describe(isNumber ? keepdims : axis)}${other}`,
  );
}

function lanesOf({ shape, strides }: Tensor, n: number, all: boolean, at: number): kernels.Lanes {
  if (all) return { outer: 1, outerStep: 0, n, step: 1, inner: 1, innerStep: 0 };
  return {
    outer: sizeOf(shape.slice(0, at)),
    outerStep: strides[at - 1] ?? 0,
    n,
    step: strides[at],
    inner: sizeOf(shape.slice(at + 1)),
    innerStep: strides[strides.length - 1],
  };
}
