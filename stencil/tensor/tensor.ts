import { copyRowMajor } from "./copy.ts";
import { allocate, checkDType, type DType, dtypeOf, type FloatArray } from "./dtype.ts";
import { ValueError } from "./errors.ts";
import { format } from "./print.ts";
import { formatShape, isRowMajor, normalizeIndex, rowMajorStrides, sizeOf } from "./shape.ts";

/** A number, or lists of numbers nested to any depth: `1`, `[1, 2]`, `[[1, 2], [3, 4]]`. */
export type NestedArray = number | readonly NestedArray[];

/** The operands of every operation. A number or a list takes the dtype of the other tensor. */
export type TensorLike = Tensor | NestedArray;

/**
 * An n-dimensional array of float32 or float64 numbers: a small version of NumPy's `ndarray`. Make one with {@link tensor},
 * {@link zeros} and similar functions. Every operation returns a new tensor, except `sort` and the three `assign...` methods.
 * methods.ts has the methods that compute.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]]); // shape [2,2]
 * x.matmul(x.T).add(1).sum(0); // [18, 38]
 */
export class Tensor {
  /** The length of each axis: `[]` for a single number, `[batch, features]` for a matrix. */
  readonly shape: readonly number[];
  /** The type of the elements: `"float32"` (by default; see `setFloatx`) or `"float64"`. */
  readonly dtype: DType;
  /** The memory, shared between a tensor and its views. Use {@link data}. @internal */
  readonly buffer: FloatArray;
  /** The distance of neighbours along each axis in {@link buffer}. @internal */
  readonly strides: readonly number[];
  /** Whether {@link buffer} holds exactly these elements in row-major order. @internal */
  readonly contiguous: boolean;

  /** Wraps memory; element `[i, j, ...]` is `buffer[i * strides[0] + j * strides[1] + ...]`. @internal */
  constructor(buffer: FloatArray, shape: readonly number[], strides?: readonly number[]) {
    this.shape = shape;
    this.dtype = dtypeOf(buffer);
    this.contiguous = strides === undefined || isRowMajor(shape, strides);
    // The stride of an axis of length 1 is arbitrary. A contiguous tensor gets row-major ones.
    this.strides = strides === undefined || this.contiguous ? rowMajorStrides(shape) : strides;
    const size = sizeOf(shape);
    this.buffer = this.contiguous && buffer.length !== size ? buffer.subarray(0, size) : buffer;
  }

  /**
   * The elements in row-major order, as a Float32Array or Float64Array. For a contiguous tensor this is its own memory, so
   * writing to it changes the tensor. For a transposed view, every access makes a fresh copy: keep it in a variable before
   * a loop.
   *
   * @example Array.from(tensor([[1, 2], [3, 4]]).T.data); // [1, 3, 2, 4]
   */
  get data(): FloatArray {
    return this.contiguous ? this.buffer : this.copy().buffer;
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
   * The transpose, as a view: `[n, m] -> [m, n]`, all axes reversed. Without parentheses, as in NumPy.
   *
   * @example tensor([[1, 2], [3, 4]]).T; // [[1, 3], [2, 4]]
   */
  get T(): Tensor {
    return new Tensor(this.buffer, this.shape.toReversed(), this.strides.toReversed());
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
   * @throws ValueError for an index out of bounds, and unless there is one index per axis
   */
  at(...indices: number[]): number {
    if (indices.length !== this.ndim) {
      throw new ValueError(
        `at: shape ${formatShape(this.shape)} needs ${this.ndim} indices, received ${indices.length}; gather(i) is row i`,
      );
    }
    let offset = 0;
    for (let axis = 0; axis < indices.length; axis++) {
      offset += normalizeIndex("at", indices[axis], axis, this.shape[axis]) * this.strides[axis];
    }
    return this.buffer[offset];
  }

  /**
   * A copy with this dtype.
   *
   * @example tensor([1, 2]).astype("float64").dtype; // "float64"
   * @throws ValueError for any dtype but "float32" and "float64"
   */
  astype(dtype: DType): Tensor {
    const buffer = allocate(checkDType("astype", dtype), this.size);
    copyRowMajor(buffer, this.buffer, this.shape, this.strides);
    return new Tensor(buffer, this.shape);
  }

  /**
   * A copy with its own memory. {@link assign} to the original does not change it.
   *
   * @example tensor([1, 2]).copy(); // [1, 2]
   */
  copy(): Tensor {
    return this.astype(this.dtype);
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
   * Formats the tensor like NumPy's `print`: aligned, 8 digits, with `...` beyond 1000 elements. `console.log(x)` uses it, too.
   *
   * @example String(tensor([1, 0.5])); // "[1.  0.5]"
   */
  toString(): string {
    return format(this);
  }

  /**
   * Converts a tensor of shape `[]` to its number wherever JavaScript expects one (`loss > 0.5`), as in NumPy. Throws for any
   * other shape, for which an operator would compute nonsense.
   *
   * @internal
   */
  [Symbol.toPrimitive](hint: string): number | string {
    if (hint === "string") return this.toString();
    if (this.shape.length === 0) return this.buffer[0];
    throw new ValueError(
      `A tensor of shape ${formatShape(this.shape)} is not a number, and JavaScript's operators and Math take only numbers: ` +
        "write x.add(y), x.sub(y), x.mul(y), x.div(y), x.greater(y), x.exp() and so on; String(x) in a text",
    );
  }

  /** Lets `console.log(x)` print the elements. @internal */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
