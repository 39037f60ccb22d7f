import fc from "fast-check";
import { type DType, fromData, onesLike, stack, type Tensor, tensor } from "../index.ts";

/** Shapes of up to three axes, often with an axis of length 1 or 0. */
export const anyShape = fc.array(fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 2, max: 5 })), {
  maxLength: 3,
});

export const anyDType = fc.constantFrom<DType>("float32", "float64");

/** The layout of a tensor's elements in memory. Every operation must give the same result for each. */
export const anyLayout = fc.constantFrom(
  "contiguous",
  "transposed",
  "sliced",
  "transposed and sliced",
  "every second",
);

/** Numbers of ordinary magnitude, mixed with special values. */
export const anyValue = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0, -0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  },
);

/** A tensor of this shape, in any layout. */
export function tensorOf(
  shape: readonly number[],
  value = anyValue,
  dtypes = anyDType,
): fc.Arbitrary<Tensor> {
  const size = shape.reduce((product, length) => product * length, 1);
  return fc
    .tuple(fc.array(value, { minLength: size, maxLength: size }), dtypes, anyLayout)
    .map(([values, dtype, layout]) => layOut(tensor(values, dtype).reshape(shape), layout));
}

export const anyTensor = anyShape.chain((shape) => tensorOf(shape));

/** Copies the elements into another layout. */
export function layOut(x: Tensor, layout: string): Tensor {
  if (layout === "every second") return amongOthers(x);
  let result = x;
  if (layout.includes("transposed")) result = tensor(result.T).T;
  if (layout.includes("sliced") && x.ndim > 0) result = amongOtherRows(result);
  return result;
}

/** Cuts the tensor from one that has an extra row at both ends. */
function amongOtherRows(x: Tensor): Tensor {
  const [rows, ...rest] = x.shape;
  const isTransposed = !x.contiguous;
  const size = (rows + 2) * rest.reduce((product, length) => product * length, 1);
  const data = x.dtype === "float32" ? new Float32Array(size).fill(7) : new Float64Array(size).fill(7);
  const larger = isTransposed
    ? fromData(data, [...rest.toReversed(), rows + 2]).T
    : fromData(data, [rows + 2, ...rest]);
  const middle = larger.slice(1, rows + 1);
  return middle.assign(x);
}

/** Interleaves the elements with others in memory. */
function amongOthers(x: Tensor): Tensor {
  const pairs = stack([x, onesLike(x)], -1);
  return pairs
    .transpose(-1, ...x.shape.keys())
    .slice(0, 1)
    .squeeze(0);
}

/** Every index of a shape, in row-major order. */
export function indicesOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (indices, length) => indices.flatMap((index) => Array.from({ length }, (_, i) => [...index, i])),
    [[]],
  );
}

/** The element at `index` of a larger shape after broadcasting `x` to it. */
export function atBroadcast(x: Tensor, index: readonly number[]): number {
  const own = index.slice(index.length - x.ndim);
  return x.at(...own.map((i, axis) => (x.shape[axis] === 1 ? 0 : i)));
}

/** Rounds the value to this dtype. */
export function round(dtype: DType, value: number): number {
  return dtype === "float32" ? Math.fround(value) : value;
}
