import { alongAxis } from "./lanes.ts";
import type { Tensor, TensorLike } from "./tensor.ts";

/**
 * The cumulative sums along `axis`, or of all elements in row-major order by default. As `np.cumsum`. Accumulates in
 * float64, like {@link sum}.
 *
 * @example cumsum([1, 2, 3]); // [1, 3, 6]
 * @example cumsum([[1, 2], [3, 4]], 0); // [[1, 2], [4, 6]]
 * @throws ValueError when the axis does not exist
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
