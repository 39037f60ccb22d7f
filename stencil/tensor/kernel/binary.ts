import type { FloatArray } from "../dtype.ts";

/**
 * Applies one operator to a block of `rows x cols` elements. Fills `out` in row-major order from `o` on. The element (i, j) of `a`
 * is at `ai + i * ar + j * ac`, that of `b` at `bi + i * br + j * bc`. A stride of 0 repeats an element, so that one loop
 * serves equal shapes, scalars, rows, columns and transposed views. Each operator has its own loop: a shared loop that calls
 * the operator as a function becomes several times slower after it has seen a few operators.
 */
export type BinaryKernel = (
  out: FloatArray,
  o: number,
  rows: number,
  cols: number,
  a: FloatArray,
  ai: number,
  ar: number,
  ac: number,
  b: FloatArray,
  bi: number,
  br: number,
  bc: number,
) => void;

export const add: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = a[p] + b[q];
  }
};

export const sub: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = a[p] - b[q];
  }
};

export const mul: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = a[p] * b[q];
  }
};

export const div: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = a[p] / b[q];
  }
};

/** C's `pow`, as in NumPy. Unlike in JavaScript, 1 to any power is 1, and so is -1 to an infinite power. */
function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY)) return 1;
  return base ** exponent;
}

export const pow: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = power(a[p], b[q]);
  }
};

export const maximum: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = Math.max(a[p], b[q]);
  }
};

export const minimum: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = Math.min(a[p], b[q]);
  }
};

export const greater: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = a[p] > b[q] ? 1 : 0;
  }
};

export const greaterEqual: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = a[p] >= b[q] ? 1 : 0;
  }
};

export const less: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = a[p] < b[q] ? 1 : 0;
  }
};

export const lessEqual: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = a[p] <= b[q] ? 1 : 0;
  }
};

export const equal: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = a[p] === b[q] ? 1 : 0;
  }
};

export const notEqual: BinaryKernel = (out, o, rows, cols, a, ai, ar, ac, b, bi, br, bc) => {
  for (let i = 0; i < rows; i++, ai += ar, bi += br) {
    for (let j = 0, p = ai, q = bi; j < cols; j++, p += ac, q += bc) out[o++] = a[p] !== b[q] ? 1 : 0;
  }
};
