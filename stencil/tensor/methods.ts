/**
 * The methods of {@link Tensor}: first the documentation that an editor shows, then the implementations, each by the function of
 * the same name. They are added to the class here, so that the functions can import the class without a cycle.
 */
import * as arithmetic from "./arithmetic.ts";
import { assign, assignAdd, assignSub } from "./assign.ts";
import { isClose } from "./close.ts";
import * as comparison from "./comparison.ts";
import { cumsum } from "./cumulative.ts";
import * as functions from "./functions.ts";
import { matmul } from "./matmul.ts";
import * as order from "./order.ts";
import * as products from "./products.ts";
import type { Axes } from "./reduce.ts";
import * as reduce from "./reduce.ts";
import { repeat } from "./repeat.ts";
import { split } from "./split.ts";
import { Tensor, type TensorLike } from "./tensor.ts";
import * as views from "./views.ts";

declare module "./tensor.ts" {
  interface Tensor {
    /**
     * Overwrites the elements in place, also in every view of them: NumPy's `x[:] = value`. `value` is broadcast to this
     * shape.
     *
     * @example zeros([2, 2]).assign([1, 2]); // [[1, 2], [1, 2]]
     * @throws ValueError when `value` does not broadcast to this shape
     */
    assign(value: TensorLike): this;

    /**
     * Adds `value` in place: NumPy's `x += value`.
     *
     * @example ones([2]).assignAdd([1, 2]); // [2, 3]
     * @throws ValueError when `value` does not broadcast to this shape
     */
    assignAdd(value: TensorLike): this;

    /**
     * Subtracts `value` in place: NumPy's `x -= value`.
     *
     * @example ones([2]).assignSub([1, 2]); // [0, -1]
     * @throws ValueError when `value` does not broadcast to this shape
     */
    assignSub(value: TensorLike): this;

    /**
     * This plus `other`, element by element, broadcast: `[n, m] + [m] -> [n, m]`. NumPy's `x + other`.
     *
     * @example tensor([[1, 2], [3, 4]]).add([10, 20]); // [[11, 22], [13, 24]]
     * @throws ValueError when the shapes do not broadcast
     */
    add(other: TensorLike): Tensor;

    /**
     * This minus `other`, element by element, broadcast: `[n, m] - [n, 1] -> [n, m]`. NumPy's `x - other`.
     *
     * @example tensor([[1, 2], [3, 4]]).sub([[1], [3]]); // [[0, 1], [0, 1]]
     * @throws ValueError when the shapes do not broadcast
     */
    sub(other: TensorLike): Tensor;

    /**
     * This times `other`, element by element, broadcast: NumPy's `x * other`. The matrix product is {@link matmul}.
     *
     * @example tensor([[1, 2], [3, 4]]).mul([10, 1]); // [[10, 2], [30, 4]]
     * @throws ValueError when the shapes do not broadcast
     */
    mul(other: TensorLike): Tensor;

    /**
     * This divided by `other`, element by element, broadcast: NumPy's `x / other`. Dividing by 0 gives an infinity or
     * NaN.
     *
     * @example tensor([1, 3]).div(2); // [0.5, 1.5]
     * @throws ValueError when the shapes do not broadcast
     */
    div(other: TensorLike): Tensor;

    /**
     * Raises this to the power of `other`, element by element, broadcast: NumPy's `x ** other`.
     *
     * @example tensor([1, 2, 3]).pow(2); // [1, 4, 9]
     * @throws ValueError when the shapes do not broadcast
     */
    pow(other: TensorLike): Tensor;

    /**
     * The larger of this and `other`, element by element, broadcast: `np.maximum(x, other)`. {@link max} reduces.
     *
     * @example tensor([-1, 2]).maximum(0); // [0, 2]
     * @throws ValueError when the shapes do not broadcast
     */
    maximum(other: TensorLike): Tensor;

    /**
     * The smaller of this and `other`, element by element, broadcast: `np.minimum(x, other)`. {@link min} reduces.
     *
     * @example tensor([-1, 2]).minimum(0); // [-1, 0]
     * @throws ValueError when the shapes do not broadcast
     */
    minimum(other: TensorLike): Tensor;

    /**
     * 1 where this is greater than `other`, else 0; broadcast. NumPy's `x > other`.
     *
     * @example tensor([-1, 0, 2]).greater(0); // [0, 0, 1]
     * @throws ValueError when the shapes do not broadcast
     */
    greater(other: TensorLike): Tensor;

    /**
     * 1 where this is at least `other`, else 0; broadcast. NumPy's `x >= other`.
     *
     * @example tensor([-1, 0, 2]).greaterEqual(0); // [0, 1, 1]
     * @throws ValueError when the shapes do not broadcast
     */
    greaterEqual(other: TensorLike): Tensor;

    /**
     * 1 where this is less than `other`, else 0; broadcast. NumPy's `x < other`.
     *
     * @example tensor([-1, 0, 2]).less(0); // [1, 0, 0]
     * @throws ValueError when the shapes do not broadcast
     */
    less(other: TensorLike): Tensor;

    /**
     * 1 where this is at most `other`, else 0; broadcast. NumPy's `x <= other`.
     *
     * @example tensor([-1, 0, 2]).lessEqual(0); // [1, 1, 0]
     * @throws ValueError when the shapes do not broadcast
     */
    lessEqual(other: TensorLike): Tensor;

    /**
     * 1 where this equals `other`, else 0; broadcast. NumPy's `x == other`. NaN equals nothing.
     *
     * @example tensor([1, 2, 3]).equal([1, 0, 3]); // [1, 0, 1]
     * @throws ValueError when the shapes do not broadcast
     */
    equal(other: TensorLike): Tensor;

    /**
     * 1 where this differs from `other`, else 0; broadcast. NumPy's `x != other`.
     *
     * @example tensor([1, 2, 3]).notEqual([1, 0, 3]); // [0, 1, 0]
     * @throws ValueError when the shapes do not broadcast
     */
    notEqual(other: TensorLike): Tensor;

    /**
     * The negative of each element: NumPy's `-x`.
     *
     * @example tensor([1, -2]).neg(); // [-1, 2]
     */
    neg(): Tensor;

    /**
     * The square of each element: `np.square(x)`.
     *
     * @example tensor([1, 2, 3]).square(); // [1, 4, 9]
     */
    square(): Tensor;

    /**
     * The square root of each element, NaN for negative elements: `np.sqrt(x)`.
     *
     * @example tensor([1, 4]).sqrt(); // [1, 2]
     */
    sqrt(): Tensor;

    /**
     * e to the power of each element: `np.exp(x)`.
     *
     * @example tensor([0, 1]).exp(); // [1, 2.7182817]
     */
    exp(): Tensor;

    /**
     * The natural logarithm of each element, -Infinity for 0, NaN for negative elements: `np.log(x)`.
     *
     * @example tensor([1, 10]).log(); // [0, 2.3025851]
     */
    log(): Tensor;

    /**
     * The absolute value of each element: `np.abs(x)`.
     *
     * @example tensor([-1, 2]).abs(); // [1, 2]
     */
    abs(): Tensor;

    /**
     * -1, 0 or 1 for each element: `np.sign(x)`.
     *
     * @example tensor([-3, 0, 5]).sign(); // [-1, 0, 1]
     */
    sign(): Tensor;

    /**
     * The hyperbolic tangent of each element: `np.tanh(x)`.
     *
     * @example tensor([0, 100]).tanh(); // [0, 1]
     */
    tanh(): Tensor;

    /**
     * Limits every element to `lo <= x <= hi`: `np.clip(x, lo, hi)`. A limit of null means no limit.
     *
     * @example tensor([-1, 0.5, 2]).clip(0, 1); // [0, 0.5, 1]
     * @throws ValueError when the shapes do not broadcast
     */
    clip(lo: TensorLike | null, hi: TensorLike | null): Tensor;

    /**
     * The matrix product, NumPy's `x @ other`: `[n, k] x [k, m] -> [n, m]`, batched
     * `[..., n, k] x [..., k, m] -> [..., n, m]`.
     *
     * @example tensor([[1, 2], [3, 4]]).matmul([[1], [1]]); // [[3], [7]]
     * @throws ValueError when the inner lengths differ, or the leading axes do not broadcast
     */
    matmul(other: TensorLike): Tensor;

    /**
     * The sum over `axis`, or over all elements: `np.sum(x, axis, keepdims=...)`. `[n, m]` over 0 `-> [m]`, 1 `-> [n]`, all
     * `-> []`.
     *
     * @param axis one axis, or a list of several: `[n, m, k]` over [0, 2] `-> [m]`
     * @param keepdims whether the axis stays, with length 1: `[n, m]` over 1 `-> [n, 1]`
     * @example tensor([[1, 2], [3, 4]]).sum(0); // [4, 6]
     * @example tensor([[1, 2], [3, 4]]).sum(1, true); // [[3], [7]]
     * @throws ValueError when the axis does not exist
     */
    sum(axis?: Axes, keepdims?: boolean): Tensor;

    /**
     * The mean over `axis`, or over all elements: `np.mean(x, axis, keepdims=...)`. Axes as in {@link sum}.
     *
     * @example tensor([[1, 2], [3, 4]]).mean(0); // [2, 3]
     * @throws ValueError when the axis does not exist
     */
    mean(axis?: Axes, keepdims?: boolean): Tensor;

    /**
     * The largest element along `axis`, or of all: `np.max(x, axis, keepdims=...)`. Axes as in {@link sum};
     * {@link maximum} compares two.
     *
     * @example tensor([[1, 5], [3, 4]]).max(1, true); // [[5], [4]]
     * @throws ValueError when the axis does not exist, or there is no element
     */
    max(axis?: Axes, keepdims?: boolean): Tensor;

    /**
     * The smallest element along `axis`, or of all: `np.min(x, axis, keepdims=...)`. Axes as in {@link sum};
     * {@link minimum} compares two.
     *
     * @example tensor([[1, 5], [3, 4]]).min(1); // [1, 3]
     * @throws ValueError when the axis does not exist, or there is no element
     */
    min(axis?: Axes, keepdims?: boolean): Tensor;

    /**
     * The population variance (divided by n) over `axis`, or over all elements: `np.var(x, axis, keepdims=...)`.
     *
     * @example tensor([1, 2, 3, 4]).variance(); // 1.25
     * @throws ValueError when the axis does not exist
     */
    variance(axis?: Axes, keepdims?: boolean): Tensor;

    /**
     * The population standard deviation over `axis`, or over all elements: `np.std(x, axis, keepdims=...)`.
     *
     * @example tensor([1, 1, 3, 3]).std(); // 1
     * @throws ValueError when the axis does not exist
     */
    std(axis?: Axes, keepdims?: boolean): Tensor;

    /**
     * The product over `axis`, or over all elements: `np.prod(x, axis, keepdims=...)`.
     *
     * @example tensor([[1, 2], [3, 4]]).prod(1); // [2, 12]
     * @throws ValueError when the axis does not exist
     */
    prod(axis?: Axes, keepdims?: boolean): Tensor;

    /**
     * The index of the largest element along `axis`, the first on ties: `np.argmax(x, axis)`. `[n, m]` along 1
     * `-> [n]`.
     *
     * @example tensor([[0.1, 0.9], [0.8, 0.2]]).argmax(1); // [1, 0]
     * @throws ValueError when the axis does not exist, or there is no element
     */
    argmax(axis?: number | null, keepdims?: boolean): Tensor;

    /**
     * The index of the smallest element along `axis`, the first on ties: `np.argmin(x, axis)`. `[n, m]` along 1
     * `-> [n]`.
     *
     * @example tensor([3, 1, 2]).argmin(); // 1
     * @throws ValueError when the axis does not exist, or there is no element
     */
    argmin(axis?: number | null, keepdims?: boolean): Tensor;

    /**
     * The same elements in another shape. One axis may be -1, which is inferred. A view if the tensor is contiguous. As
     * `np.reshape`, with the lengths as arguments or as a list.
     *
     * @example arange(6).reshape(2, -1); // [[0, 1, 2], [3, 4, 5]]
     * @throws ValueError when the sizes differ
     */
    reshape(...shape: number[] | [readonly number[]]): Tensor;

    /**
     * A view with the axes in another order, by default reversed: `np.transpose(x, axes)`, with the axes as arguments or as
     * a list.
     *
     * @param axes for each axis of the result, which axis of this tensor it is
     * @example zeros([2, 3, 4]).transpose(0, 2, 1); // shape [2,4,3]
     * @throws ValueError unless `axes` names each axis once
     */
    transpose(...axes: number[] | [readonly number[]]): Tensor;

    /**
     * A view with a new axis of length 1 at position `axis`. `np.expand_dims(x, axis)`: `[n] -> [1, n]` for 0, `[n, 1]`
     * for 1 or -1.
     *
     * @example tensor([1, 2]).expandDims(1); // [[1], [2]]
     * @throws ValueError when the axis is out of bounds
     */
    expandDims(axis: number): Tensor;

    /**
     * A view without the axes of length 1, or only without `axis`. `np.squeeze(x, axis)`: `[n, 1] -> [n]`.
     *
     * @example tensor([[1], [2]]).squeeze(1); // [1, 2]
     * @throws ValueError when `axis` is longer than 1
     */
    squeeze(axis?: number): Tensor;

    /**
     * A copy of all elements along one axis: `[n, m] -> [n * m]`. NumPy's `x.flatten()`.
     *
     * @example tensor([[1, 2], [3, 4]]).flatten(); // [1, 2, 3, 4]
     */
    flatten(): Tensor;

    /**
     * A view of rows `start` up to, but not including, `stop`, or of entries along another axis: NumPy's `x[start:stop]` and, along
     * axis 1, `x[:, start:stop]`. Negative numbers count from the end. By default, or with null, the view starts at the
     * beginning and stops at the end.
     *
     * @example tensor([[1, 2], [3, 4], [5, 6]]).slice(0, 2); // [[1, 2], [3, 4]]
     * @example tensor([[1, 2], [3, 4], [5, 6]]).slice(-1); // [[5, 6]]
     * @example tensor([[1, 2, 3], [4, 5, 6]]).slice(1, 3, 1); // [[2, 3], [5, 6]]
     * @throws ValueError for a tensor without axes, and for bounds that are not whole numbers
     */
    slice(start?: number | null, stop?: number | null, axis?: number): Tensor;

    /**
     * A copy of the rows (or entries along `axis`) with these indices, in this order: `np.take(x, indices, axis)`.
     * A single index removes the axis: NumPy's `x[i]`.
     *
     * @example tensor([[1, 2], [3, 4]]).gather([1, 0, 1]); // [[3, 4], [1, 2], [3, 4]]
     * @example tensor([[1, 2], [3, 4]]).gather(1); // [3, 4]
     * @throws ValueError for an index out of bounds
     */
    gather(indices: TensorLike | ArrayLike<number>, axis?: number): Tensor;

    /**
     * Rounds each element to a whole number, or to `decimals` decimals; halves go to the even neighbour. `np.round(x, decimals)`.
     *
     * @example tensor([0.5, 1.5, -2.7]).round(); // [0, 2, -3]
     * @throws ValueError unless `decimals` is a whole number
     */
    round(decimals?: number): Tensor;

    /**
     * The largest whole number less than or equal to each element: `np.floor(x)`.
     *
     * @example tensor([1.7, -1.2]).floor(); // [1, -2]
     */
    floor(): Tensor;

    /**
     * The smallest whole number greater than or equal to each element: `np.ceil(x)`.
     *
     * @example tensor([1.2, -1.7]).ceil(); // [2, -1]
     */
    ceil(): Tensor;

    /**
     * 1 where an element is not a number, else 0: `np.isnan(x)`.
     *
     * @example tensor([1, NaN]).isNaN(); // [0, 1]
     */
    isNaN(): Tensor;

    /**
     * 1 where an element is neither infinite nor NaN, else 0: `np.isfinite(x)`.
     *
     * @example tensor([1, Infinity, NaN]).isFinite(); // [1, 0, 0]
     */
    isFinite(): Tensor;

    /**
     * 1 where this agrees with `other`, else 0: `|x - other| <= atol + rtol * |other|`; broadcast. `np.isclose(x, other)`.
     *
     * @example tensor([1, 2]).isClose([1.000001, 3]); // [1, 0]
     * @throws ValueError when the shapes do not broadcast
     */
    isClose(other: TensorLike, rtol?: number, atol?: number): Tensor;

    /**
     * The elements of `a` where this is not 0, and those of `b` elsewhere; broadcast. `np.where(x, a, b)`.
     *
     * @example tensor([1, 5, 3]).greater(2).where(1, 0); // [0, 1, 1]
     * @throws ValueError when the shapes do not broadcast
     */
    where(a: TensorLike, b: TensorLike): Tensor;

    /**
     * Whether any element is not 0; with `axis`, a tensor of 1 and 0. `np.any(x, axis, keepdims=...)`.
     *
     * @example tensor([0, 0, 2]).any(); // true
     * @example tensor([[0, 0], [0, 2]]).any(1); // [0, 1]
     * @throws ValueError when the axis does not exist
     */
    any(axis?: null): boolean;
    any(axis: Axes, keepdims?: boolean): Tensor;

    /**
     * Whether all elements differ from 0; with `axis`, a tensor of 1 and 0. `np.all(x, axis, keepdims=...)`.
     *
     * @example tensor([1, 1, 0]).all(); // false
     * @throws ValueError when the axis does not exist
     */
    all(axis?: null): boolean;
    all(axis: Axes, keepdims?: boolean): Tensor;

    /**
     * The Euclidean (Frobenius) norm of all elements: `np.linalg.norm(x)`.
     *
     * @example tensor([3, 4]).norm(); // 5
     */
    norm(...others: never[]): Tensor;

    /**
     * The cumulative sums along `axis`, or of all elements in row-major order by default: `np.cumsum(x, axis)`.
     *
     * @example tensor([1, 2, 3]).cumsum(); // [1, 3, 6]
     * @throws ValueError when the axis does not exist
     */
    cumsum(axis?: number | null): Tensor;

    /**
     * Sorts the elements along `axis`, by default the last one, in place, like NumPy's `x.sort()`. The function `sort(x)` returns a
     * sorted copy instead.
     *
     * @example tensor([3, 1, 2]).sort(); // [1, 2, 3]
     * @throws ValueError when the axis does not exist
     */
    sort(axis?: number): this;

    /**
     * The indices that would sort the elements along `axis`, by default the last one: `np.argsort(x, axis)`.
     *
     * @example tensor([30, 10, 20]).argsort(); // [1, 2, 0]
     * @throws ValueError when the axis does not exist
     */
    argsort(axis?: number | null): Tensor;

    /**
     * The inner product of two vectors, or the {@link matmul} of two matrices: `np.dot(x, other)`.
     *
     * @example tensor([1, 2, 3]).dot([4, 5, 6]); // 32
     * @throws ValueError when the lengths of the axes differ
     */
    dot(other: TensorLike): Tensor;

    /**
     * Every element of this times every element of `other`: `np.outer(x, other)`. `[n], [m] -> [n, m]`.
     *
     * @example tensor([1, 2]).outer([10, 20, 30]); // [[10, 20, 30], [20, 40, 60]]
     */
    outer(other: TensorLike): Tensor;

    /**
     * Repeats each entry along `axis`, or each element in row-major order by default: `np.repeat(x, repeats, axis)`.
     *
     * @example tensor([1, 2]).repeat(3); // [1, 1, 1, 2, 2, 2]
     * @throws ValueError unless there is one number, or one for each entry
     */
    repeat(repeats: number | readonly number[], axis?: number | null): Tensor;

    /**
     * Splits this along `axis` into views: `parts` equal ones, or parts that end at the given indices, and the rest.
     * `np.split(x, parts, axis)`.
     *
     * @example tensor([1, 2, 3, 4, 5]).split([1, 3])[1]; // [2, 3]
     * @throws ValueError when the axis cannot be split into that many equal parts
     */
    split(parts: number | readonly number[], axis?: number): Tensor[];
  }
}

const methods: Partial<Tensor> & ThisType<Tensor> = {
  assign(value: TensorLike) {
    assign(this, value);
    return this;
  },
  assignAdd(value: TensorLike) {
    assignAdd(this, value);
    return this;
  },
  assignSub(value: TensorLike) {
    assignSub(this, value);
    return this;
  },
  add(other: TensorLike): Tensor {
    return arithmetic.add(this, other);
  },
  sub(other: TensorLike): Tensor {
    return arithmetic.sub(this, other);
  },
  mul(other: TensorLike): Tensor {
    return arithmetic.mul(this, other);
  },
  div(other: TensorLike): Tensor {
    return arithmetic.div(this, other);
  },
  pow(other: TensorLike): Tensor {
    return arithmetic.pow(this, other);
  },
  maximum(other: TensorLike): Tensor {
    return arithmetic.maximum(this, other);
  },
  minimum(other: TensorLike): Tensor {
    return arithmetic.minimum(this, other);
  },
  greater(other: TensorLike): Tensor {
    return comparison.greater(this, other);
  },
  greaterEqual(other: TensorLike): Tensor {
    return comparison.greaterEqual(this, other);
  },
  less(other: TensorLike): Tensor {
    return comparison.less(this, other);
  },
  lessEqual(other: TensorLike): Tensor {
    return comparison.lessEqual(this, other);
  },
  equal(other: TensorLike): Tensor {
    return comparison.equal(this, other);
  },
  notEqual(other: TensorLike): Tensor {
    return comparison.notEqual(this, other);
  },
  neg(): Tensor {
    return functions.neg(this);
  },
  square(): Tensor {
    return functions.square(this);
  },
  sqrt(): Tensor {
    return functions.sqrt(this);
  },
  exp(): Tensor {
    return functions.exp(this);
  },
  log(): Tensor {
    return functions.log(this);
  },
  abs(): Tensor {
    return functions.abs(this);
  },
  sign(): Tensor {
    return functions.sign(this);
  },
  tanh(): Tensor {
    return functions.tanh(this);
  },
  clip(lo: TensorLike | null, hi: TensorLike | null): Tensor {
    return functions.clip(this, lo, hi);
  },
  matmul(other: TensorLike): Tensor {
    return matmul(this, other);
  },
  sum(axis?: Axes, keepdims = false): Tensor {
    return reduce.sum(this, axis, keepdims);
  },
  mean(axis?: Axes, keepdims = false): Tensor {
    return reduce.mean(this, axis, keepdims);
  },
  max(axis?: Axes, keepdims = false): Tensor {
    return reduce.max(this, axis, keepdims);
  },
  min(axis?: Axes, keepdims = false): Tensor {
    return reduce.min(this, axis, keepdims);
  },
  variance(axis?: Axes, keepdims = false): Tensor {
    return reduce.variance(this, axis, keepdims);
  },
  std(axis?: Axes, keepdims = false): Tensor {
    return reduce.std(this, axis, keepdims);
  },
  prod(axis?: Axes, keepdims = false): Tensor {
    return reduce.prod(this, axis, keepdims);
  },
  argmax(axis?: number | null, keepdims = false): Tensor {
    return reduce.argmax(this, axis, keepdims);
  },
  argmin(axis?: number | null, keepdims = false): Tensor {
    return reduce.argmin(this, axis, keepdims);
  },
  reshape(...shape: number[] | [readonly number[]]): Tensor {
    return views.reshape(this, typeof shape[0] === "object" ? shape[0] : (shape as number[]));
  },
  transpose(...axes: number[] | [readonly number[]]): Tensor {
    if (axes.length === 0) return views.transpose(this);
    return views.transpose(this, typeof axes[0] === "object" ? axes[0] : (axes as number[]));
  },
  expandDims(axis: number): Tensor {
    return views.expandDims(this, axis);
  },
  squeeze(axis?: number): Tensor {
    return views.squeeze(this, axis);
  },
  flatten(): Tensor {
    return views.reshape(this.copy(), [-1]);
  },
  slice(start?: number | null, stop?: number | null, axis = 0): Tensor {
    return views.slice(this, start, stop, axis);
  },
  gather(indices: TensorLike | ArrayLike<number>, axis = 0): Tensor {
    return views.gather(this, indices, axis);
  },
  round(decimals = 0): Tensor {
    return functions.round(this, decimals);
  },
  floor(): Tensor {
    return functions.floor(this);
  },
  ceil(): Tensor {
    return functions.ceil(this);
  },
  isNaN(): Tensor {
    return comparison.isNaNs(this);
  },
  isFinite(): Tensor {
    return comparison.isFinites(this);
  },
  isClose(other: TensorLike, rtol?: number, atol?: number): Tensor {
    return isClose(this, other, rtol, atol);
  },
  where(a: TensorLike, b: TensorLike): Tensor {
    return comparison.where(this, a, b);
  },
  any(axis?: Axes, keepdims?: boolean): never {
    return reduce.any(this, axis as number, keepdims) as never;
  },
  all(axis?: Axes, keepdims?: boolean): never {
    return reduce.all(this, axis as number, keepdims) as never;
  },
  norm(...others: never[]): Tensor {
    return reduce.norm(this, ...others);
  },
  cumsum(axis?: number | null): Tensor {
    return cumsum(this, axis);
  },
  sort(axis = -1) {
    assign(this, order.sort(this, axis), "sort");
    return this;
  },
  argsort(axis?: number | null): Tensor {
    return order.argsort(this, axis);
  },
  dot(other: TensorLike): Tensor {
    return products.dot(this, other);
  },
  outer(other: TensorLike): Tensor {
    return products.outer(this, other);
  },
  repeat(repeats: number | readonly number[], axis?: number | null): Tensor {
    return repeat(this, repeats, axis);
  },
  split(parts: number | readonly number[], axis?: number): Tensor[] {
    return split(this, parts, axis);
  },
};

for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(Tensor.prototype, name, { value, writable: true, configurable: true });
}
