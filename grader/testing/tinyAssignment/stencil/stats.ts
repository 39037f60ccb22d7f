import { NotImplementedError } from "#errors";

/** The mean of some numbers. TODO: write it. */
export function mean(values: number[]): number {
  throw new NotImplementedError("mean");
}

/** The variance of some numbers: the mean of the squared differences from their mean. TODO: write it. */
export function variance(values: number[]): number {
  throw new NotImplementedError("variance");
}
