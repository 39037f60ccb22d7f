import { asTensors } from "./convert.ts";
import { applyBinary } from "./elementwise.ts";
import { ValueError } from "./errors.ts";
import { mul } from "./kernel/binary.ts";
import { matmul } from "./matmul.ts";
import { formatShape, sizeOf } from "./shape.ts";
import type { Tensor, TensorLike } from "./tensor.ts";
import { reshape, transpose } from "./views.ts";

/**
 * The sum of products over the last axis of `a` and the second to last of `b`: the inner product of two vectors, the
 * {@link matmul} of two matrices; with a number, the elementwise product. As `np.dot`.
 *
 * @example dot([1, 2, 3], [4, 5, 6]); // 32
 * @example dot([[1, 2], [3, 4]], [10, 1]); // [12, 34]
 * @throws ValueError when the lengths of the two axes differ
 */
export function dot(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = asTensors("dot", a, b);
  if (x.ndim === 0 || y.ndim === 0) return applyBinary("mul", mul, x, y, "dot");
  const inner = Math.max(y.ndim - 2, 0);
  const k = x.shape[x.ndim - 1];
  if (k !== y.shape[inner]) {
    throw new ValueError(
      `dot: shapes ${formatShape(x.shape)} and ${formatShape(y.shape)} do not align: ${k} (axis ${x.ndim - 1}) != ${y.shape[inner]} (axis ${inner})`,
    );
  }
  const rows = x.shape.slice(0, -1);
  const columns = y.shape.toSpliced(inner, 1);
  const first = transpose(
    y,
    [inner, ...y.shape.keys()].filter((axis, i) => i === 0 || axis !== inner),
  );
  const product = matmul(reshape(x, [sizeOf(rows), k]), reshape(first, [k, sizeOf(columns)]));
  return reshape(product, [...rows, ...columns]);
}

/**
 * Every element of `a` times every element of `b`: `[n], [m] -> [n, m]`. As `np.outer`.
 *
 * @example outer([1, 2], [10, 20, 30]); // [[10, 20, 30], [20, 40, 60]]
 */
export function outer(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = asTensors("outer", a, b);
  return applyBinary("mul", mul, reshape(x, [x.size, 1]), reshape(y, [1, y.size]), "outer");
}
