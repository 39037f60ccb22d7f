import type { FloatArray } from "../dtype.ts";
import type { Kernel } from "./kernel.ts";

/** The operations of assembly/elementwise.ts, in its order. */
const OPERATIONS = [
  "add",
  "sub",
  "mul",
  "div",
  "maximum",
  "minimum",
  "greater",
  "greaterEqual",
  "less",
  "lessEqual",
  "equal",
  "notEqual",
  "neg",
  "square",
  "sqrt",
  "abs",
  "where",
] as const;

/** An operation that the kernel computes on whole vectors. */
export type VectorOperation = (typeof OPERATIONS)[number];

export function isVectorOperation(name: string): name is VectorOperation {
  return (OPERATIONS as readonly string[]).includes(name);
}

/** Bytes of a vector. */
const VECTOR = 16;

/**
 * Elementwise operations by the kernel, one chunk after the other: the operands are copied in, the result is copied out.
 * All arrays have one dtype. An operand is as long as `out`, or shorter and repeated: a row, or a single number.
 *
 * @param operands one, two or three, as the operation has
 * @returns false, and does nothing, when a row is longer than a chunk
 */
export function runVector(
  kernel: Kernel,
  operation: VectorOperation,
  out: FloatArray,
  operands: readonly FloatArray[],
): boolean {
  const { memory, bytesPerElement } = kernel;
  const places = [kernel.a, kernel.b, kernel.c];
  const isWhole = (x: FloatArray) => x.length === out.length;
  const period = operands.reduce((longest, x) => (isWhole(x) ? longest : Math.max(longest, x.length)), 1);
  if (period > kernel.chunk) return false;
  const chunk = kernel.chunk - (kernel.chunk % period);

  const steps = [0, 0, 0];
  operands.forEach((x, i) => {
    if (!isWhole(x))
      repeat(memory, places[i], x, x.length === 1 ? VECTOR / bytesPerElement : Math.min(chunk, out.length));
    if (isWhole(x) || x.length > 1) steps[i] = VECTOR;
  });
  const code = OPERATIONS.indexOf(operation);
  for (let start = 0; start < out.length; start += chunk) {
    const length = Math.min(chunk, out.length - start);
    operands.forEach((x, i) => {
      if (isWhole(x)) memory.set(x.subarray(start, start + length), places[i]);
    });
    const bytes = Math.ceil((length * bytesPerElement) / VECTOR) * VECTOR;
    kernel.elementwise(code, bytes, steps[0], steps[1], steps[2]);
    out.set(memory.subarray(kernel.out, kernel.out + length), start);
  }
  return true;
}

/** Fills `length` elements of the memory from `at` on with copies of `row`. */
function repeat(memory: FloatArray, at: number, row: FloatArray, length: number): void {
  memory.set(row, at);
  for (let filled = row.length; filled < length; filled *= 2) {
    memory.copyWithin(at + filled, at, at + Math.min(filled, length - filled));
  }
}
