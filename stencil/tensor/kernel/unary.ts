import type { FloatArray } from "../dtype.ts";

/** Applies one function to a block of `rows x cols` elements, laid out as in {@link import("./binary.ts").BinaryKernel}. */
export type UnaryKernel = (
  out: FloatArray,
  o: number,
  rows: number,
  cols: number,
  a: FloatArray,
  ai: number,
  ar: number,
  ac: number,
) => void;

export const copy: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar) for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = a[p];
};

export const neg: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar) for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = -a[p];
};

export const square: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar)
    for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = a[p] * a[p];
};

export const sqrt: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar)
    for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = Math.sqrt(a[p]);
};

export const exp: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar)
    for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = Math.exp(a[p]);
};

export const log: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar)
    for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = Math.log(a[p]);
};

export const abs: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar)
    for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = Math.abs(a[p]);
};

export const sign: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar)
    for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = Math.sign(a[p]);
};

export const tanh: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar)
    for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = Math.tanh(a[p]);
};

export const nan: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar)
    for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = Number.isNaN(a[p]) ? 1 : 0;
};

export const finite: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar)
    for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = Number.isFinite(a[p]) ? 1 : 0;
};

export const floor: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar)
    for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = Math.floor(a[p]);
};

export const ceil: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar)
    for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = Math.ceil(a[p]);
};

/** C's `rint`, as in NumPy. Unlike in JavaScript, halves round to the even neighbour. */
function toEven(x: number): number {
  const up = Math.round(x);
  return up - x === 0.5 && up % 2 !== 0 ? up - 1 : up;
}

export const round: UnaryKernel = (out, o, rows, cols, a, ai, ar, ac) => {
  for (let i = 0; i < rows; i++, ai += ar)
    for (let j = 0, p = ai; j < cols; j++, p += ac) out[o++] = toEven(a[p]);
};
