/** The data set, split into what a submission may see and what it may not. */
import { type Dataset, loadDataset, parseIdx } from "#data";
import { DEFAULT_MNIST_DIR } from "../../../data/index.ts";
import { isMnist, mnistFolder, readMnist } from "../../../data/mnist.ts";
import type { TestSet } from "../../assignment.ts";
import { shortHash } from "../../report/provenance.ts";

/**
 * The data set by its content. The synthetic digits are drawn by the grader, so that its version says which they are.
 * @throws DataError when MNIST is there but damaged
 */
export function datasetKey(): string {
  const folder = mnistFolder(process.env.MNIST_DIR, DEFAULT_MNIST_DIR);
  if (folder === undefined) return "synthetic-digits";
  const data = readMnist(folder);
  return `${isMnist(data) ? "mnist" : "other"}-${hashOf(data)}`;
}

function hashOf({ train, test }: Pick<Dataset, "train" | "test">): string {
  return shortHash(train.images, train.labels, test.images, test.labels);
}

/** @throws DataError when MNIST is there but damaged, or where MNIST_DIR points there is none */
export function loadTestSet(): TestSet {
  const { name, title, train, test }: Dataset = loadDataset();
  const hash = hashOf({ train, test });
  const labels = parseIdx(test.labels, "test labels").data;
  const images = parseIdx(test.images, "test images").data;
  return {
    about: { name, title, train: train.count, test: test.count, hash },
    training: {
      train: {
        images: parseIdx(train.images, "training images").data,
        labels: parseIdx(train.labels, "training labels").data,
      },
      test: { images },
    },
    review: async (predicted) => (await import("./review.ts")).review(images, labels, predicted),
    accuracy(predicted, every = 1) {
      let right = 0;
      const count = Math.ceil(labels.length / every);
      // A prediction that is missing is wrong.
      for (let i = 0; i < count; i++) if (predicted[i] === labels[i * every]) right += 1;
      return right / count;
    },
  };
}
