import { mean } from "./stats.ts";

/** Rows become columns. TODO: write it. */
export function transpose(rows: number[][]): number[][] {
  // BEGIN SOLUTION
  return rows[0].map((_, i) => rows.map((row) => row[i]));
  // END SOLUTION
}

/** Each column less its mean. TODO: write it. */
export function center(rows: number[][]): number[][] {
  // BEGIN SOLUTION
  const means = transpose(rows).map(mean);
  return rows.map((row) => row.map((value, i) => value - means[i]));
  // END SOLUTION
}
