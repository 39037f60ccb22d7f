import type { FloatArray } from "../dtype.ts";

/** The exports of assembly/index.ts. Offsets are in bytes. */
interface Exports {
  memory: WebAssembly.Memory;
  A: { value: number };
  B: { value: number };
  C: { value: number };
  OUT: { value: number };
  BLOCK: { value: number };
  CHUNK: { value: number };
  ROW: { value: number };
  elementwise32: Kernel["elementwise"];
  elementwise64: Kernel["elementwise"];
  expand32: Kernel["expand"];
  expand64: Kernel["expand"];
  matmul32: Kernel["matmul"];
  matmul64: Kernel["matmul"];
  narrow32: Kernel["matmul"];
  narrow64: Kernel["matmul"];
  sumRows32: Kernel["sumRows"];
  sumRows64: Kernel["sumRows"];
}

/** The compiled functions for one dtype, and their memory. Offsets and lengths are in elements. */
export interface Kernel {
  memory: FloatArray;
  bytesPerElement: number;
  /** The offsets of the operands and the result. */
  a: number;
  b: number;
  c: number;
  out: number;
  /** The maximum length of an operand of `matmul`, and of the source of `expand`. */
  block: number;
  /** The maximum length of an operand of `elementwise`. */
  chunk: number;
  /** The maximum columns of the second operand of `matmul`. */
  columns: number;
  /** Strides are in bytes. See assembly/matmul.ts. */
  matmul(
    n: number,
    k: number,
    m: number,
    aRow: number,
    aCol: number,
    bRow: number,
    bCol: number,
    cRow: number,
    accumulate: boolean,
  ): void;
  /** The same for products with few columns. See assembly/narrow.ts. */
  narrow: Kernel["matmul"];
  /** See assembly/sumRows.ts. */
  sumRows(rows: number, cols: number, accumulate: boolean): void;
  /** See assembly/elementwise.ts. */
  elementwise(operation: number, bytes: number, aStep: number, bStep: number, cStep: number): void;
  /** Offsets and steps are in bytes. See assembly/elementwise.ts. */
  expand(
    to: number,
    from: number,
    first: number,
    rows: number,
    inner: number,
    cols: number,
    outerStep: number,
    rowStep: number,
    colStep: number,
  ): void;
}

/** A kernel for each dtype, with the same memory. */
export interface Kernels {
  float32: Kernel;
  float64: Kernel;
}

/**
 * Compiles one of the two binaries in binaries.ts.
 *
 * @throws WebAssembly.CompileError when the engine lacks the instructions or forbids WebAssembly
 */
export function compile(binary: Uint8Array<ArrayBuffer>): Kernels {
  const exports = new WebAssembly.Instance(new WebAssembly.Module(binary), {}).exports as unknown as Exports;
  const kernel = (
    memory: FloatArray,
  ): Omit<Kernel, "matmul" | "narrow" | "sumRows" | "elementwise" | "expand"> => {
    const bytes = memory.BYTES_PER_ELEMENT;
    return {
      memory,
      bytesPerElement: bytes,
      a: exports.A.value / bytes,
      b: exports.B.value / bytes,
      c: exports.C.value / bytes,
      out: exports.OUT.value / bytes,
      block: exports.BLOCK.value / bytes,
      chunk: exports.CHUNK.value / bytes,
      columns: exports.ROW.value / bytes,
    };
  };
  const { buffer } = exports.memory;
  return {
    float32: {
      ...kernel(new Float32Array(buffer)),
      matmul: exports.matmul32,
      narrow: exports.narrow32,
      sumRows: exports.sumRows32,
      elementwise: exports.elementwise32,
      expand: exports.expand32,
    },
    float64: {
      ...kernel(new Float64Array(buffer)),
      matmul: exports.matmul64,
      narrow: exports.narrow64,
      sumRows: exports.sumRows64,
      elementwise: exports.elementwise64,
      expand: exports.expand64,
    },
  };
}
