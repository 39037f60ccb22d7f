import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Dataset, encodeIdx, loadDataset, parseIdx } from "#data";
import { eye, type Tensor } from "#tensor";
import { getDataMNIST } from "../../../solution/preprocess.ts";

/** The data as IDX files in a folder of their own, so that every contestant reads them itself. */
export interface DataFolder extends Disposable {
  folder: string;
  name: Dataset["name"];
  images: number;
}

/** @param most how many training images to write at most, and how many test images */
export function writeDataFolder(most: number): DataFolder {
  const { name, train, test } = loadDataset();
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  for (const [split, { images, labels }] of Object.entries({ train, test })) {
    writeFileSync(join(folder, `${split}-images`), firstOf(images, most));
    writeFileSync(join(folder, `${split}-labels`), firstOf(labels, most));
  }
  return {
    folder,
    name,
    images: Math.min(most, train.count),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

/** Cuts a file to its first entries. */
function firstOf(file: Uint8Array, most: number): Uint8Array {
  const { dims, data } = parseIdx(file, "the data set");
  const count = Math.min(most, dims[0]);
  const size = data.length / dims[0];
  return encodeIdx([count, ...dims.slice(1)], data.subarray(0, count * size));
}

/** x: [n, 784], y: [n, 10], one-hot */
export function readSplit(folder: string, split: "train" | "test"): { x: Tensor; y: Tensor } {
  const [images, labels] = ["images", "labels"].map((part) => readFileSync(join(folder, `${split}-${part}`)));
  const samples = getDataMNIST(images, labels);
  return { x: samples.inputs, y: eye(10).gather(samples.labels) };
}
