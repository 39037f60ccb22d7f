import { alongAxis } from "./lanes.ts";
import type { Tensor, TensorLike } from "./tensor.ts";

/**
 * A copy with the elements along `axis` in ascending order, NaN last. As `np.sort`.
 *
 * @param axis by default the last axis; null for all elements in row-major order
 * @example sort([3, 1, 2]); // [1, 2, 3]
 * @example sort([[3, 1], [2, 4]], 0); // [[2, 1], [3, 4]]
 * @throws ValueError when the axis does not exist
 */
export function sort(x: TensorLike, axis: number | null = -1): Tensor {
  return alongAxis("sort", x, axis, (lane, out) => out.set(lane.sort()));
}

/**
 * The indices that would sort the elements along `axis`; equal elements keep their order. As
 * `np.argsort(x, axis, kind="stable")`. The indices have the dtype of `x`.
 *
 * @param axis by default the last axis; null for all elements in row-major order
 * @example argsort([30, 10, 20]); // [1, 2, 0]
 * @throws ValueError when the axis does not exist
 */
export function argsort(x: TensorLike, axis: number | null = -1): Tensor {
  return alongAxis("argsort", x, axis, (lane, out) => {
    out.set(Array.from(lane.keys()).sort((i, j) => compare(lane[i], lane[j])));
  });
}

function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : Number(a > b);
}
