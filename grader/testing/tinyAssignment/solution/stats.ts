/** The mean of some numbers. TODO: write it. */
export function mean(values: number[]): number {
  // BEGIN SOLUTION
  return values.reduce((sum, value) => sum + value, 0) / values.length;
  // END SOLUTION
}

/** The variance of some numbers: the mean of the squared differences from their mean. TODO: write it. */
export function variance(values: number[]): number {
  // BEGIN SOLUTION
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
  // END SOLUTION
}
