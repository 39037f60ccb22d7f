import { Tensor } from "./tensor.ts";

/**
 * The distinct values in ascending order: numbers by size (NaN last), strings by code unit. As `np.unique`, but returns a
 * list.
 *
 * @example unique([3, 1, 3]); // [1, 3]
 * @example unique(["cat", "ant", "cat"]); // ["ant", "cat"]
 */
export function unique(values: Tensor): number[];
export function unique<T extends number | string>(values: ArrayLike<T>): T[];
export function unique(values: Tensor | ArrayLike<number | string>): (number | string)[] {
  const list =
    values instanceof Tensor ? values.data : Array.isArray(values) ? values.flat(Infinity) : values;
  return [...new Set(Array.from<number | string>(list))].sort(ascending);
}

function ascending(a: number | string, b: number | string): number {
  if (a === b) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1;
  return a < b ? -1 : 1;
}
