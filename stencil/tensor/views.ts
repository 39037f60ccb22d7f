import { asTensor } from "./convert.ts";
import { allocate } from "./dtype.ts";
import { describe, isList, ValueError } from "./errors.ts";
import { formatShape, normalizeAxis, normalizeIndex, type Shape, sizeOf, toShape } from "./shape.ts";
import { Tensor, type TensorLike } from "./tensor.ts";

/** Copying fewer elements than this one by one is faster than a call of the engine. */
const SHORT = 16;

/**
 * The same elements in another shape; one axis may be -1, which is inferred. A view if the tensor is contiguous. As
 * `np.reshape`.
 *
 * @example reshape([1, 2, 3, 4], [2, -1]); // [[1, 2], [3, 4]]
 * @throws ValueError when the sizes differ
 */
export function reshape(x: TensorLike, shape: Shape): Tensor {
  const source = asTensor("reshape", x);
  const lengths = typeof shape === "number" ? [shape] : shape;
  if (!isList(lengths)) toShape("reshape", lengths);
  const known = toShape(
    "reshape",
    Array.from(lengths).filter((length) => length !== -1),
  );
  const wanted = sizeOf(known);
  const missing = lengths.length - known.length;
  const inferred = source.size / wanted;
  if (missing > 1) throw new ValueError("reshape: can only specify one unknown dimension");
  if (missing === 1 ? !Number.isInteger(inferred) : wanted !== source.size) {
    throw new ValueError(
      `reshape: cannot reshape tensor of size ${source.size} (shape ${formatShape(source.shape)}) into shape ${formatShape(Array.from(lengths))}`,
    );
  }
  const buffer = source.contiguous ? source.buffer : source.copy().buffer;
  return new Tensor(
    buffer,
    Array.from(lengths, (length) => (length === -1 ? inferred : length)),
  );
}

/**
 * A view with the axes in another order, by default reversed: `[n, m] -> [m, n]`. As `np.transpose`.
 *
 * @param axes for each axis of the result, which axis of `x` it is
 * @example transpose([[1, 2], [3, 4]]); // [[1, 3], [2, 4]]
 * @throws ValueError unless `axes` names each axis once
 */
export function transpose(x: TensorLike, axes?: readonly number[]): Tensor {
  const source = asTensor("transpose", x);
  if (axes !== undefined && !isList(axes)) {
    throw new ValueError(`transpose: the axes are a list: transpose(x, [1, 0]), received ${describe(axes)}`);
  }
  const ndim = source.ndim;
  const order =
    axes?.map((axis) => normalizeAxis("transpose", axis, ndim)) ?? source.shape.map((_, i) => ndim - 1 - i);
  if (order.length !== ndim || new Set(order).size !== ndim) {
    throw new ValueError(
      `transpose: axes ${formatShape(order)} don't match tensor of shape ${formatShape(source.shape)}`,
    );
  }
  return new Tensor(
    source.buffer,
    order.map((axis) => source.shape[axis]),
    order.map((axis) => source.strides[axis]),
  );
}

/**
 * A view with a new axis of length 1 at position `axis`. As `np.expand_dims`: `[n] -> [1, n]` for 0, `[n, 1]` for 1
 * or -1.
 *
 * @example expandDims([1, 2, 3], 0); // [[1, 2, 3]]
 * @example expandDims([1, 2, 3], -1); // [[1], [2], [3]]
 * @throws ValueError when the axis is out of bounds
 */
export function expandDims(x: TensorLike, axis: number): Tensor {
  const source = asTensor("expandDims", x);
  const at = normalizeAxis("expandDims", axis, source.ndim + 1);
  return new Tensor(source.buffer, source.shape.toSpliced(at, 0, 1), source.strides.toSpliced(at, 0, 1));
}

/**
 * A view without the axes of length 1, or only without `axis`. As `np.squeeze`: `[n, 1] -> [n]`.
 *
 * @example squeeze([[1], [2]]); // [1, 2]
 * @throws ValueError when `axis` is longer than 1
 */
export function squeeze(x: TensorLike, axis?: number): Tensor {
  const source = asTensor("squeeze", x);
  const only = axis === undefined ? undefined : normalizeAxis("squeeze", axis, source.ndim);
  if (only !== undefined && source.shape[only] !== 1) {
    throw new ValueError(
      `squeeze: cannot select an axis to squeeze out which has size not equal to one: axis ${axis} of ${formatShape(source.shape)}`,
    );
  }
  const stays = (_: number, i: number) => (only === undefined ? source.shape[i] !== 1 : i !== only);
  return new Tensor(source.buffer, source.shape.filter(stays), source.strides.filter(stays));
}

/** See {@link Tensor.slice}. */
export function slice(x: Tensor, start?: number | null, stop?: number | null, axis = 0): Tensor {
  if (x.ndim === 0) throw new ValueError("slice: too many indices: tensor is 0-dimensional");
  const at = normalizeAxis("slice", axis, x.ndim);
  const length = x.shape[at];
  const bound = (i: number) => {
    if (!Number.isInteger(i) && Math.abs(i) !== Number.POSITIVE_INFINITY) {
      throw new ValueError(
        `slice: indices must be whole numbers, received ${describe(i)}; x.slice(0, 2, 1) is x[:, 0:2]`,
      );
    }
    return Math.min(Math.max(i < 0 ? i + length : i, 0), length);
  };
  const from = bound(start ?? 0);
  const to = bound(stop ?? length);
  return new Tensor(
    x.buffer.subarray(from * x.strides[at]),
    x.shape.with(at, Math.max(to - from, 0)),
    x.strides,
  );
}

/**
 * A copy of the entries of `x` along `axis` with these indices, in this order. As `np.take(x, indices, axis)`. A negative
 * index counts from the end. The shape of the indices replaces the axis: a single index removes it.
 *
 * @example gather([[1, 2], [3, 4], [5, 6]], [2, 0]); // [[5, 6], [1, 2]]
 * @example gather([[1, 2], [3, 4], [5, 6]], 2); // [5, 6]
 * @throws ValueError for an index out of bounds
 */
export function gather(x: TensorLike, indices: TensorLike | ArrayLike<number>, axis = 0): Tensor {
  const source = asTensor("gather", x);
  const at = normalizeAxis("gather", axis, source.ndim);
  const before = source.shape.slice(0, at);
  const after = source.shape.slice(at + 1);
  // Reads the indices as float64, which holds every index.
  const list = asTensor("gather", indices as TensorLike, "float64");
  const length = source.shape[at];
  const picks = Array.from(list.data, (index) => normalizeIndex("gather", index, at, length));
  const from = source.data;
  const chunk = sizeOf(after);
  const out = allocate(source.dtype, sizeOf(before) * picks.length * chunk);
  let next = 0;
  for (let outer = 0; outer < sizeOf(before); outer++) {
    for (const pick of picks) {
      const start = (outer * length + pick) * chunk;
      if (chunk >= SHORT) out.set(from.subarray(start, start + chunk), next);
      else for (let i = 0; i < chunk; i++) out[next + i] = from[start + i];
      next += chunk;
    }
  }
  return new Tensor(out, [...before, ...list.shape, ...after]);
}
