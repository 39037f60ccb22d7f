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

/** Where the elements of an operand lie: the one of row r and column c at `floor(r / inner) * outer + (r % inner) * row + c * col`. */
export interface Steps {
  outer: number;
  row: number;
  col: number;
}

/** An operand: a single number, as many elements as the result has and in its order, or (with steps) anything else. */
export interface VectorOperand {
  data: FloatArray;
  steps?: Steps;
}

/**
 * Elementwise operations by the kernel, one chunk after the other: the operands are copied in, or laid out there, and the
 * result is copied out. All arrays have one dtype.
 *
 * @param operands one, two or three, as the operation has
 * @param inner rows of a block
 * @param cols elements of a row; chunks are made of whole ones when an operand has steps
 * @returns false, and does nothing, when a row or an operand with steps is larger than the kernel's memory for it
 */
export function runVector(
  kernel: Kernel,
  operation: VectorOperation,
  out: FloatArray,
  operands: readonly VectorOperand[],
  inner = 1,
  cols = 1,
): boolean {
  const { memory, bytesPerElement } = kernel;
  const lanes = VECTOR / bytesPerElement;
  const chunk = kernel.chunk - (kernel.chunk % cols);
  // What is laid out may end in the middle of a vector, and is written as whole ones.
  const source = kernel.chunk + lanes;
  if (
    chunk === 0 ||
    operands.some(({ data, steps }) => steps && data.length > kernel.block - source - lanes)
  ) {
    return false;
  }

  const places = [kernel.a, kernel.b, kernel.c];
  const vectorSteps = [0, 0, 0];
  operands.forEach(({ data, steps }, i) => {
    if (steps) memory.set(data, places[i] + source);
    else if (data.length === 1 && out.length > 1) memory.fill(data[0], places[i], places[i] + lanes);
    if (steps || data.length === out.length) vectorSteps[i] = VECTOR;
  });
  const code = OPERATIONS.indexOf(operation);
  for (let start = 0; start < out.length; start += chunk) {
    const length = Math.min(chunk, out.length - start);
    operands.forEach(({ data, steps }, i) => {
      if (steps) {
        kernel.expand(
          places[i] * bytesPerElement,
          (places[i] + source) * bytesPerElement,
          start / cols,
          length / cols,
          inner,
          cols,
          steps.outer * bytesPerElement,
          steps.row * bytesPerElement,
          steps.col * bytesPerElement,
        );
      } else if (vectorSteps[i]) {
        memory.set(data.subarray(start, start + length), places[i]);
      }
    });
    const bytes = Math.ceil((length * bytesPerElement) / VECTOR) * VECTOR;
    kernel.elementwise(code, bytes, vectorSteps[0], vectorSteps[1], vectorSteps[2]);
    out.set(memory.subarray(kernel.out, kernel.out + length), start);
  }
  return true;
}
