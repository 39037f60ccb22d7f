/** Makes the tiny data set in a folder for one test. */
import { temporaryFolder } from "./overlay.ts";
import { writeTinyDataset } from "./writeTinyDataset.ts";

/** Returns the folder, and the bytes of the test set. */
export function tinyDataset(sizes?: { train: number; test: number }): {
  folder: string;
  images: Uint8Array;
  labels: Uint8Array;
} {
  const folder = temporaryFolder();
  return { folder, ...writeTinyDataset(folder, sizes) };
}
