import { asTensors, promote } from "./convert.ts";
import { applyBinary } from "./elementwise.ts";
import type { BinaryKernel } from "./kernel/binary.ts";
import type { Tensor, TensorLike } from "./tensor.ts";

/**
 * 1 where two elements agree, else 0: `|a - b| <= atol + rtol * |b|`, broadcast. NaN agrees with nothing, and an infinity only
 * with itself. As `np.isclose`.
 *
 * @example isClose([1, 2], [1.000001, 3]); // [1, 0]
 * @throws ValueError when the shapes do not broadcast
 */
export function isClose(a: TensorLike, b: TensorLike, rtol = 1e-5, atol = 1e-8): Tensor {
  const [x, y] = asTensors("isClose", a, b);
  return close("isClose", x, y, rtol, atol).astype(promote(x, y));
}

/**
 * Whether all elements agree in the sense of {@link isClose}. As `np.allclose`.
 *
 * @example allClose([1, 2], [1, 2.00001]); // true
 * @throws ValueError when the shapes do not broadcast
 */
export function allClose(a: TensorLike, b: TensorLike, rtol = 1e-5, atol = 1e-8): boolean {
  const [x, y] = asTensors("allClose", a, b);
  return close("allClose", x, y, rtol, atol).data.every((agrees) => agrees === 1);
}

/** Compares in float64, so that the tolerance itself is not rounded. */
function close(operation: string, a: Tensor, b: Tensor, rtol: number, atol: number): Tensor {
  const agree = (x: number, y: number) =>
    x === y || (Number.isFinite(y) && Math.abs(x - y) <= atol + rtol * Math.abs(y));
  const kernel: BinaryKernel = (out, o, rows, cols, x, xi, xr, xc, y, yi, yr, yc) => {
    for (let i = 0; i < rows; i++, xi += xr, yi += yr) {
      for (let j = 0, p = xi, q = yi; j < cols; j++, p += xc, q += yc) out[o++] = agree(x[p], y[q]) ? 1 : 0;
    }
  };
  return applyBinary(operation, kernel, a.astype("float64"), b.astype("float64"));
}
