import { asTensors, promote } from "./convert.ts";
import { allocate } from "./dtype.ts";
import { ValueError } from "./errors.ts";
import { gemm } from "./implementation.ts";
import { broadcast, broadcastStrides, formatShape, sizeOf } from "./shape.ts";
import { Tensor, type TensorLike } from "./tensor.ts";

/**
 * The matrix product, with the rules of NumPy's `@`:
 * `[n, k] x [k, m] -> [n, m]`, batched `[..., n, k] x [..., k, m] -> [..., n, m]` with the leading axes broadcast;
 * a vector counts as a row on the left and as a column on the right: `[k] x [k, m] -> [m]`, `[n, k] x [k] -> [n]`.
 *
 * Transposed views need no copy: `x.T.matmul(g)` is as fast as `x.matmul(w)`.
 *
 * @example matmul([[1, 2], [3, 4]], [[1], [1]]); // [[3], [7]]
 * @throws ValueError when the inner lengths differ, the leading axes do not broadcast, or an operand is a single number
 */
export function matmul(a: TensorLike, b: TensorLike): Tensor {
  let [x, y] = asTensors("matmul", a, b);
  checkInner(x, y);
  const isRow = x.ndim === 1;
  const isColumn = y.ndim === 1;
  const dtype = promote(x, y);
  if (x.dtype !== dtype) x = x.astype(dtype);
  if (y.dtype !== dtype) y = y.astype(dtype);
  if (isRow) x = new Tensor(x.buffer, [1, x.shape[0]], [0, x.strides[0]]);
  if (isColumn) y = new Tensor(y.buffer, [y.shape[0], 1], [y.strides[0], 0]);

  const [n, k] = x.shape.slice(-2);
  const [m] = y.shape.slice(-1);
  const batch = broadcast("matmul", x.shape.slice(0, -2), y.shape.slice(0, -2));
  const out = allocate(dtype, sizeOf(batch) * n * m);
  const [aRow, aCol] = x.strides.slice(-2);
  const [bRow, bCol] = y.strides.slice(-2);
  const aSteps = batchStrides(x, batch);
  const bSteps = batchStrides(y, batch);
  for (let i = 0; i < sizeOf(batch); i++) {
    gemm(
      n,
      k,
      m,
      { data: x.buffer, offset: offsetOf(i, batch, aSteps), row: aRow, col: aCol },
      { data: y.buffer, offset: offsetOf(i, batch, bSteps), row: bRow, col: bCol },
      out,
      i * n * m,
    );
  }
  const shape = [...batch];
  if (!isRow) shape.push(n);
  if (!isColumn) shape.push(m);
  return new Tensor(out, shape);
}

function checkInner(x: Tensor, y: Tensor): void {
  const shapes = `${formatShape(x.shape)} and ${formatShape(y.shape)}`;
  if (x.ndim === 0 || y.ndim === 0) {
    throw new ValueError(
      `matmul: the operands need at least one axis, received shapes ${shapes}; mul(...) takes numbers`,
    );
  }
  const inner = Math.max(y.ndim - 2, 0);
  const [k, l] = [x.shape[x.ndim - 1], y.shape[inner]];
  if (k !== l) {
    throw new ValueError(
      `matmul: shapes ${shapes} do not align: ${k} (axis ${x.ndim - 1}) != ${l} (axis ${inner})`,
    );
  }
}

function batchStrides(x: Tensor, batch: readonly number[]): number[] {
  return broadcastStrides(x.shape.slice(0, -2), x.strides.slice(0, -2), batch);
}

/** The offset of a matrix, given by its number in row-major order. */
function offsetOf(matrix: number, batch: readonly number[], steps: readonly number[]): number {
  let offset = 0;
  for (let axis = batch.length - 1; axis >= 0; axis--) {
    offset += (matrix % batch[axis]) * steps[axis];
    matrix = Math.floor(matrix / batch[axis]);
  }
  return offset;
}
