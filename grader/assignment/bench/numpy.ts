/** NumPy, which is compared if `python3` has it. */
import { join } from "node:path";
import { Program } from "./program.ts";

/** One thread. Clears variables that restrict OpenBLAS on this machine. */
const installed = {
  OPENBLAS_NUM_THREADS: "1",
  OPENBLAS_CORETYPE: undefined,
  OPENBLAS_L2_SIZE: undefined,
};
/**
 * By default, glibc returns the memory of large arrays to the system as soon as they are freed, so every new array begins with
 * page faults. In NumPy they can cost more than the arithmetic. (glibc accepts at most 32 MiB for MMAP.)
 */
const tuned = { MALLOC_TRIM_THRESHOLD_: String(2 ** 30), MALLOC_MMAP_THRESHOLD_: String(2 ** 25) };

/** The environment of each contestant's process. */
export const numpySettings = {
  numpy: installed,
  "numpy-tuned": { ...installed, ...tuned },
};
export type NumpyName = keyof typeof numpySettings;

/** The settings in shell syntax. */
export function describeSettings(name: NumpyName): string {
  return Object.entries(numpySettings[name])
    .map(([key, value]) => (value === undefined ? `${key} unset` : `${key}=${value}`))
    .join(" ");
}

export interface NumpyVersion {
  version: string;
  blas: string;
}

/** Starts numpy_bench.py. */
export const startNumpy = (name: NumpyName): Program =>
  new Program(name, ["python3", join(__dirname, "numpy_bench.py")], numpySettings[name]);

/** The version of NumPy, or null if it is not installed. */
export async function findNumpy(): Promise<NumpyVersion | null> {
  const numpy = startNumpy("numpy");
  try {
    return await numpy.ask<NumpyVersion>({ task: "version" });
  } finally {
    numpy.close();
  }
}
