import { maximum, mul, sub } from "./arithmetic.ts";
import { equal, isFinites, lessEqual } from "./comparison.ts";
import { asTensors } from "./convert.ts";
import { abs } from "./functions.ts";
import type { TensorLike } from "./tensor.ts";

/**
 * Whether all elements agree: `|a - b| <= atol + rtol * |b|`, with the two broadcast. NaN agrees with nothing, an
 * infinity only with itself. As `np.allclose`.
 *
 * @example allClose([1, 2], [1, 2.00001]); // true
 * @throws ValueError when the shapes do not broadcast
 */
export function allClose(a: TensorLike, b: TensorLike, rtol = 1e-5, atol = 1e-8): boolean {
  // In float64, so that the tolerance itself is not rounded.
  const [x, y] = asTensors(a, b).map((t) => t.astype("float64"));
  const near = lessEqual(abs(sub(x, y)), abs(y).mul(rtol).add(atol));
  const agree = maximum(equal(x, y), mul(near, isFinites(y)));
  return agree.sum().item() === agree.size;
}
