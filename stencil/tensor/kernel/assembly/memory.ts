// The layout of the kernels' memory. ../kernel.ts reads these numbers from the compiled module.

/** Bytes of a block of a matrix: 1024 rows of the length below. Larger matrices are cut into blocks. */
export const BLOCK: usize = 1 << 22;
/** Bytes of a row of a block of b at most. */
export const ROW: usize = 1 << 12;
/** Bytes of one operand of an elementwise operation. Four of them fit into a processor's cache. */
export const CHUNK: usize = 1 << 16;
/** How much of k a matrix product sums at once. See matmul.ts. */
export const DEPTH: usize = 1 << 8;
/**
 * Rows of a tile of a matrix product. Six rows need all 16 registers of x64 if multiplication and addition are one instruction.
 * Otherwise, each product needs another one.
 */
export const ROWS: usize = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;

/** The first operand. */
export const A: usize = 1024;
/** The second operand. */
export const B: usize = A + BLOCK;
/** The third operand, or the result of a matrix product. */
export const C: usize = B + BLOCK;
/** The result of an elementwise operation. */
export const OUT: usize = C + BLOCK;
/** A block of b, panel by panel. See matmul.ts. */
export const PANELS: usize = OUT + CHUNK;
/** A tile's rows of a transposed a. See matmul.ts. */
export const PACKED: usize = PANELS + DEPTH * ROW;
