/** `x * y + sum`. With relaxed SIMD, one instruction with one rounding, if the processor supports it. */
// @ts-ignore: decorator
@inline
export function multiplyAdd<T>(x: v128, y: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(x, y, sum);
  return v128.add<T>(v128.mul<T>(x, y), sum);
}
