/** A data set so small that a training takes no time. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeIdx, parseIdx, syntheticDigits } from "#data";
import { temporaryFolder } from "./overlay.ts";

/** Writes 200 training and 50 test images in MNIST's format. Returns their folder, and the test set's bytes. */
export function tinyDataset(): { folder: string; images: Uint8Array; labels: Uint8Array } {
  const folder = temporaryFolder();
  const { train } = syntheticDigits();
  const images = parseIdx(train.images, "images").data;
  const labels = parseIdx(train.labels, "labels").data;
  const write = (name: string, from: number, n: number) => {
    const part = {
      images: images.subarray(from * 784, (from + n) * 784),
      labels: labels.subarray(from, from + n),
    };
    writeFileSync(join(folder, `${name}-images-idx3-ubyte`), encodeIdx([n, 28, 28], part.images));
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte`), encodeIdx([n], part.labels));
    return part;
  };
  write("train", 0, 200);
  return { folder, ...write("t10k", 200, 50) };
}
