import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { CLASSES, SIDE, type Split } from "./dataset.ts";
import { DataError } from "./errors.ts";
import { type DataFile, findDataFile, MNIST_FILES, readDataFile } from "./files.ts";
import { parseIdx } from "./idx.ts";

/** The folder to read MNIST from: the named one, or the default one if it has any of the four files, or else undefined. */
export function mnistFolder(named: string | undefined, defaultDir: string): string | undefined {
  if (named) return named;
  const files = Object.values(MNIST_FILES);
  return files.some(({ name }) => findDataFile(defaultDir, name) !== undefined) ? defaultDir : undefined;
}

/**
 * Reads the four MNIST files, gzipped or not, from a folder. Accepts any number of 28 x 28 images.
 * @throws DataError when the folder or a file is missing, is damaged, or does not match the others
 */
export function readMnist(dir: string): { train: Split; test: Split } {
  const missing = Object.values(MNIST_FILES).filter(({ name }) => findDataFile(dir, name) === undefined);
  if (missing.length > 0) {
    const received = existsSync(dir)
      ? `no ${missing.map(({ name }) => name).join(", no ")}`
      : "no such folder";
    throw new DataError(
      `${dir}: expected the four MNIST files, each with or without .gz, received ${received}. To download them: npm run data -- --dir ${dir}`,
    );
  }
  return {
    train: readSplit(dir, MNIST_FILES.trainImages, MNIST_FILES.trainLabels),
    test: readSplit(dir, MNIST_FILES.testImages, MNIST_FILES.testLabels),
  };
}

/** Whether these are the published bytes. The small files are compared first. */
export function isMnist({ train, test }: { train: Split; test: Split }): boolean {
  const { trainImages, trainLabels, testImages, testLabels } = MNIST_FILES;
  const files: [Uint8Array, DataFile][] = [
    [test.labels, testLabels],
    [train.labels, trainLabels],
    [test.images, testImages],
    [train.images, trainImages],
  ];
  return files.every(([bytes, { sha256 }]) => createHash("sha256").update(bytes).digest("hex") === sha256);
}

function readSplit(dir: string, imagesFile: DataFile, labelsFile: DataFile): Split {
  const imagesPath = findDataFile(dir, imagesFile.name)!;
  const labelsPath = findDataFile(dir, labelsFile.name)!;
  const images = readDataFile(imagesPath);
  const labels = readDataFile(labelsPath);
  const count = imageCount(images, imagesPath);
  const labelCount = checkLabels(labels, labelsPath);
  if (labelCount !== count) {
    throw new DataError(
      `${labelsPath}: expected ${count} labels, one for each image of ${imagesPath}, received ${labelCount}. To fetch both again: npm run data`,
    );
  }
  return { images, labels, count };
}

function imageCount(bytes: Uint8Array, path: string): number {
  const { dims } = parseIdx(bytes, path);
  if (dims.length !== 3 || dims[0] === 0 || dims[1] !== SIDE || dims[2] !== SIDE) {
    throw new DataError(
      `${path}: expected images, n x ${SIDE} x ${SIDE}, received dimensions ${dims.join(" x ")}. To fetch it again: npm run data`,
    );
  }
  return dims[0];
}

function checkLabels(bytes: Uint8Array, path: string): number {
  const { dims, data } = parseIdx(bytes, path);
  if (dims.length !== 1) {
    throw new DataError(
      `${path}: expected labels in one dimension, received dimensions ${dims.join(" x ")}. To fetch it again: npm run data`,
    );
  }
  const at = data.findIndex((label) => label >= CLASSES);
  if (at >= 0) {
    throw new DataError(
      `${path}: expected labels from 0 to ${CLASSES - 1}, received ${data[at]} (label number ${at}). To fetch it again: npm run data`,
    );
  }
  return dims[0];
}
