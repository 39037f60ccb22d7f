/** The tiny data set, in a folder of a test's own. */
import { temporaryFolder } from "./overlay.ts";
import { writeTinyDataset } from "./writeTinyDataset.ts";

/** Returns the folder, and the test set's bytes. */
export function tinyDataset(): { folder: string; images: Uint8Array; labels: Uint8Array } {
  const folder = temporaryFolder();
  return { folder, ...writeTinyDataset(folder) };
}
