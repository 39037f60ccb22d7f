import { join } from "node:path";
import { type Dataset, SIDE, type Split } from "./dataset.ts";
import { encodeIdx } from "./idx.ts";
import { mnistFolder, readMnist } from "./mnist.ts";
import { drawDigits } from "./synthetic/index.ts";

export type { Dataset, Split } from "./dataset.ts";
export { DataError } from "./errors.ts";
export { encodeIdx, type IdxArray, parseIdx } from "./idx.ts";

/** Where the images come from. */
export interface LoadOptions {
  /** A folder with the four MNIST files; by default the environment's MNIST_DIR. */
  dir?: string;
  /** Of the synthetic digits; MNIST has none. */
  seed?: string;
}

/** The folder where MNIST is looked for, and downloaded to, when nobody named another one. */
export const DEFAULT_MNIST_DIR = join(__dirname, "mnist");

/** With these digits the reference models come closest to their accuracy on MNIST (the simple one: 0.886 on both). */
const DEFAULT_SEED = "paper";
const SYNTHETIC_TRAIN = 12_000;
const SYNTHETIC_TEST = 2_000;

/**
 * MNIST from the folder that was named, or from `data/mnist` if something is there, else the synthetic digits.
 *
 *     const { train, test } = loadDataset();
 *     const { inputs, labels } = getDataMNIST(train.images, train.labels);
 *
 * @throws DataError when the files of a named folder, or those in `data/mnist`, are not all there and sound: what someone
 * meant to use is never silently replaced
 */
export function loadDataset(options: LoadOptions = {}): Dataset {
  const dir = mnistFolder(options.dir ?? process.env.MNIST_DIR, DEFAULT_MNIST_DIR);
  return dir === undefined ? syntheticDigits(options.seed) : { name: "mnist", ...readMnist(dir) };
}

/** 12,000 + 2,000 digits drawn by `synthetic/`, the same for the same seed on every machine. */
export function syntheticDigits(seed = DEFAULT_SEED): Dataset {
  return {
    name: "synthetic-digits",
    train: drawSplit(SYNTHETIC_TRAIN, `${seed}/train`),
    test: drawSplit(SYNTHETIC_TEST, `${seed}/test`),
  };
}

function drawSplit(count: number, seed: string): Split {
  const { images, labels } = drawDigits(count, seed);
  return { images: encodeIdx([count, SIDE, SIDE], images), labels: encodeIdx([count], labels), count };
}
