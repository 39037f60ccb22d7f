/** The data set, split into what a submission may see and what it may not. */
import { type Dataset, loadDataset, parseIdx } from "#data";
import type { Predictions, Report } from "../report/report.ts";
import type { TrainingData } from "./suiteRun.ts";

export interface TestSet {
  about: NonNullable<Report["dataset"]>;
  /** Everything that goes into the sandbox. */
  training: TrainingData;
  /** The share of the predictions that are right, for every image or one of so many. The labels stay in here. */
  accuracy(predicted: ArrayLike<number>, every?: number): number;
  /** What was taken for what, with samples. */
  review(predicted: ArrayLike<number>): Promise<Predictions>;
}

/** @throws DataError when MNIST is there but damaged, or where MNIST_DIR points there is none */
export function loadTestSet(): TestSet {
  const { name, train, test }: Dataset = loadDataset();
  const labels = parseIdx(test.labels, "test labels").data;
  const images = parseIdx(test.images, "test images").data;
  return {
    about: { name, train: train.count, test: test.count },
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
