import { NotImplementedError } from "#errors";
import { mean } from "./stats.ts";

/** Rows become columns. TODO: write it. */
export function transpose(rows: number[][]): number[][] {
  throw new NotImplementedError("transpose");
}

/** Each column less its mean. TODO: write it. */
export function center(rows: number[][]): number[][] {
  throw new NotImplementedError("center");
}
