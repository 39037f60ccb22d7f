import { describe, ValueError } from "./errors.ts";

/** The type of a tensor's elements. */
export type DType = "float32" | "float64";

/** The memory that holds a tensor's elements. */
export type FloatArray = Float32Array | Float64Array;

let defaultDType: DType = "float32";

/**
 * The dtype of new tensors, as in Keras. Initially `"float32"`.
 *
 * @example floatx(); // "float32"
 */
export function floatx(): DType {
  return defaultDType;
}

/**
 * Sets the dtype of new tensors, as in Keras. `"float64"` suits gradient checks, `"float32"` training.
 *
 * @example setFloatx("float64");
 * @throws ValueError for any other name
 */
export function setFloatx(dtype: DType): void {
  defaultDType = checkDType("setFloatx", dtype);
}

/** Returns the dtype if it is valid. */
export function checkDType(operation: string, dtype: DType): DType {
  if (dtype !== "float32" && dtype !== "float64") {
    const shown = typeof dtype === "string" ? dtype : describe(dtype);
    throw new ValueError(`${operation}: unknown dtype ${shown}, expected "float32" or "float64"`);
  }
  return dtype;
}

/** Zeroed memory for `size` elements. */
export function allocate(dtype: DType, size: number): FloatArray {
  return dtype === "float32" ? new Float32Array(size) : new Float64Array(size);
}

/** Uses the width of an element, because `instanceof` fails for an array from another context (a `vm`, an iframe). */
export function dtypeOf(data: FloatArray): DType {
  return data.BYTES_PER_ELEMENT === 4 ? "float32" : "float64";
}
