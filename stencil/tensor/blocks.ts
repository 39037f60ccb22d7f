/** A loop over tensors of a common shape, reduced to as few axes as their memory layouts allow. */
export interface Blocks {
  /** The lengths of all axes but the last two. The loop visits one block at a time. */
  outer: number[];
  rows: number;
  cols: number;
  /** The strides of each tensor: along `outer`, rows and columns. */
  strides: { outer: number[]; row: number; col: number }[];
}

/**
 * Merges axes that are adjacent in memory for every tensor, and drops axes of length 1. Two matrices become one long row; a
 * matrix and a bias become rows and columns. The kernels then loop over two axes without index arithmetic.
 */
export function toBlocks(shape: readonly number[], strides: readonly (readonly number[])[]): Blocks {
  const lengths: number[] = [];
  const steps: number[][] = strides.map(() => []);
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 1) continue;
    const last = lengths.length - 1;
    if (last >= 0 && steps.every((step, t) => step[last] === strides[t][axis] * shape[axis])) {
      lengths[last] *= shape[axis];
      for (let t = 0; t < steps.length; t++) steps[t][last] = strides[t][axis];
    } else {
      lengths.push(shape[axis]);
      for (let t = 0; t < steps.length; t++) steps[t].push(strides[t][axis]);
    }
  }
  const cols = lengths.pop() ?? 1;
  const rows = lengths.pop() ?? 1;
  const ndim = lengths.length;
  return {
    outer: lengths,
    rows,
    cols,
    strides: steps.map((step) => {
      const col = step.pop() ?? 0;
      return { outer: step, row: step[ndim] ?? 0, col };
    }),
  };
}

/**
 * Calls `visit` with the number of each block, in row-major order, and the offset of each tensor's block.
 *
 * @param visit receives `offsets`, an array that is reused for every block
 */
export function eachBlock(blocks: Blocks, visit: (block: number, offsets: readonly number[]) => void): void {
  const { outer, strides } = blocks;
  const index = new Array<number>(outer.length).fill(0);
  const offsets = strides.map(() => 0);
  const count = outer.reduce((product, length) => product * length, 1);
  for (let block = 0; block < count; block++) {
    visit(block, offsets);
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      const wraps = ++index[axis] === outer[axis];
      const step = wraps ? 1 - outer[axis] : 1;
      for (let t = 0; t < offsets.length; t++) offsets[t] += step * strides[t].outer[axis];
      if (!wraps) break;
      index[axis] = 0;
    }
  }
}
