import { asTensor } from "./convert.ts";
import { describe, isList, ValueError } from "./errors.ts";
import { normalizeAxis } from "./shape.ts";
import type { Tensor, TensorLike } from "./tensor.ts";
import { gather, reshape } from "./views.ts";

/**
 * Repeats each entry along `axis`, or each element in row-major order by default. As `np.repeat`.
 *
 * @param repeats how often: one number, or one for each entry
 * @example repeat([1, 2], 3); // [1, 1, 1, 2, 2, 2]
 * @example repeat([[1, 2], [3, 4]], [1, 2], 0); // [[1, 2], [3, 4], [3, 4]]
 * @throws ValueError unless the numbers are whole, not negative, and match the length of the axis
 */
export function repeat(x: TensorLike, repeats: number | readonly number[], axis?: number | null): Tensor {
  const source = asTensor("repeat", x);
  const all = axis === undefined || axis === null;
  const rows = all ? reshape(source, -1) : source;
  const at = all ? 0 : normalizeAxis("repeat", axis, source.ndim);
  const length = rows.shape[at];
  const counts = isList(repeats) ? Array.from(repeats) : [repeats];
  if (!counts.every((count) => Number.isInteger(count) && count >= 0)) {
    throw new ValueError(`repeat: repeats are whole numbers >= 0, received ${describe(repeats)}`);
  }
  if (counts.length !== 1 && counts.length !== length) {
    throw new ValueError(`repeat: needs one number, or ${length} for axis ${at}, received ${counts.length}`);
  }
  const indices = Array.from({ length }, (_, i) =>
    new Array<number>(counts[counts.length === 1 ? 0 : i]).fill(i),
  );
  return gather(rows, indices.flat(), at);
}
