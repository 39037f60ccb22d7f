/** Numbers and shapes as people write them. */

export function significant(value: number, digits = 4): string {
  return String(Number.isFinite(value) ? Number(value.toPrecision(digits)) : value);
}

/** Two different numbers with as many digits as it takes to tell them apart, and at least four. */
export function distinct(a: number, b: number): [string, string] {
  for (let digits = 4; digits < 17; digits++) {
    const pair: [string, string] = [significant(a, digits), significant(b, digits)];
    if (pair[0] !== pair[1]) return pair;
  }
  return [String(a), String(b)];
}

/** [2, 4] as "[2,4]". */
export function shape(dims: readonly number[]): string {
  return `[${dims.join(",")}]`;
}
