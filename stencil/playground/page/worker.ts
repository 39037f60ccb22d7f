/**
 * Runs the student's own Beras in a worker, which trains and predicts. The code may be wrong, unfinished or endless: the page
 * keeps working.
 */
import type { Tensor } from "#tensor";
import { eye, fromData } from "#tensor";
import type { SequentialModel } from "../../assignment.ts";
import { GradientTape } from "../../beras/core.ts";
import { MeanSquaredError } from "../../beras/losses.ts";
import { OneHotEncoder } from "../../beras/onehot.ts";
import { getDataMNIST } from "../../preprocess.ts";
import { buildModel } from "./buildModel.ts";
import type { Data, FromWorker, Settings, ToWorker } from "./protocol.ts";

const worker = self as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: (event: { data: ToWorker }) => void;
};
const tell = (message: FromWorker) => worker.postMessage(message);

/** How long to train before the next message to the page. */
const portionMs = 60;
const testEveryMs = 600;
const testSamples = 500;
/** How many images of weights fit on the page. */
const maxImages = 40;
const pixels = 784;

let model: SequentialModel;
let train: { x: Tensor; y: Tensor };
let test: { x: Tensor; labels: Uint8Array };
let batchSize = 0;
let step = 0;
/** The last step of the training; Infinity for no end. */
let lastStep = 0;
let isTraining = false;
let testedAt = 0;
/** The first layer's images before the first step. */
let atStart = new Float32Array();

function build(data: Data, settings: Settings): void {
  tell({ type: "entering", what: "getDataMNIST" });
  const samples = getDataMNIST(data.trainImages, data.trainLabels);
  const held = getDataMNIST(data.testImages, data.testLabels);
  tell({ type: "entering", what: "OneHotEncoder" });
  const encoder = new OneHotEncoder();
  encoder.fit(samples.labels);
  train = { x: samples.inputs, y: encoder.call(samples.labels) };
  test = { x: held.inputs.slice(0, testSamples), labels: held.labels.slice(0, testSamples) };
  tell({ type: "entering", what: "the model's constructor" });
  const components = buildModel(settings);
  model = components.model;
  batchSize = Math.min(components.batchSize, train.x.shape[0]);
  step = 0;
  // Runs one forward pass, to report unwritten methods now instead of in the middle of a training.
  tell({ type: "entering", what: "SequentialModel.call" });
  model.call(test.x.slice(0, 1));
  tell({
    type: "built",
    layers: model.layers.map((layer) =>
      [layer.constructor.name, ...layer.weights.slice(0, 1).map(({ shape }) => shape.join(" × "))].join(" "),
    ),
    batchSize,
    epochs: components.epochs,
  });
  tellWeights();
}

/** Trains for a moment, reports the result, and handles messages before it goes on. */
function trainPortion(): void {
  if (!isTraining) return;
  const batches = Math.floor(train.x.shape[0] / batchSize);
  const startedAt = performance.now();
  const sum = { loss: 0, acc: 0, steps: 0 };
  tell({ type: "entering", what: "SequentialModel.batchStep" });
  while (step < lastStep && performance.now() - startedAt < portionMs) {
    const start = (step % batches) * batchSize;
    const end = start + batchSize;
    const { loss, acc } = model.batchStep(train.x.slice(start, end), train.y.slice(start, end), true);
    sum.loss += loss;
    sum.acc += acc;
    sum.steps += 1;
    step += 1;
  }
  const msPerStep = (performance.now() - startedAt) / sum.steps;
  const isDone = step >= lastStep;
  const isTested = isDone || performance.now() - testedAt > testEveryMs;
  tell({
    type: "progress",
    step,
    epoch: step / batches,
    loss: sum.loss / sum.steps,
    acc: sum.acc / sum.steps,
    testAcc: isTested ? testAccuracy() : null,
    msPerStep,
  });
  if (isTested) tellWeights();
  if (isDone) {
    isTraining = false;
    tell({ type: "stopped", isDone: true });
  } else {
    setTimeout(attempt(trainPortion));
  }
}

function testAccuracy(): number {
  testedAt = performance.now();
  const predicted = Array.from(model.call(test.x).argmax(1).data);
  return predicted.filter((label, i) => label === test.labels[i]).length / predicted.length;
}

/** Sends the first layer's weights: 784 per output, one for each pixel, so each output is an image. */
function tellWeights(): void {
  const weights = firstWeights();
  if (!weights) return;
  const outputs = weights.shape[1];
  const count = Math.min(outputs, maxImages);
  const now = Float32Array.from(
    { length: count * pixels },
    (_, i) => weights.data[(i % pixels) * outputs + Math.floor(i / pixels)],
  );
  if (step === 0) atStart = now;
  const learned = now.map((weight, i) => weight - atStart[i]);
  tell({ type: "weights", images: now, learned, count, areDigits: outputs === 10 && !hiddenLayer() });
}

/** The layer after the first one with weights, unless it is the end of the model. */
function hiddenLayer() {
  const first = model.layers.findIndex(({ weights }) => weights.length > 0);
  return model.layers.slice(first + 1, -1)[0];
}

/** How each pixel would reduce the loss if the predicted digit were right. Computed by the student's tape. */
function pullOf(x: Tensor): Float32Array | null {
  try {
    using tape = new GradientTape();
    const outputs = model.call(x);
    const best = outputs.argmax(1).item();
    const loss = new MeanSquaredError().call(outputs, eye(outputs.shape[1]).slice(best, best + 1));
    return Float32Array.from(tape.gradient(loss, [x])[0].data, (slope) => -slope);
  } catch {
    // The training reports errors of the tape. A prediction does not need it.
    return null;
  }
}

function firstWeights(): Tensor | undefined {
  return model.layers
    .flatMap(({ weights }) => weights)
    .find(({ shape }) => shape.length === 2 && shape[0] === pixels);
}

/** Wraps code that may throw, and reports its errors to the page. */
function attempt(run: () => void): () => void {
  return () => {
    try {
      run();
    } catch (error) {
      isTraining = false;
      const { name = "", message = String(error), stack = "" } = (error ?? {}) as Error;
      tell({ type: "failed", name, message, stack });
    }
  };
}

worker.onmessage = ({ data: message }) =>
  attempt(() => {
    switch (message.type) {
      case "build":
        return build(message.data, message.settings);
      case "go":
        lastStep = step + message.epochs * Math.floor(train.x.shape[0] / batchSize);
        if (isTraining) return;
        isTraining = true;
        return trainPortion();
      case "stop":
        isTraining = false;
        return tell({ type: "stopped", isDone: false });
      case "predict": {
        tell({ type: "entering", what: "SequentialModel.call" });
        const x = fromData(message.pixels, [1, pixels]);
        const outputs = Array.from(model.call(x).data);
        const hidden = hiddenLayer()?.outputs[0].data;
        return tell({
          type: "prediction",
          outputs,
          hidden: hidden ? Array.from(hidden).slice(0, maxImages) : null,
          pull: pullOf(x),
        });
      }
    }
  })();
