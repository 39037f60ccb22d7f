import { allocate, checkDType, type DType, type FloatArray, floatx } from "./dtype.ts";
import { describe, isList, ValueError } from "./errors.ts";
import { formatShape, type Shape, sizeOf, toShape } from "./shape.ts";
import { type NestedArray, Tensor, type TensorLike } from "./tensor.ts";

/**
 * Makes a tensor with a copy of the values: a number, nested lists, a typed array or another tensor.
 *
 * @param dtype by default the dtype of a given tensor, else {@link floatx}
 * @example tensor([[1, 2, 3], [4, 5, 6]]); // shape [2,3]
 * @throws ValueError for lists of unequal lengths, and for values that are not numbers
 */
export function tensor(values: TensorLike | ArrayLike<number>, dtype?: DType): Tensor {
  if (typeof dtype === "number") {
    throw new ValueError(`tensor: several numbers are a list: tensor([${describe(values)}, ${dtype}])`);
  }
  if (values instanceof Tensor) return values.astype(dtype ?? values.dtype);
  return fromNested("tensor", values, checkDType("tensor", dtype ?? floatx()));
}

/**
 * Makes a tensor of existing memory without copying it: writing to one changes the other.
 *
 * @param data row-major elements
 * @example fromData(new Float32Array([1, 2, 3, 4]), [2, 2]); // [[1, 2], [3, 4]]
 * @throws ValueError when the length does not fit the shape, and for other kinds of arrays
 */
export function fromData(data: Float32Array | Float64Array, shape: Shape): Tensor {
  const lengths = toShape("fromData", shape);
  if (!isTypedArray(data) || (data.BYTES_PER_ELEMENT !== 4 && data.BYTES_PER_ELEMENT !== 8)) {
    throw new ValueError(
      "fromData: expected a Float32Array or a Float64Array; tensor(...) takes other arrays",
    );
  }
  if (data.length !== sizeOf(lengths)) {
    throw new ValueError(`fromData: cannot view ${data.length} elements as shape ${formatShape(lengths)}`);
  }
  return new Tensor(data, lengths);
}

/**
 * Returns the value itself if it is a tensor, else a new tensor with this dtype.
 *
 * @param operation the called operation, which error messages begin with
 */
export function asTensor(operation: string, value: TensorLike, dtype: DType = floatx()): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value === "number") {
    const buffer = allocate(dtype, 1);
    buffer[0] = value;
    return new Tensor(buffer, []);
  }
  return fromNested(operation, value, dtype);
}

/** Both operands as tensors. Numbers and lists take the dtype of the other tensor, or {@link floatx}. */
export function asTensors(operation: string, a: TensorLike, b: TensorLike): [Tensor, Tensor] {
  const first = asTensor(operation, a, b instanceof Tensor ? b.dtype : floatx());
  return [first, asTensor(operation, b, first.dtype)];
}

/** The common dtype: float64 if either operand is float64, as in NumPy. */
export function promote(a: Tensor, b: Tensor): DType {
  return a.dtype === "float64" ? a.dtype : b.dtype;
}

function fromNested(operation: string, values: NestedArray | ArrayLike<number>, dtype: DType): Tensor {
  const shape: number[] = [];
  for (let level: unknown = values; isList(level); level = level[0]) shape.push(level.length);
  const buffer = allocate(dtype, sizeOf(shape));
  fill(operation, buffer, 0, values, shape, []);
  return new Tensor(buffer, shape);
}

/** Copies one level of the lists to `buffer` from `next` on. Returns the next free index. */
function fill(
  operation: string,
  buffer: FloatArray,
  next: number,
  value: unknown,
  shape: number[],
  path: number[],
): number {
  const depth = path.length;
  if (depth === shape.length) {
    if (typeof value !== "number") throw notANumber(operation, value, shape, path);
    buffer[next] = value;
    return next + 1;
  }
  if (!isList(value) || value.length !== shape[depth]) {
    const found = isList(value) ? `a list of ${value.length}` : describe(value);
    throw new ValueError(
      `${operation}: the nested lists are ragged: expected a list of ${shape[depth]} at ${formatShape(path)}, received ${found}`,
    );
  }
  if (depth === shape.length - 1 && isTypedArray(value)) {
    buffer.set(value, next);
    return next + value.length;
  }
  for (let i = 0; i < value.length; i++) {
    path.push(i);
    next = fill(operation, buffer, next, value[i], shape, path);
    path.pop();
  }
  return next;
}

function notANumber(operation: string, value: unknown, shape: number[], path: number[]): ValueError {
  if (isList(value)) {
    return new ValueError(
      `${operation}: the nested lists are ragged: expected a number at ${formatShape(path)}, received a list of ${value.length}`,
    );
  }
  const wanted = shape.length === 0 ? "a tensor, a list or a number" : `a number at ${formatShape(path)}`;
  const advice = value instanceof Tensor ? "; stack(...) joins tensors" : "";
  return new ValueError(`${operation}: expected ${wanted}, received ${describe(value)}${advice}`);
}

function isTypedArray(value: unknown): value is FloatArray {
  return ArrayBuffer.isView(value) && "length" in value;
}
