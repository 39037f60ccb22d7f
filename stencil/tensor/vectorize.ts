import { dtypeOf, type FloatArray } from "./dtype.ts";
import { kernelFor } from "./implementation.ts";
import { isVectorOperation, runVector } from "./kernel/vector.ts";
import type { Tensor } from "./tensor.ts";

/** Below this many elements, a loop in JavaScript is faster than copying in and out of the kernel. Measured. */
const WORTHWHILE = 512;

/**
 * Computes an elementwise operation by the WebAssembly kernel, if it can: a large result, and operands of its dtype that
 * are as long as it, single numbers, or the same rows over and over. All else is left to the loops in kernel/.
 *
 * @param shape of the result, to which the operands broadcast
 * @returns whether `out` has been filled
 */
export function vectorize(
  name: string,
  out: FloatArray,
  shape: readonly number[],
  operands: readonly Tensor[],
): boolean {
  if (out.length < WORTHWHILE || !isVectorOperation(name)) return false;
  const dtype = dtypeOf(out);
  const fits = (x: Tensor) => x.contiguous && x.dtype === dtype && isTail(x.shape, shape);
  if (!operands.every(fits)) return false;
  const kernel = kernelFor(dtype);
  return (
    kernel !== undefined &&
    runVector(
      kernel,
      name,
      out,
      operands.map((x) => x.buffer),
    )
  );
}

/** Whether a tensor of the one shape, row-major, is repeated as a whole when it is broadcast to the other. */
function isTail(from: readonly number[], to: readonly number[]): boolean {
  const first = from.findIndex((length) => length !== 1);
  if (first === -1) return true;
  const missing = to.length - from.length;
  for (let axis = first; axis < from.length; axis++) if (from[axis] !== to[axis + missing]) return false;
  return true;
}
