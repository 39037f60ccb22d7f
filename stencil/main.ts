/** Trains your models on handwritten digits, and shows the results. Given; run it with `npm start`. */
import "./main/explain.ts"; // first, so that it also explains errors in the files below
import "./main/relaxedSimd.ts";
import { pathToFileURL } from "node:url";
import { loadDataset } from "#data";
import { NotImplementedError } from "#errors";
import { getAdvancedModelComponents, getSimpleModelComponents, type ModelComponents } from "./assignment.ts";
import type { Metrics } from "./beras/model.ts";
import { OneHotEncoder } from "./beras/onehot.ts";
import { readOptions } from "./main/options.ts";
import { trainingProgress } from "./main/progress.ts";
import { getDataMNIST } from "./preprocess.ts";
import { visualizeImages, visualizeMetrics } from "./visualize.ts";

const options = readOptions();
const { name, title, train, test } = loadDataset();
console.log(
  `Data: ${title}, ${train.count} training and ${test.count} test images${name === "synthetic-digits" ? " (`npm run data` fetches MNIST)" : ""}`,
);

const trainSamples = getDataMNIST(train.images, train.labels);
const testSamples = getDataMNIST(test.images, test.labels);
const encoder = new OneHotEncoder();
encoder.fit(trainSamples.labels);
const trainLabels = encoder.call(trainSamples.labels);
const testLabels = encoder.call(testSamples.labels);

if (options.model !== "advanced") trainAndShow("simple", getSimpleModelComponents);
try {
  if (options.model !== "simple") trainAndShow("advanced", getAdvancedModelComponents);
} catch (error) {
  if (!(error instanceof NotImplementedError) || options.model) throw error;
  console.log(`No advanced model yet (only CS2470 needs one): ${error.message}.`);
}

/** Trains one model, evaluates it on the test images, which it has never seen, and draws the pictures. */
function trainAndShow(name: string, getComponents: () => ModelComponents): void {
  const { model, epochs: ownEpochs, batchSize } = getComponents();
  const epochs = options.epochs ?? ownEpochs;
  console.log(
    `\nTraining the ${name} model: ${epochs} ${epochs === 1 ? "epoch" : "epochs"}, batches of ${batchSize}`,
  );
  const batches = Math.floor(trainSamples.inputs.shape[0] / batchSize);
  const progress = trainingProgress(epochs, batches);
  const perBatch: Metrics[] = [];
  const history = model.fit(
    trainSamples.inputs,
    trainLabels,
    epochs,
    batchSize,
    {
      ...progress,
      onTrainBatchEnd(batch, logs) {
        perBatch.push(logs);
        progress.onTrainBatchEnd?.(batch, logs);
      },
    },
    [testSamples.inputs, testLabels],
  );

  const { loss, acc } = model.evaluate(testSamples.inputs, testLabels, batchSize);
  console.log(
    `Test accuracy of the ${name} model: ${(100 * mean(acc)).toFixed(2)}% (loss ${mean(loss).toFixed(4)})`,
  );

  const curves = visualizeMetrics({ ...history, perBatch }, `pictures/${name}-metrics.svg`);
  const images = visualizeImages(model, testSamples.inputs, testLabels, `pictures/${name}-images.svg`);
  // As URLs, which terminals can open with a click.
  console.log(`Pictures: ${pathToFileURL(curves)}\n          ${pathToFileURL(images)}`);
}

/** Also accepts an `evaluate` that returns one number per batch, as the metrics of the original homework do. */
function mean(values: number | number[]): number {
  return typeof values === "number" ? values : values.reduce((sum, value) => sum + value / values.length, 0);
}
