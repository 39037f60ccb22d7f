import { DataError } from "./errors.ts";

/** An array of unsigned bytes in row-major order. */
export interface IdxArray {
  /** The length of each axis: `[n, 28, 28]` for images, `[n]` for labels. */
  dims: number[];
  data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Reads the IDX format, in which MNIST is published: two zero bytes, the element type, the number of dimensions, each dimension
 * as a big-endian 32-bit integer, then the elements.
 * @param name the name of the file in an error message
 * @returns a view into `bytes`, not a copy
 * @throws DataError unless `bytes` are exactly one IDX array of unsigned bytes
 */
export function parseIdx(bytes: Uint8Array, name: string): IdxArray {
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== UNSIGNED_BYTE || bytes[3] === 0) {
    const start = bytes.length === 0 ? "an empty file" : toHex(bytes.subarray(0, 4));
    throw corrupt(name, "the first bytes 00 00 08 and a number of dimensions (IDX, unsigned bytes)", start);
  }
  const rank = bytes[3];
  const headerLength = 4 + 4 * rank;
  if (bytes.length < headerLength) {
    throw corrupt(name, `a header of ${headerLength} bytes`, `${bytes.length} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dims = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = headerLength + product(dims);
  if (bytes.length !== expected) {
    const what = bytes.length < expected ? "truncated" : "bytes left over at the end";
    throw corrupt(name, `${expected} bytes for dimensions ${dims.join(" x ")}`, `${bytes.length} (${what})`);
  }
  return { dims, data: bytes.subarray(headerLength) };
}

/**
 * Writes an array in the IDX format, which {@link parseIdx} reads.
 *
 *     encodeIdx([2], Uint8Array.of(7, 3))    // 00 00 08 01  00 00 00 02  07 03
 *
 * @throws RangeError when the number of elements does not match `dims`
 */
export function encodeIdx(dims: readonly number[], data: Uint8Array): Uint8Array {
  if (product(dims) !== data.length) {
    throw new RangeError(
      `encodeIdx: dimensions ${dims.join(" x ")} need ${product(dims)} bytes, received ${data.length}`,
    );
  }
  const headerLength = 4 + 4 * dims.length;
  const bytes = new Uint8Array(headerLength + data.length);
  const view = new DataView(bytes.buffer);
  bytes[2] = UNSIGNED_BYTE;
  bytes[3] = dims.length;
  dims.forEach((dim, axis) => {
    view.setUint32(4 + 4 * axis, dim);
  });
  bytes.set(data, headerLength);
  return bytes;
}

function corrupt(name: string, expected: string, received: string): DataError {
  return new DataError(
    `${name}: expected ${expected}, received ${received}. To fetch it again: npm run data`,
  );
}

function product(dims: readonly number[]): number {
  return dims.reduce((total, dim) => total * dim, 1);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
