/** Writes a data set so small that a training takes no time. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeIdx } from "#data";
import { drawDigits } from "../../data/synthetic/index.ts";

/** Writes a few training and test images in MNIST's format. Returns the bytes of the test set. */
export function writeTinyDataset(
  folder: string,
  sizes = { train: 200, test: 50 },
): { images: Uint8Array; labels: Uint8Array } {
  const write = (name: string, n: number) => {
    const { images, labels } = drawDigits(n, `tiny/${name}`);
    writeFileSync(join(folder, `${name}-images-idx3-ubyte`), encodeIdx([n, 28, 28], images));
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte`), encodeIdx([n], labels));
    return { images, labels };
  };
  write("train", sizes.train);
  return write("t10k", sizes.test);
}
