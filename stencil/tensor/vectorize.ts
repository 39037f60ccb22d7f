import { toBlocks } from "./blocks.ts";
import { dtypeOf, type FloatArray } from "./dtype.ts";
import { currentKernels } from "./implementation.ts";
import { isVectorOperation, runVector, type VectorOperand } from "./kernel/vector.ts";
import { broadcastStrides } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** For fewer elements, a loop in JavaScript is faster than copying to the kernel and back. Measured. */
const WORTHWHILE = 512;

/**
 * Computes an elementwise operation with the WebAssembly kernel if possible: for a large result, and operands of its dtype that
 * are not scattered in memory. Otherwise the loops in kernel/ do the work.
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
  if (operands.some((x) => x.dtype !== dtype)) return false;
  const kernel = currentKernels()?.[dtype];
  if (!kernel) return false;

  const isPlain = (x: Tensor) => x.contiguous && (x.size === out.length || x.size === 1);
  const others = operands.filter((x) => !isPlain(x));
  if (others.length === 0) return runVector(kernel, name, out, operands.map(plainOperand));

  const blocks = toBlocks(
    shape,
    others.map((x) => broadcastStrides(x.shape, x.strides, shape)),
  );
  if (blocks.outer.length > 1) return false;
  const parts = operands.map((x): VectorOperand => {
    if (isPlain(x)) return plainOperand(x);
    const { outer, row, col } = blocks.strides[others.indexOf(x)];
    return { data: extent(x), steps: { outer: outer[0] ?? 0, row, col } };
  });
  // For a few columns of a wide matrix, most of the copied memory would not be used.
  if (parts.some(({ data }) => data.length > 2 * out.length)) return false;
  return runVector(kernel, name, out, parts, blocks.rows, blocks.cols);
}

const plainOperand = (x: Tensor): VectorOperand => ({ data: x.buffer });

/** The memory from the first element of a view to its last. */
function extent({ buffer, shape, strides }: Tensor): FloatArray {
  const last = shape.reduce((sum, length, axis) => sum + (length - 1) * strides[axis], 0);
  return buffer.subarray(0, last + 1);
}
