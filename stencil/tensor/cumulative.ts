import { alongAxis } from "./lanes.ts";
import type { Tensor, TensorLike } from "./tensor.ts";

/**
 * The sums of the elements up to each one along `axis`, by default of all elements in one row. As `np.cumsum`. They are
 * added up in float64, as by {@link sum}.
 *
 * @example cumsum([1, 2, 3]); // [1, 3, 6]
 * @example cumsum([[1, 2], [3, 4]], 0); // [[1, 2], [4, 6]]
 * @throws ValueError when there is no such axis
 */
export function cumsum(x: TensorLike, axis: number | null = null): Tensor {
  return alongAxis("cumsum", x, axis, (lane, out) => {
    let total = 0;
    for (let i = 0; i < lane.length; i++) {
      total += lane[i];
      out[i] = total;
    }
  });
}
