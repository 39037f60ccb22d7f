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

/** A number, or lists of numbers nested to any depth: `1`, `[1, 2]`, `[[1, 2], [3, 4]]`. */
export type NestedArray = number | readonly NestedArray[];

/** What every operation accepts. A number or a list takes the dtype of the tensor that it meets. */
export type TensorLike = Tensor | NestedArray;

/**
 * An n-dimensional array of float32 or float64 numbers, NumPy's `ndarray` in small. Make one with {@link tensor},
 * {@link zeros} and the like. Every operation returns a new tensor, except the three `assign...` methods.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]]); // shape [2,2]
 * x.matmul(x.T).add(1).sum(0); // [18, 38]
 */
export class Tensor {
  /** The length of each axis: `[]` for a single number, `[batch, features]` for a matrix. */
  readonly shape: readonly number[];
  /** The type of the elements: `"float32"` (unless `setFloatx` said otherwise) or `"float64"`. */
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
   * The elements in row-major order, a Float32Array or Float64Array. They are the tensor's own memory when it is
   * contiguous, so that writing to them changes it; for a transposed view they are a fresh copy at every access: keep
   * it in a variable before a loop.
   *
   * @example Array.from(tensor([[1, 2], [3, 4]]).T.data); // [1, 3, 2, 4]
   */
  get data(): FloatArray {
    return this.contiguous ? this.buffer : contiguousCopy(this).buffer;
  }

  /**
   * The number of elements: `np.size`.
   *
   * @example zeros([2, 3]).size; // 6
   */
  get size(): number {
    return sizeOf(this.shape);
  }

  /**
   * The number of axes: 0 for a single number, 2 for a matrix.
   *
   * @example zeros([2, 3]).ndim; // 2
   */
  get ndim(): number {
    return this.shape.length;
  }

  /**
   * The transpose, a view: `[n, m] -> [m, n]`, all axes reversed. Without parentheses, as in NumPy.
   *
   * @example tensor([[1, 2], [3, 4]]).T; // [[1, 3], [2, 4]]
   */
  get T(): Tensor {
    return views.transpose(this);
  }

  /**
   * The only element of a tensor of size 1, as a plain number.
   *
   * @example tensor([1, 2]).mean().item(); // 1.5
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
   * One element, as a plain number: NumPy's `x[i, j]`. A negative index counts from the end.
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
   * Overwrites the elements in place, and in every view of them: NumPy's `x[:] = value`. `value` is broadcast to this
   * shape.
   *
   * @example zeros([2, 2]).assign([1, 2]); // [[1, 2], [1, 2]]
   * @throws ValueError when `value` does not broadcast to this shape
   */
  assign(value: TensorLike): this {
    assign(this, value);
    return this;
  }

  /**
   * Adds `value` in place: NumPy's `x += value`.
   *
   * @example ones([2]).assignAdd([1, 2]); // [2, 3]
   * @throws ValueError when `value` does not broadcast to this shape
   */
  assignAdd(value: TensorLike): this {
    assignAdd(this, value);
    return this;
  }

  /**
   * Subtracts `value` in place: NumPy's `x -= value`.
   *
   * @example ones([2]).assignSub([1, 2]); // [0, -1]
   * @throws ValueError when `value` does not broadcast to this shape
   */
  assignSub(value: TensorLike): this {
    assignSub(this, value);
    return this;
  }

  /**
   * This plus `other`, element by element, broadcast: `[n, m] + [m] -> [n, m]`. NumPy's `x + other`.
   *
   * @example tensor([[1, 2], [3, 4]]).add([10, 20]); // [[11, 22], [13, 24]]
   * @throws ValueError when the shapes do not broadcast
   */
  add(other: TensorLike): Tensor {
    return arithmetic.add(this, other);
  }

  /**
   * This minus `other`, element by element, broadcast: `[n, m] - [n, 1] -> [n, m]`. NumPy's `x - other`.
   *
   * @example tensor([[1, 2], [3, 4]]).sub([[1], [3]]); // [[0, 1], [0, 1]]
   * @throws ValueError when the shapes do not broadcast
   */
  sub(other: TensorLike): Tensor {
    return arithmetic.sub(this, other);
  }

  /**
   * This times `other`, element by element, broadcast: NumPy's `x * other`. The matrix product is {@link matmul}.
   *
   * @example tensor([[1, 2], [3, 4]]).mul([10, 1]); // [[10, 2], [30, 4]]
   * @throws ValueError when the shapes do not broadcast
   */
  mul(other: TensorLike): Tensor {
    return arithmetic.mul(this, other);
  }

  /**
   * This divided by `other`, element by element, broadcast: NumPy's `x / other`. Dividing by 0 gives an infinity or
   * NaN.
   *
   * @example tensor([1, 3]).div(2); // [0.5, 1.5]
   * @throws ValueError when the shapes do not broadcast
   */
  div(other: TensorLike): Tensor {
    return arithmetic.div(this, other);
  }

  /**
   * This to the power of `other`, element by element, broadcast: NumPy's `x ** other`.
   *
   * @example tensor([1, 2, 3]).pow(2); // [1, 4, 9]
   * @throws ValueError when the shapes do not broadcast
   */
  pow(other: TensorLike): Tensor {
    return arithmetic.pow(this, other);
  }

  /**
   * The larger of this and `other`, element by element, broadcast: `np.maximum(x, other)`. {@link max} reduces.
   *
   * @example tensor([-1, 2]).maximum(0); // [0, 2]
   * @throws ValueError when the shapes do not broadcast
   */
  maximum(other: TensorLike): Tensor {
    return arithmetic.maximum(this, other);
  }

  /**
   * The smaller of this and `other`, element by element, broadcast: `np.minimum(x, other)`. {@link min} reduces.
   *
   * @example tensor([-1, 2]).minimum(0); // [-1, 0]
   * @throws ValueError when the shapes do not broadcast
   */
  minimum(other: TensorLike): Tensor {
    return arithmetic.minimum(this, other);
  }

  /**
   * 1 where this is greater than `other`, else 0; broadcast. NumPy's `x > other`.
   *
   * @example tensor([-1, 0, 2]).greater(0); // [0, 0, 1]
   * @throws ValueError when the shapes do not broadcast
   */
  greater(other: TensorLike): Tensor {
    return comparison.greater(this, other);
  }

  /**
   * 1 where this is at least `other`, else 0; broadcast. NumPy's `x >= other`.
   *
   * @example tensor([-1, 0, 2]).greaterEqual(0); // [0, 1, 1]
   * @throws ValueError when the shapes do not broadcast
   */
  greaterEqual(other: TensorLike): Tensor {
    return comparison.greaterEqual(this, other);
  }

  /**
   * 1 where this is less than `other`, else 0; broadcast. NumPy's `x < other`.
   *
   * @example tensor([-1, 0, 2]).less(0); // [1, 0, 0]
   * @throws ValueError when the shapes do not broadcast
   */
  less(other: TensorLike): Tensor {
    return comparison.less(this, other);
  }

  /**
   * 1 where this is at most `other`, else 0; broadcast. NumPy's `x <= other`.
   *
   * @example tensor([-1, 0, 2]).lessEqual(0); // [1, 1, 0]
   * @throws ValueError when the shapes do not broadcast
   */
  lessEqual(other: TensorLike): Tensor {
    return comparison.lessEqual(this, other);
  }

  /**
   * 1 where this equals `other`, else 0; broadcast. NumPy's `x == other`. NaN equals nothing.
   *
   * @example tensor([1, 2, 3]).equal([1, 0, 3]); // [1, 0, 1]
   * @throws ValueError when the shapes do not broadcast
   */
  equal(other: TensorLike): Tensor {
    return comparison.equal(this, other);
  }

  /**
   * 1 where this differs from `other`, else 0; broadcast. NumPy's `x != other`.
   *
   * @example tensor([1, 2, 3]).notEqual([1, 0, 3]); // [0, 1, 0]
   * @throws ValueError when the shapes do not broadcast
   */
  notEqual(other: TensorLike): Tensor {
    return comparison.notEqual(this, other);
  }

  /**
   * Minus each element: NumPy's `-x`.
   *
   * @example tensor([1, -2]).neg(); // [-1, 2]
   */
  neg(): Tensor {
    return functions.neg(this);
  }

  /**
   * The square of each element: `np.square(x)`.
   *
   * @example tensor([1, 2, 3]).square(); // [1, 4, 9]
   */
  square(): Tensor {
    return functions.square(this);
  }

  /**
   * The square root of each element, NaN for negative ones: `np.sqrt(x)`.
   *
   * @example tensor([1, 4]).sqrt(); // [1, 2]
   */
  sqrt(): Tensor {
    return functions.sqrt(this);
  }

  /**
   * e to the power of each element: `np.exp(x)`.
   *
   * @example tensor([0, 1]).exp(); // [1, 2.7182817]
   */
  exp(): Tensor {
    return functions.exp(this);
  }

  /**
   * The natural logarithm of each element, -Infinity for 0, NaN for negative ones: `np.log(x)`.
   *
   * @example tensor([1, 10]).log(); // [0, 2.3025851]
   */
  log(): Tensor {
    return functions.log(this);
  }

  /**
   * The absolute value of each element: `np.abs(x)`.
   *
   * @example tensor([-1, 2]).abs(); // [1, 2]
   */
  abs(): Tensor {
    return functions.abs(this);
  }

  /**
   * -1, 0 or 1 for each element: `np.sign(x)`.
   *
   * @example tensor([-3, 0, 5]).sign(); // [-1, 0, 1]
   */
  sign(): Tensor {
    return functions.sign(this);
  }

  /**
   * The hyperbolic tangent of each element: `np.tanh(x)`.
   *
   * @example tensor([0, 100]).tanh(); // [0, 1]
   */
  tanh(): Tensor {
    return functions.tanh(this);
  }

  /**
   * Every element limited to `lo <= x <= hi`: `np.clip(x, lo, hi)`.
   *
   * @example tensor([-1, 0.5, 2]).clip(0, 1); // [0, 0.5, 1]
   * @throws ValueError when the shapes do not broadcast
   */
  clip(lo: TensorLike, hi: TensorLike): Tensor {
    return functions.clip(this, lo, hi);
  }

  /**
   * The matrix product, NumPy's `x @ other`: `[n, k] x [k, m] -> [n, m]`, batched
   * `[..., n, k] x [..., k, m] -> [..., n, m]`.
   *
   * @example tensor([[1, 2], [3, 4]]).matmul([[1], [1]]); // [[3], [7]]
   * @throws ValueError when the inner lengths differ, or the leading axes do not broadcast
   */
  matmul(other: TensorLike): Tensor {
    return matmul(this, other);
  }

  /**
   * The sum over `axis`, or over all: `np.sum(x, axis, keepdims=...)`. `[n, m]` over 0 `-> [m]`, 1 `-> [n]`, all
   * `-> []`.
   *
   * @param keepdims whether the axis stays, with length 1: `[n, m]` over 1 `-> [n, 1]`
   * @example tensor([[1, 2], [3, 4]]).sum(0); // [4, 6]
   * @example tensor([[1, 2], [3, 4]]).sum(1, true); // [[3], [7]]
   * @throws ValueError when there is no such axis
   */
  sum(axis?: number | null, keepdims = false): Tensor {
    return reduce.sum(this, axis, keepdims);
  }

  /**
   * The mean over `axis`, or over all: `np.mean(x, axis, keepdims=...)`. Axes as for {@link sum}.
   *
   * @example tensor([[1, 2], [3, 4]]).mean(0); // [2, 3]
   * @throws ValueError when there is no such axis
   */
  mean(axis?: number | null, keepdims = false): Tensor {
    return reduce.mean(this, axis, keepdims);
  }

  /**
   * The largest element along `axis`, or of all: `np.max(x, axis, keepdims=...)`. Axes as for {@link sum};
   * {@link maximum} compares two.
   *
   * @example tensor([[1, 5], [3, 4]]).max(1, true); // [[5], [4]]
   * @throws ValueError when there is no such axis, or no element
   */
  max(axis?: number | null, keepdims = false): Tensor {
    return reduce.max(this, axis, keepdims);
  }

  /**
   * The smallest element along `axis`, or of all: `np.min(x, axis, keepdims=...)`. Axes as for {@link sum};
   * {@link minimum} compares two.
   *
   * @example tensor([[1, 5], [3, 4]]).min(1); // [1, 3]
   * @throws ValueError when there is no such axis, or no element
   */
  min(axis?: number | null, keepdims = false): Tensor {
    return reduce.min(this, axis, keepdims);
  }

  /**
   * The population variance (divided by n) over `axis`, or over all: `np.var(x, axis, keepdims=...)`.
   *
   * @example tensor([1, 2, 3, 4]).variance(); // 1.25
   * @throws ValueError when there is no such axis
   */
  variance(axis?: number | null, keepdims = false): Tensor {
    return reduce.variance(this, axis, keepdims);
  }

  /**
   * The population standard deviation over `axis`, or over all: `np.std(x, axis, keepdims=...)`.
   *
   * @example tensor([1, 1, 3, 3]).std(); // 1
   * @throws ValueError when there is no such axis
   */
  std(axis?: number | null, keepdims = false): Tensor {
    return reduce.std(this, axis, keepdims);
  }

  /**
   * The product over `axis`, or over all: `np.prod(x, axis, keepdims=...)`.
   *
   * @example tensor([[1, 2], [3, 4]]).prod(1); // [2, 12]
   * @throws ValueError when there is no such axis
   */
  prod(axis?: number | null, keepdims = false): Tensor {
    return reduce.prod(this, axis, keepdims);
  }

  /**
   * The index of the largest element along `axis`, the first one on ties: `np.argmax(x, axis)`. `[n, m]` along 1
   * `-> [n]`.
   *
   * @example tensor([[0.1, 0.9], [0.8, 0.2]]).argmax(1); // [1, 0]
   * @throws ValueError when there is no such axis, or no element
   */
  argmax(axis?: number | null): Tensor {
    return reduce.argmax(this, axis);
  }

  /**
   * The index of the smallest element along `axis`, the first one on ties: `np.argmin(x, axis)`. `[n, m]` along 1
   * `-> [n]`.
   *
   * @example tensor([3, 1, 2]).argmin(); // 1
   * @throws ValueError when there is no such axis, or no element
   */
  argmin(axis?: number | null): Tensor {
    return reduce.argmin(this, axis);
  }

  /**
   * The same elements in another shape; one axis may be -1, which is inferred. A view if the tensor is contiguous. As
   * `np.reshape`, with the lengths one by one or as a list.
   *
   * @example arange(6).reshape(2, -1); // [[0, 1, 2], [3, 4, 5]]
   * @throws ValueError when the sizes differ
   */
  reshape(...shape: number[] | [readonly number[]]): Tensor {
    return views.reshape(this, typeof shape[0] === "object" ? shape[0] : (shape as number[]));
  }

  /**
   * The axes in another order, by default reversed; a view. `np.transpose(x, axes)`.
   *
   * @param axes for each axis of the result, which axis of this tensor it is
   * @example zeros([2, 3, 4]).transpose(0, 2, 1); // shape [2,4,3]
   * @throws ValueError unless `axes` names each axis once
   */
  transpose(...axes: number[]): Tensor {
    return views.transpose(this, axes.length === 0 ? undefined : axes);
  }

  /**
   * A new axis of length 1 at `axis` of the result; a view. `np.expand_dims(x, axis)`: `[n] -> [1, n]` for 0, `[n, 1]`
   * for 1 or -1.
   *
   * @example tensor([1, 2]).expandDims(1); // [[1], [2]]
   * @throws ValueError when there is no such axis
   */
  expandDims(axis: number): Tensor {
    return views.expandDims(this, axis);
  }

  /**
   * Without its axes of length 1, or only without `axis`; a view. `np.squeeze(x, axis)`: `[n, 1] -> [n]`.
   *
   * @example tensor([[1], [2]]).squeeze(1); // [1, 2]
   * @throws ValueError when `axis` is longer than 1
   */
  squeeze(axis?: number): Tensor {
    return views.squeeze(this, axis);
  }

  /**
   * All elements along one axis, a copy: `[n, m] -> [n * m]`. NumPy's `x.flatten()`.
   *
   * @example tensor([[1, 2], [3, 4]]).flatten(); // [1, 2, 3, 4]
   */
  flatten(): Tensor {
    return views.reshape(this.copy(), [-1]);
  }

  /**
   * Rows `start` up to but without `stop` along axis 0, a view: NumPy's `x[start:stop]`. Negative numbers count from
   * the end.
   *
   * @example tensor([[1, 2], [3, 4], [5, 6]]).slice(0, 2); // [[1, 2], [3, 4]]
   * @example tensor([[1, 2], [3, 4], [5, 6]]).slice(-1); // [[5, 6]]
   * @throws ValueError for a single number, which has no rows, and for bounds that are not whole
   */
  slice(start: number, stop?: number): Tensor {
    return views.slice(this, start, stop);
  }

  /**
   * The rows (or entries along `axis`) with these indices, in this order, a copy: `np.take(x, indices, axis)`.
   *
   * @example tensor([[1, 2], [3, 4]]).gather([1, 0, 1]); // [[3, 4], [1, 2], [3, 4]]
   * @throws ValueError for an index out of bounds
   */
  gather(indices: ArrayLike<number> | Tensor, axis = 0): Tensor {
    return views.gather(this, indices, axis);
  }

  /**
   * A copy with this dtype.
   *
   * @example tensor([1, 2]).astype("float64").dtype; // "float64"
   * @throws ValueError for anything but "float32" and "float64"
   */
  astype(dtype: DType): Tensor {
    return contiguousCopy(this, dtype);
  }

  /**
   * A copy with memory of its own, which {@link assign} to this one leaves alone.
   *
   * @example tensor([1, 2]).copy(); // [1, 2]
   */
  copy(): Tensor {
    return contiguousCopy(this);
  }

  /**
   * The elements as nested lists; a plain number for shape `[]`. NumPy's `x.tolist()`.
   *
   * @example tensor([[1, 2], [3, 4]]).toArray(); // [[1, 2], [3, 4]]
   */
  toArray(): NestedArray {
    const { data, shape } = this;
    let next = 0;
    const nest = (axis: number): NestedArray =>
      axis === shape.length ? data[next++] : Array.from({ length: shape[axis] }, () => nest(axis + 1));
    return nest(0);
  }

  /**
   * As NumPy's `print` shows it: aligned, 8 digits, with `...` beyond 1000 elements. `console.log(x)` prints it, too.
   *
   * @example String(tensor([1, 0.5])); // "[1.  0.5]"
   */
  toString(): string {
    return format(this);
  }

  /** Lets `console.log(x)` print the elements. @internal */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
