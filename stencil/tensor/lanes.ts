import { asTensor } from "./convert.ts";
import { allocate, type FloatArray } from "./dtype.ts";
import { normalizeAxis } from "./shape.ts";
import { Tensor, type TensorLike } from "./tensor.ts";
import { reshape, transpose } from "./views.ts";

/**
 * Computes a new lane of the same length for every lane along an axis.
 *
 * @param axis null for a single lane of all elements
 * @param compute reads a lane, which is a copy, and fills `out`
 */
export function alongAxis(
  operation: string,
  value: TensorLike,
  axis: number | null,
  compute: (lane: FloatArray, out: FloatArray) => void,
): Tensor {
  const given = asTensor(operation, value);
  const x = axis === null ? reshape(given, -1) : given;
  const at = normalizeAxis(operation, axis ?? 0, x.ndim);
  const last = x.ndim - 1;
  // Swapping the axis with the last one is its own inverse.
  const swap = [...x.shape.keys()].map((i) => (i === at ? last : i === last ? at : i));
  const source = transpose(x, swap).copy();
  const length = x.shape[at];
  const out = allocate(x.dtype, x.size);
  for (let start = 0; start < out.length; start += length) {
    compute(source.buffer.subarray(start, start + length), out.subarray(start, start + length));
  }
  const result = new Tensor(out, source.shape);
  return at === last ? result : transpose(result, swap).copy();
}
