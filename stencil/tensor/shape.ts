import { describe, isList, ValueError } from "./errors.ts";

/** The lengths of the axes; a number is the length of a single axis. */
export type Shape = number | readonly number[];

/** The number of elements: the product of the lengths, 1 for `[]`. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis];
  return size;
}

/** Row-major strides: how many elements are between neighbours along each axis. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis];
  }
  return strides;
}

/** Whether elements with these strides are in row-major order without gaps. */
export function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 0) return true;
    // The stride of an axis of length 1 is never used.
    if (shape[axis] !== 1 && strides[axis] !== step) return false;
    step *= shape[axis];
  }
  return true;
}

/** Formats a shape for error messages: `[2,3]`. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(",")}]`;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/**
 * The shape as a new list.
 *
 * @throws ValueError unless every length is a whole number >= 0
 */
export function toShape(operation: string, shape: Shape): number[] {
  const lengths = typeof shape === "number" ? [shape] : shape;
  if (!isList(lengths)) {
    throw new ValueError(
      `${operation}: a shape is a list of whole numbers such as [2, 3], received ${describe(shape)}`,
    );
  }
  for (let axis = 0; axis < lengths.length; axis++) {
    if (!Number.isInteger(lengths[axis]) || lengths[axis] < 0) {
      throw new ValueError(
        `${operation}: a shape needs whole numbers >= 0, received [${Array.from(lengths, String).join(",")}]`,
      );
    }
  }
  return Array.from(lengths);
}

/** The axis as a number from 0 to `ndim - 1`. A negative axis counts from the end. */
export function normalizeAxis(operation: string, axis: number, ndim: number): number {
  if (!Number.isInteger(axis)) {
    throw new ValueError(`${operation}: an axis is a whole number, received ${describe(axis)}`);
  }
  const normalized = axis < 0 ? axis + ndim : axis;
  if (normalized < 0 || normalized >= ndim) {
    throw new ValueError(`${operation}: axis ${axis} is out of bounds for a tensor of dimension ${ndim}`);
  }
  return normalized;
}

/** The index as a number >= 0. A negative index counts from the end. @throws ValueError when it is out of bounds */
export function normalizeIndex(operation: string, index: number, axis: number, length: number): number {
  const normalized = index < 0 ? index + length : index;
  if (!Number.isInteger(index) || normalized < 0 || normalized >= length) {
    throw new ValueError(
      `${operation}: index ${index} is out of bounds for axis ${axis} with size ${length}`,
    );
  }
  return normalized;
}

/**
 * The shape of an elementwise result, by NumPy's rule: shapes are aligned at the right, and an axis of length 1 is repeated.
 *
 * @example broadcastShapes([256, 1], [10]); // [256, 10]
 * @throws ValueError when two axes differ and neither is 1
 */
export function broadcastShapes(...shapes: Shape[]): number[] {
  return shapes
    .map((shape) => toShape("broadcastShapes", shape))
    .reduce((a, b) => broadcast("broadcastShapes", a, b), []);
}

/** {@link broadcastShapes} of two shapes. @param operation the operation that an error message names */
export function broadcast(operation: string, a: readonly number[], b: readonly number[]): number[] {
  const ndim = Math.max(a.length, b.length);
  const shape = new Array<number>(ndim);
  for (let axis = 0; axis < ndim; axis++) {
    const fromA = a[axis - ndim + a.length] ?? 1;
    const fromB = b[axis - ndim + b.length] ?? 1;
    if (fromA !== fromB && fromA !== 1 && fromB !== 1) {
      throw new ValueError(
        `${operation}: operands could not be broadcast together with shapes ${formatShape(a)} ${formatShape(b)}`,
      );
    }
    shape[axis] = fromA === 1 ? fromB : fromA;
  }
  return shape;
}

/** The strides that read a tensor in the (broadcast) shape: 0 along each repeated axis. */
export function broadcastStrides(
  from: readonly number[],
  strides: readonly number[],
  shape: readonly number[],
): number[] {
  const missing = shape.length - from.length;
  const result = new Array<number>(shape.length);
  for (let axis = 0; axis < shape.length; axis++) {
    result[axis] = axis < missing || from[axis - missing] === 1 ? 0 : strides[axis - missing];
  }
  return result;
}
