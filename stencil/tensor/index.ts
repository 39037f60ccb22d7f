/** The NumPy of this course: small, typed, with NumPy's names in camelCase. */

import "./methods.ts";
import "./indexing.ts";

export { add, div, maximum, minimum, mul, pow, sub } from "./arithmetic.ts";
export { allClose, isClose } from "./close.ts";
export {
  equal,
  greater,
  greaterEqual,
  isFinites as isFinite,
  isNaNs as isNaN,
  less,
  lessEqual,
  notEqual,
  where,
} from "./comparison.ts";
export { fromData, tensor } from "./convert.ts";
export { arange, eye, full, linspace, ones, onesLike, zeros, zerosLike } from "./create.ts";
export { cumsum } from "./cumulative.ts";
export { type DType, floatx, setFloatx } from "./dtype.ts";
export { ValueError } from "./errors.ts";
export { abs, ceil, clip, exp, floor, log, neg, round, sign, sqrt, square, tanh } from "./functions.ts";
export { type Implementation, implementation, useImplementation } from "./implementation.ts";
export { concatenate, stack, vstack } from "./join.ts";
export { matmul } from "./matmul.ts";
export { argsort, sort } from "./order.ts";
export { dot, outer } from "./products.ts";
export { type Generator, random } from "./random.ts";
export { all, any, argmax, argmin, max, mean, min, norm, prod, std, sum, variance } from "./reduce.ts";
export { repeat } from "./repeat.ts";
export { broadcastShapes } from "./shape.ts";
export { split } from "./split.ts";
export { type NestedArray, Tensor, type TensorLike } from "./tensor.ts";
export { unique } from "./unique.ts";
export { expandDims, gather, reshape, squeeze, transpose } from "./views.ts";
