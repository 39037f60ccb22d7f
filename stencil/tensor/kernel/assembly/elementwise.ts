// Elementwise operations in AssemblyScript, compiled with matmul.ts to ../binaries.ts. They process a few thousand elements at
// a time. ../vector.ts copies them in and out; even so they are several times faster than a loop in JavaScript.

import { A, B, C, OUT } from "./memory";

// The codes of the operations, in the order of OPERATIONS in ../vector.ts.
const ADD = 0;
const SUB = 1;
const MUL = 2;
const DIV = 3;
const MAXIMUM = 4;
const MINIMUM = 5;
const GREATER = 6;
const GREATER_EQUAL = 7;
const LESS = 8;
const LESS_EQUAL = 9;
const EQUAL = 10;
const NOT_EQUAL = 11;
const NEG = 12;
const SQUARE = 13;
const SQRT = 14;
const ABS = 15;
const WHERE = 16;

/** Bytes of a vector. */
const VECTOR: usize = 16;

/** Runs an operation over float32. See {@link run}. */
export function elementwise32(operation: i32, bytes: usize, aStep: usize, bStep: usize, cStep: usize): void {
  run<f32>(operation, bytes, aStep, bStep, cStep);
}

/** Runs an operation over float64. See {@link run}. */
export function elementwise64(operation: i32, bytes: usize, aStep: usize, bStep: usize, cStep: usize): void {
  run<f64>(operation, bytes, aStep, bStep, cStep);
}

/**
 * Fills `bytes` bytes from OUT on, a whole number of vectors. Each operand advances by its step per vector: 16 bytes, or 0 if one
 * vector holds the same number in all lanes. Unary operations read only A, binary operations A and B.
 */
// @ts-ignore: decorator
@inline
function run<T>(operation: i32, bytes: usize, aStep: usize, bStep: usize, cStep: usize): void {
  switch (operation) {
    case ADD:
      return loop<T>(ADD, bytes, aStep, bStep, cStep);
    case SUB:
      return loop<T>(SUB, bytes, aStep, bStep, cStep);
    case MUL:
      return loop<T>(MUL, bytes, aStep, bStep, cStep);
    case DIV:
      return loop<T>(DIV, bytes, aStep, bStep, cStep);
    case MAXIMUM:
      return loop<T>(MAXIMUM, bytes, aStep, bStep, cStep);
    case MINIMUM:
      return loop<T>(MINIMUM, bytes, aStep, bStep, cStep);
    case GREATER:
      return loop<T>(GREATER, bytes, aStep, bStep, cStep);
    case GREATER_EQUAL:
      return loop<T>(GREATER_EQUAL, bytes, aStep, bStep, cStep);
    case LESS:
      return loop<T>(LESS, bytes, aStep, bStep, cStep);
    case LESS_EQUAL:
      return loop<T>(LESS_EQUAL, bytes, aStep, bStep, cStep);
    case EQUAL:
      return loop<T>(EQUAL, bytes, aStep, bStep, cStep);
    case NOT_EQUAL:
      return loop<T>(NOT_EQUAL, bytes, aStep, bStep, cStep);
    case NEG:
      return loop<T>(NEG, bytes, aStep, bStep, cStep);
    case SQUARE:
      return loop<T>(SQUARE, bytes, aStep, bStep, cStep);
    case SQRT:
      return loop<T>(SQRT, bytes, aStep, bStep, cStep);
    case ABS:
      return loop<T>(ABS, bytes, aStep, bStep, cStep);
    case WHERE:
      return loop<T>(WHERE, bytes, aStep, bStep, cStep);
  }
}

/** Has one loop per operation. The operation is known where this is inlined, and so are the operands that it needs. */
// @ts-ignore: decorator
@inline
function loop<T>(operation: i32, bytes: usize, aStep: usize, bStep: usize, cStep: usize): void {
  let a = A;
  let b = B;
  let c = C;
  for (let out = OUT; out < OUT + bytes; out += VECTOR) {
    v128.store(out, apply<T>(operation, a, b, c));
    a += aStep;
    b += bStep;
    c += cStep;
  }
}

// @ts-ignore: decorator
@inline
function apply<T>(operation: i32, a: usize, b: usize, c: usize): v128 {
  const one = v128.splat<T>(1);
  const x = v128.load(a);
  if (operation == NEG) return v128.neg<T>(x);
  if (operation == SQUARE) return v128.mul<T>(x, x);
  if (operation == SQRT) return v128.sqrt<T>(x);
  if (operation == ABS) return v128.abs<T>(x);
  const y = v128.load(b);
  if (operation == ADD) return v128.add<T>(x, y);
  if (operation == SUB) return v128.sub<T>(x, y);
  if (operation == MUL) return v128.mul<T>(x, y);
  if (operation == DIV) return v128.div<T>(x, y);
  if (operation == MAXIMUM) return v128.max<T>(x, y);
  if (operation == MINIMUM) return v128.min<T>(x, y);
  // A comparison fills a lane with ones. Keeps those that are bits of the number 1.
  if (operation == GREATER) return v128.and(v128.gt<T>(x, y), one);
  if (operation == GREATER_EQUAL) return v128.and(v128.ge<T>(x, y), one);
  if (operation == LESS) return v128.and(v128.lt<T>(x, y), one);
  if (operation == LESS_EQUAL) return v128.and(v128.le<T>(x, y), one);
  if (operation == EQUAL) return v128.and(v128.eq<T>(x, y), one);
  if (operation == NOT_EQUAL) return v128.and(v128.ne<T>(x, y), one);
  return v128.bitselect(y, v128.load(c), v128.ne<T>(x, v128.splat<T>(0)));
}

/** Lays out a broadcast or transposed operand of float32. See {@link expand}. */
export function expand32(to: usize, from: usize, first: usize, rows: usize, inner: usize, cols: usize, outerStep: usize, rowStep: usize, colStep: usize): void {
  expand<f32>(to, from, first, rows, inner, cols, outerStep, rowStep, colStep);
}

/** Lays out a broadcast or transposed operand of float64. See {@link expand}. */
export function expand64(to: usize, from: usize, first: usize, rows: usize, inner: usize, cols: usize, outerStep: usize, rowStep: usize, colStep: usize): void {
  expand<f64>(to, from, first, rows, inner, cols, outerStep, rowStep, colStep);
}

/**
 * Writes `rows` rows of `cols` elements one after another, from row number `first` on. Row r begins at
 * `from + floor(r / inner) * outerStep + (r % inner) * rowStep`. Steps are in bytes; 0 repeats.
 */
// @ts-ignore: decorator
@inline
function expand<T>(
  to: usize,
  from: usize,
  first: usize,
  rows: usize,
  inner: usize,
  cols: usize,
  outerStep: usize,
  rowStep: usize,
  colStep: usize,
): void {
  const bytes = cols * sizeof<T>();
  let block = from + (first / inner) * outerStep;
  let i = first % inner;
  for (const end = to + rows * bytes; to < end; to += bytes) {
    const row = block + i * rowStep;
    if (colStep == sizeof<T>()) {
      copyRow(to, row, bytes);
    } else {
      let x = row;
      for (let next = to; next < to + bytes; next += sizeof<T>()) {
        store<T>(next, load<T>(x));
        x += colStep;
      }
    }
    if (++i == inner) {
      i = 0;
      block += outerStep;
    }
  }
}

/** Copies whole vectors, so up to 15 bytes too many. The next row overwrites them. */
// @ts-ignore: decorator
@inline
function copyRow(to: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += VECTOR) v128.store(to + i, v128.load(from + i));
}
