import * as arithmetic from "./arithmetic.ts";
import { assign, assignAdd, assignSub } from "./assign.ts";
import * as comparison from "./comparison.ts";
import { type DType, dtypeOf, type FloatArray } from "./dtype.ts";
import { contiguousCopy } from "./elementwise.ts";
import { ValueError } from "./errors.ts";
import * as functions from "./functions.ts";
import { matmul } from "./matmul.ts";
import { format } from "./print.ts";
import * as reduce from "./reduce.ts";
import { formatShape, isRowMajor, rowMajorStrides, sizeOf } from "./shape.ts";
import * as views from "./views.ts";

/** A number, or lists of numbers nested to any depth. */
export type NestedArray = number | readonly NestedArray[];

/** What every operation accepts. A number or a list takes the dtype of the tensor that it meets. */
export type TensorLike = Tensor | NestedArray;

/**
 * An n-dimensional array of float32 or float64 numbers, NumPy's `ndarray` in small. Make one with {@link tensor},
 * {@link zeros} and the like. Every operation returns a new tensor, except the three `assign...` methods.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]]); // shape [2,2]
 * x.matmul(x.T).add(1).sum(0); // [17, 37]
 */
export class Tensor {
  /** The length of each axis: `[]` for a single number, `[batch, features]` for a matrix. */
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** The memory, shared between a tensor and its views. Use {@link data}. @internal */
  readonly buffer: FloatArray;
  /** How far apart neighbours along each axis lie in {@link buffer}. @internal */
  readonly strides: readonly number[];
  /** Whether {@link buffer} holds exactly these elements in row-major order. @internal */
  readonly contiguous: boolean;

  /** Wraps memory; element `[i, j, ...]` is `buffer[i * strides[0] + j * strides[1] + ...]`. @internal */
  constructor(buffer: FloatArray, shape: readonly number[], strides?: readonly number[]) {
    this.shape = shape;
    this.dtype = dtypeOf(buffer);
    this.contiguous = strides === undefined || isRowMajor(shape, strides);
    // The stride of an axis of length 1 may be anything; here it becomes what its neighbours make of it.
    this.strides = strides === undefined || this.contiguous ? rowMajorStrides(shape) : strides;
    const size = sizeOf(shape);
    this.buffer = this.contiguous && buffer.length !== size ? buffer.subarray(0, size) : buffer;
  }

  /**
   * The elements in row-major order. They are the tensor's own memory when it is contiguous, so that writing to them changes
   * it; for a transposed view they are a fresh copy at every access: keep it in a variable before a loop.
   */
  get data(): FloatArray {
    return this.contiguous ? this.buffer : contiguousCopy(this).buffer;
  }

  /** The number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** The number of axes. */
  get ndim(): number {
    return this.shape.length;
  }

  /** The transpose, a view: `[n, m] -> [m, n]`, all axes reversed. */
  get T(): Tensor {
    return views.transpose(this);
  }

  /**
   * The only element of a tensor of size 1.
   *
   * @throws ValueError for any other size
   */
  item(): number {
    if (this.size !== 1) {
      throw new ValueError(
        `item: only a tensor of size 1 has one item, received shape ${formatShape(this.shape)}`,
      );
    }
    return this.buffer[0];
  }

  /**
   * One element; a negative index counts from the end.
   *
   * @example tensor([[1, 2], [3, 4]]).at(0, -1); // 2
   * @throws ValueError for an index out of bounds, or unless there is one index an axis
   */
  at(...indices: number[]): number {
    if (indices.length !== this.ndim) {
      throw new ValueError(
        `at: shape ${formatShape(this.shape)} needs ${this.ndim} indices, received ${indices.length}`,
      );
    }
    let offset = 0;
    for (let axis = 0; axis < indices.length; axis++) {
      offset += views.normalizeIndex("at", indices[axis], axis, this.shape[axis]) * this.strides[axis];
    }
    return this.buffer[offset];
  }

  /**
   * Overwrites the elements in place, and in every view of them; `value` is broadcast to this shape.
   *
   * @example weights.assign(zerosLike(weights));
   * @throws ValueError when `value` does not broadcast to this shape
   */
  assign(value: TensorLike): this {
    assign(this, value);
    return this;
  }

  /** Adds `value` in place, as NumPy's `+=`. See {@link assign}. */
  assignAdd(value: TensorLike): this {
    assignAdd(this, value);
    return this;
  }

  /** Subtracts `value` in place, as NumPy's `-=`. See {@link assign}. */
  assignSub(value: TensorLike): this {
    assignSub(this, value);
    return this;
  }

  /** This plus `other`, element by element. */
  add(other: TensorLike): Tensor {
    return arithmetic.add(this, other);
  }

  /** This minus `other`. */
  sub(other: TensorLike): Tensor {
    return arithmetic.sub(this, other);
  }

  /** This times `other`, element by element; the matrix product is {@link matmul}. */
  mul(other: TensorLike): Tensor {
    return arithmetic.mul(this, other);
  }

  /** This divided by `other`. */
  div(other: TensorLike): Tensor {
    return arithmetic.div(this, other);
  }

  /** This to the power of `other`. */
  pow(other: TensorLike): Tensor {
    return arithmetic.pow(this, other);
  }

  /** The larger of this and `other`, element by element; {@link max} reduces. */
  maximum(other: TensorLike): Tensor {
    return arithmetic.maximum(this, other);
  }

  /** The smaller of this and `other`, element by element; {@link min} reduces. */
  minimum(other: TensorLike): Tensor {
    return arithmetic.minimum(this, other);
  }

  /** 1 where this > `other`, else 0. */
  greater(other: TensorLike): Tensor {
    return comparison.greater(this, other);
  }

  /** 1 where this >= `other`, else 0. */
  greaterEqual(other: TensorLike): Tensor {
    return comparison.greaterEqual(this, other);
  }

  /** 1 where this < `other`, else 0. */
  less(other: TensorLike): Tensor {
    return comparison.less(this, other);
  }

  /** 1 where this <= `other`, else 0. */
  lessEqual(other: TensorLike): Tensor {
    return comparison.lessEqual(this, other);
  }

  /** 1 where this equals `other`, else 0. */
  equal(other: TensorLike): Tensor {
    return comparison.equal(this, other);
  }

  /** 1 where this differs from `other`, else 0. */
  notEqual(other: TensorLike): Tensor {
    return comparison.notEqual(this, other);
  }

  /** Minus this. */
  neg(): Tensor {
    return functions.neg(this);
  }

  /** The square of each element. */
  square(): Tensor {
    return functions.square(this);
  }

  /** The square root of each element. */
  sqrt(): Tensor {
    return functions.sqrt(this);
  }

  /** e to the power of each element. */
  exp(): Tensor {
    return functions.exp(this);
  }

  /** The natural logarithm of each element. */
  log(): Tensor {
    return functions.log(this);
  }

  /** The absolute value of each element. */
  abs(): Tensor {
    return functions.abs(this);
  }

  /** -1, 0 or 1 for each element. */
  sign(): Tensor {
    return functions.sign(this);
  }

  /** The hyperbolic tangent of each element. */
  tanh(): Tensor {
    return functions.tanh(this);
  }

  /** Every element limited to `lo <= x <= hi`. */
  clip(lo: TensorLike, hi: TensorLike): Tensor {
    return functions.clip(this, lo, hi);
  }

  /** The matrix product: `[..., n, k] x [..., k, m] -> [..., n, m]`. See {@link matmul}. */
  matmul(other: TensorLike): Tensor {
    return matmul(this, other);
  }

  /** The sum over `axis`, or over all. */
  sum(axis?: number | null, keepdims = false): Tensor {
    return reduce.sum(this, axis, keepdims);
  }

  /** The mean over `axis`, or over all. */
  mean(axis?: number | null, keepdims = false): Tensor {
    return reduce.mean(this, axis, keepdims);
  }

  /** The largest element along `axis`, or of all. */
  max(axis?: number | null, keepdims = false): Tensor {
    return reduce.max(this, axis, keepdims);
  }

  /** The smallest element along `axis`, or of all. */
  min(axis?: number | null, keepdims = false): Tensor {
    return reduce.min(this, axis, keepdims);
  }

  /** The population variance over `axis`, or over all. */
  variance(axis?: number | null, keepdims = false): Tensor {
    return reduce.variance(this, axis, keepdims);
  }

  /** The population standard deviation over `axis`, or over all. */
  std(axis?: number | null, keepdims = false): Tensor {
    return reduce.std(this, axis, keepdims);
  }

  /** The product over `axis`, or over all. */
  prod(axis?: number | null, keepdims = false): Tensor {
    return reduce.prod(this, axis, keepdims);
  }

  /** The index of the largest element along `axis`; the first one on ties. */
  argmax(axis?: number | null): Tensor {
    return reduce.argmax(this, axis);
  }

  /** The index of the smallest element along `axis`; the first one on ties. */
  argmin(axis?: number | null): Tensor {
    return reduce.argmin(this, axis);
  }

  /**
   * The same elements in another shape; one axis may be -1, which is inferred. A view if the tensor is contiguous.
   *
   * @example arange(6).reshape(2, -1); // shape [2,3]
   * @throws ValueError when the sizes differ
   */
  reshape(...shape: number[] | [readonly number[]]): Tensor {
    return views.reshape(this, typeof shape[0] === "object" ? shape[0] : (shape as number[]));
  }

  /** The axes in another order, by default reversed; a view. */
  transpose(...axes: number[]): Tensor {
    return views.transpose(this, axes.length === 0 ? undefined : axes);
  }

  /** A new axis of length 1 in front of `axis`: `[n] -> [1, n]` for 0, `[n, 1]` for 1 or -1; a view. */
  expandDims(axis: number): Tensor {
    return views.expandDims(this, axis);
  }

  /** Without its axes of length 1, or only without `axis`; a view. */
  squeeze(axis?: number): Tensor {
    return views.squeeze(this, axis);
  }

  /** All elements along one axis: `[n, m] -> [n * m]`, a copy. */
  flatten(): Tensor {
    return views.reshape(this.copy(), [-1]);
  }

  /**
   * Rows `start` up to but without `stop` along axis 0; a view. Negative numbers count from the end, as in Python.
   *
   * @example x.slice(0, 100); // x[:100]
   * @example x.slice(-1); // x[-1:]
   */
  slice(start: number, stop?: number): Tensor {
    return views.slice(this, start, stop);
  }

  /** The rows (or entries along `axis`) with these indices, in this order; a copy. */
  gather(indices: ArrayLike<number> | Tensor, axis = 0): Tensor {
    return views.gather(this, indices, axis);
  }

  /** A copy with this dtype. */
  astype(dtype: DType): Tensor {
    return contiguousCopy(this, dtype);
  }

  /** A copy with memory of its own. */
  copy(): Tensor {
    return contiguousCopy(this);
  }

  /** The elements as nested lists; a plain number for shape `[]`. */
  toArray(): NestedArray {
    const { data, shape } = this;
    let next = 0;
    const nest = (axis: number): NestedArray =>
      axis === shape.length ? data[next++] : Array.from({ length: shape[axis] }, () => nest(axis + 1));
    return nest(0);
  }

  /** As NumPy's `print` shows it: aligned, 8 digits, with `...` beyond 1000 elements. */
  toString(): string {
    return format(this);
  }

  /** Lets `console.log(x)` print the elements. @internal */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
