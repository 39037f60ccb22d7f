import { asTensor } from "./convert.ts";
import { allocate, type DType, floatx } from "./dtype.ts";
import { ValueError } from "./errors.ts";
import { formatShape, normalizeAxis, sameShape, sizeOf } from "./shape.ts";
import { Tensor, type TensorLike } from "./tensor.ts";
import { expandDims } from "./views.ts";

/**
 * Joins tensors along an existing axis: two of `[n, m]` along 0 `-> [2 * n, m]`. As `np.concatenate`.
 *
 * @example concatenate([[[1, 2]], [[3, 4]]]); // [[1, 2], [3, 4]]
 * @throws ValueError when another axis differs, or the list is empty
 */
export function concatenate(list: readonly TensorLike[], axis = 0): Tensor {
  if (list.length === 0) throw new ValueError("concatenate: need at least one tensor to concatenate");
  const tensors = asList(list);
  const [first] = tensors;
  const at = normalizeAxis("concatenate", axis, first.ndim);
  tensors.forEach((t, i) => {
    if (t.ndim !== first.ndim || t.shape.some((length, d) => d !== at && length !== first.shape[d])) {
      throw new ValueError(
        `concatenate: all dimensions except axis ${at} must match exactly, but the tensor at index 0 has shape ${formatShape(first.shape)} and the tensor at index ${i} has shape ${formatShape(t.shape)}`,
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
 * Joins tensors of one shape along a new axis: two of `[n]` along 0 `-> [2, n]`, along 1 `-> [n, 2]`. As `np.stack`.
 *
 * @example stack([[1, 2], [3, 4]], 1); // [[1, 3], [2, 4]]
 * @throws ValueError when shapes differ, or the list is empty
 */
export function stack(list: readonly TensorLike[], axis = 0): Tensor {
  if (list.length === 0) throw new ValueError("stack: need at least one tensor to stack");
  const tensors = asList(list);
  const odd = tensors.find((t) => !sameShape(t.shape, tensors[0].shape));
  if (odd) {
    throw new ValueError(
      `stack: all input tensors must have the same shape, received ${formatShape(tensors[0].shape)} and ${formatShape(odd.shape)}`,
    );
  }
  return concatenate(
    tensors.map((t) => expandDims(t, axis)),
    axis,
  );
}

/** Lists take the dtype of the first tensor among them. */
function asList(list: readonly TensorLike[]): Tensor[] {
  const dtype = list.find((item) => item instanceof Tensor)?.dtype ?? floatx();
  return list.map((item) => asTensor(item, dtype));
}
