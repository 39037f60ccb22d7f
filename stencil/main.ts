/** Trains your models on handwritten digits, and shows what they have learned. Given; run it with `npm start`. */
import "./main/explain.ts"; // the first one: it explains what goes wrong, also in the files below
import { loadDataset } from "#data";
import { NotImplementedError } from "#errors";
import { getAdvancedModelComponents, getSimpleModelComponents, type ModelComponents } from "./assignment.ts";
import { OneHotEncoder } from "./beras/onehot.ts";
import { trainingProgress } from "./main/progress.ts";
import { getDataMNIST } from "./preprocess.ts";
import { visualizeImages, visualizeMetrics } from "./visualize.ts";

const { name, train, test } = loadDataset();
console.log(
  name === "mnist"
    ? `Data: MNIST, ${train.count} training and ${test.count} test images`
    : `Data: synthetic digits, ${train.count} training and ${test.count} test images (\`npm run data\` fetches MNIST)`,
);

const trainSamples = getDataMNIST(train.images, train.labels);
const testSamples = getDataMNIST(test.images, test.labels);
const encoder = new OneHotEncoder();
encoder.fit(trainSamples.labels);
const trainLabels = encoder.call(trainSamples.labels);
const testLabels = encoder.call(testSamples.labels);

trainAndShow("simple", getSimpleModelComponents);
try {
  trainAndShow("advanced", getAdvancedModelComponents);
} catch (error) {
  if (!(error instanceof NotImplementedError)) throw error;
  console.log(`No advanced model yet (only CS2470 needs one): ${error.message}.`);
}

/** Trains one model, measures it on images that it has never seen, and draws the pictures. */
function trainAndShow(name: string, getComponents: () => ModelComponents): void {
  const { model, epochs, batchSize } = getComponents();
  console.log(`\nTraining the ${name} model: ${epochs} epochs, batches of ${batchSize}`);
  const batches = Math.floor(trainSamples.inputs.shape[0] / batchSize);
  const history = model.fit(
    trainSamples.inputs,
    trainLabels,
    epochs,
    batchSize,
    trainingProgress(epochs, batches),
  );

  const { loss, acc } = model.evaluate(testSamples.inputs, testLabels, batchSize);
  console.log(`Test accuracy of the ${name} model: ${(100 * acc).toFixed(2)}% (loss ${loss.toFixed(4)})`);

  const curves = visualizeMetrics(history, `pictures/${name}-metrics.svg`);
  const images = visualizeImages(model, testSamples.inputs, testLabels, `pictures/${name}-images.svg`);
  console.log(`Pictures: ${curves}\n          ${images}`);
}
