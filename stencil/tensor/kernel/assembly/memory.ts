// The layout of the kernels' memory. ../wasm.ts reads these numbers from the compiled module.

/** Bytes of a block of a matrix: 2^19 float64. Larger matrices are cut into blocks. */
export const BLOCK: usize = 1 << 22;
/** Bytes of one operand of an elementwise operation. Four of them fit into a processor's cache. */
export const CHUNK: usize = 1 << 16;
/** Bytes of a packed panel of b. See matmul.ts. */
export const PANEL: usize = 1 << 13;

/** The first operand. */
export const A: usize = 1024;
/** The second operand. */
export const B: usize = A + BLOCK;
/** The third operand, or the result of a matrix product. */
export const C: usize = B + BLOCK;
/** The result of an elementwise operation, or the panel. */
export const OUT: usize = C + BLOCK;
/** A transposed first operand of a matrix product, tile by tile. See matmul.ts. */
export const PACKED: usize = OUT + CHUNK;
