import { asTensor } from "./convert.ts";
import { describe, isList, ValueError } from "./errors.ts";
import { formatShape, normalizeAxis } from "./shape.ts";
import type { Tensor, TensorLike } from "./tensor.ts";
import { slice } from "./views.ts";

/**
 * Splits a tensor along `axis` into views: `parts` equal ones, or parts that end at the given indices, and the rest. As
 * `np.split`.
 *
 * @example split(arange(6), 3).length; // 3
 * @example split([1, 2, 3, 4, 5], [1, 3])[1]; // [2, 3]
 * @throws ValueError when the axis cannot be split into that many equal parts
 */
export function split(x: TensorLike, parts: number | readonly number[], axis = 0): Tensor[] {
  const source = asTensor("split", x);
  const at = normalizeAxis("split", axis, source.ndim);
  const ends = isList(parts)
    ? Array.from(parts as readonly number[])
    : equalParts(source, parts as number, at);
  if (!ends.every(Number.isInteger)) {
    throw new ValueError(`split: indices must be whole numbers, received ${describe(parts)}`);
  }
  return [...ends, null].map((end, i) => slice(source, ends[i - 1] ?? 0, end, at));
}

/** The ends of all parts but the last. */
function equalParts({ shape }: Tensor, count: number, axis: number): number[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new ValueError(
      `split: takes a number of parts from 1 on, or a list of indices, received ${describe(count)}`,
    );
  }
  const width = shape[axis] / count;
  if (!Number.isInteger(width)) {
    throw new ValueError(
      `split: array split does not result in an equal division: ${count} parts along axis ${axis} of shape ${formatShape(shape)}`,
    );
  }
  return Array.from({ length: count - 1 }, (_, i) => (i + 1) * width);
}
