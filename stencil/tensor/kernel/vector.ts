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

/** The layout of an operand: row r, column c is at `floor(r / inner) * outer + (r % inner) * row + c * col`. */
export interface Steps {
  outer: number;
  row: number;
  col: number;
}

/** An operand: a single number, an array in the order of the result, or (with steps) any other layout. */
export interface VectorOperand {
  data: FloatArray;
  steps?: Steps;
}

/**
 * Runs an elementwise operation in the kernel, chunk by chunk. Copies the operands in, or lays them out there, and copies the
 * result out. All arrays have the same dtype.
 *
 * @param operands one to three operands, depending on the operation
 * @param inner rows of a block
 * @param cols elements of a row; chunks consist of whole rows if an operand has steps
 * @returns false, without an effect, when a row or an operand with steps exceeds the kernel's memory
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
  // `expand` writes whole vectors, so the last one may exceed the chunk.
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
