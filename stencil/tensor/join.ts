import { asTensor } from "./convert.ts";
import { allocate, type DType, floatx } from "./dtype.ts";
import { describe, ValueError } from "./errors.ts";
import { formatShape, normalizeAxis, sameShape, sizeOf } from "./shape.ts";
import { Tensor, type TensorLike } from "./tensor.ts";
import { expandDims, reshape } from "./views.ts";

/**
 * Joins tensors along an existing axis: two of `[n, m]` along 0 `-> [2 * n, m]`. As `np.concatenate`.
 *
 * @param axis null joins all elements, one tensor after another
 * @example concatenate([[[1, 2]], [[3, 4]]]); // [[1, 2], [3, 4]]
 * @throws ValueError when another axis differs, or the list is empty
 */
export function concatenate(list: readonly TensorLike[], axis: number | null = 0): Tensor {
  const tensors = asList("concatenate", list);
  if (axis === null)
    return join(
      "concatenate",
      tensors.map((t) => reshape(t, -1)),
      0,
    );
  return join("concatenate", tensors, axis);
}

function join(operation: string, tensors: readonly Tensor[], axis: number): Tensor {
  const [first] = tensors;
  if (first.ndim === 0) {
    throw new ValueError(
      `${operation}: zero-dimensional tensors cannot be concatenated; stack(...) joins them`,
    );
  }
  const at = normalizeAxis(operation, axis, first.ndim);
  tensors.forEach((t, i) => {
    if (t.ndim !== first.ndim || t.shape.some((length, d) => d !== at && length !== first.shape[d])) {
      throw new ValueError(
        `${operation}: all dimensions except axis ${at} must match exactly, but the tensor at index 0 has shape ${formatShape(first.shape)} and the tensor at index ${i} has shape ${formatShape(t.shape)}`,
      );
    }
  });
  const total = tensors.reduce((sum, t) => sum + t.shape[at], 0);
  const shape = first.shape.with(at, total);
  const dtype: DType = tensors.some((t) => t.dtype === "float64") ? "float64" : "float32";
  const out = allocate(dtype, sizeOf(shape));
  const chunk = sizeOf(shape.slice(at));
  let start = 0;
  for (const t of tensors) {
    const from = t.data;
    const width = sizeOf(t.shape.slice(at));
    for (let i = 0; i * chunk < out.length; i++)
      out.set(from.subarray(i * width, (i + 1) * width), start + i * chunk);
    start += width;
  }
  return new Tensor(out, shape);
}

/**
 * Joins tensors of equal shape along a new axis: two of `[n]` along 0 `-> [2, n]`, along 1 `-> [n, 2]`. As `np.stack`.
 *
 * @example stack([[1, 2], [3, 4]], 1); // [[1, 3], [2, 4]]
 * @throws ValueError when shapes differ, or the list is empty
 */
export function stack(list: readonly TensorLike[], axis = 0): Tensor {
  const tensors = asList("stack", list);
  const odd = tensors.find((t) => !sameShape(t.shape, tensors[0].shape));
  if (odd) {
    throw new ValueError(
      `stack: all input tensors must have the same shape, received ${formatShape(tensors[0].shape)} and ${formatShape(odd.shape)}`,
    );
  }
  const at = normalizeAxis("stack", axis, tensors[0].ndim + 1);
  return join(
    "stack",
    tensors.map((t) => expandDims(t, at)),
    at,
  );
}

/**
 * Joins tensors as rows: `[n, m]` and `[m] -> [n + 1, m]`. As `np.vstack`.
 *
 * @example vstack([[1, 2], [3, 4]]); // [[1, 2], [3, 4]]
 * @throws ValueError when another axis differs, or the list is empty
 */
export function vstack(list: readonly TensorLike[]): Tensor {
  const rows = asList("vstack", list).map((t) => (t.ndim < 2 ? reshape(t, [1, t.size]) : t));
  return join("vstack", rows, 0);
}

/** Converts a list of values to tensors. Lists take the dtype of the first tensor among them. */
function asList(operation: string, list: readonly TensorLike[]): Tensor[] {
  if (!Array.isArray(list)) {
    throw new ValueError(
      `${operation}: the tensors are a list: ${operation}([a, b]), received ${describe(list)}`,
    );
  }
  if (list.length === 0)
    throw new ValueError(
      `${operation}: need at least one tensor to ${operation === "vstack" ? "stack" : operation}`,
    );
  const dtype = list.find((item) => item instanceof Tensor)?.dtype ?? floatx();
  return list.map((item) => asTensor(operation, item, dtype));
}
