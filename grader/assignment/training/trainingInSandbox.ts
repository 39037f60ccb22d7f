/**
 * The part of a training that runs in the sandbox. Each function is sent there by its source, so it uses nothing but what
 * it is given.
 */
import type { Tensor } from "#tensor";
import type { SubmissionModules } from "../contract.ts";
import type { ModelName } from "./train.ts";
import type { Watched } from "./watchInSandbox.ts";

type Weights = (Float32Array | Float64Array)[];

/** What stays in the context from one call to the next. */
export interface State {
  /** The training images, [n, 784], and their classes, one-hot: what `fit` is handed. */
  x: Tensor;
  y: Tensor;
  /** As bytes, which take a quarter of what the tensor would. */
  test: Uint8Array;
  /** What `toPixels` writes to. */
  pixels: Float32Array;
  components: ReturnType<SubmissionModules["getAdvancedModelComponents"]>;
  /** The weights before the training. */
  initial: Weights;
  watched?: Watched;
}
export type TrainingModules = SubmissionModules & { training: State };

/** The simple model is the original one, whatever the submission's own file says. */
export function prepare(
  modules: SubmissionModules,
  { name }: { name: ModelName },
  _: unknown,
  [images, labels, test]: Uint8Array[],
) {
  let components: State["components"];
  if (name === "simple") {
    const model = new modules.SequentialModel([new modules.Dense(784, 10), new modules.LeakyReLU()]);
    model.compile(
      new modules.BasicOptimizer(0.1),
      new modules.MeanSquaredError(),
      new modules.CategoricalAccuracy(),
    );
    components = { model, epochs: 10, batchSize: 100 };
  } else {
    components = modules.getAdvancedModelComponents();
  }
  const { epochs, batchSize, model } = components;
  const layers = Array.from(model.layers);
  const pixels = new Float32Array(images.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = images[i] / 255;
  (modules as TrainingModules).training = {
    x: modules.tensor.fromData(pixels, [labels.length, 784]),
    y: modules.tensor.eye(10).gather(labels),
    test,
    pixels: new Float32Array(0),
    components,
    // Its own from the start: a later assignment would ask the submission's prototypes for a setter.
    watched: undefined,
    initial: layers.flatMap((layer) => layer.weights.map((weight) => weight.data.slice())),
  };
  const lacksSoftmax =
    (model as unknown as { lossFn: unknown }).lossFn instanceof modules.CategoricalCrossentropy &&
    [modules.Dense, modules.LeakyReLU].some((layer) => layers[layers.length - 1] instanceof layer);
  return { epochs, batchSize, lacksSoftmax };
}

/**
 * The images from `start` to `end`, as a model wants them. [end - start, 784], from 0 to 1.
 * All of them in the same memory, one after the other: fresh memory for each costs more time than the predictions.
 */
export function toPixels(
  modules: SubmissionModules,
  { bytes, start, end }: { bytes: Uint8Array; start: number; end: number },
) {
  const { training } = modules as TrainingModules;
  const size = (end - start) * 784;
  if (training.pixels.length < size) training.pixels = new Float32Array(size);
  const data = training.pixels.subarray(0, size);
  const offset = start * 784;
  for (let i = 0; i < size; i++) data[i] = bytes[offset + i] / 255;
  return modules.tensor.fromData(data, [end - start, 784]);
}

/** The weights of the model's layers, each as [n]. */
export function readWeights(modules: SubmissionModules) {
  const { model } = (modules as TrainingModules).training.components;
  return Array.from(model.layers).flatMap((layer) => layer.weights.map((weight) => weight.flatten()));
}

/**
 * Gives the model other weights.
 *
 * @returns whether the model has as many weights, of these sizes
 */
export function adoptWeights(
  modules: SubmissionModules,
  { sizes }: { sizes: number[] },
  _: unknown,
  [bytes]: Uint8Array[],
) {
  const { training } = modules as TrainingModules;
  const weights = Array.from(training.components.model.layers).flatMap((layer) => layer.weights);
  if (weights.length !== sizes.length || weights.some((weight, i) => weight.size !== sizes[i])) return false;
  const values = new Float64Array(bytes.slice().buffer);
  let start = 0;
  training.initial = weights.map((weight) => {
    const own = values.slice(start, start + weight.size);
    start += weight.size;
    weight.assign(modules.tensor.fromData(own, weight.shape));
    return weight.data.slice();
  });
  return true;
}

/** Other weights for the time of a prediction. */
export type Change =
  /** Those before the training, or after the optimizer's last step. */
  | { to: "initial" | "lastStep" }
  /** The last layer's outputs in another order: output `i` becomes output `order[i]`. */
  | { to: "reordered"; order: number[] }
  /** Each weight larger or smaller by up to a thousandth of itself. */
  | { to: "shaken" };

/** What the model makes of the test images, or of other images that come along, a thousand at a time. */
export function predictAll(
  modules: SubmissionModules,
  change: Change | null,
  pixels: typeof toPixels,
  [others]: Uint8Array[],
) {
  const { components, initial, watched, ...data } = (modules as TrainingModules).training;
  const { model } = components;
  const weights = Array.from(model.layers).flatMap((layer) => layer.weights);
  const own: Weights = weights.map((weight) => weight.data.slice());
  const assign = (values: Weights) =>
    weights.forEach((weight, i) => {
      if (values[i]?.length !== weight.size) return;
      weight.assign(modules.tensor.fromData(values[i].slice(), weight.shape));
    });

  if (change?.to === "initial") assign(initial);
  if (change?.to === "lastStep") assign(watched?.lastStep ?? []);
  if (change?.to === "shaken") {
    let state = 1;
    assign(
      own.map((values) =>
        values.map((value) => {
          state = (state * 48_271) % 2_147_483_647;
          return value * (1 + (state / 2_147_483_647 - 0.5) / 500);
        }),
      ),
    );
  }
  if (change?.to === "reordered") {
    const { order } = change;
    const last = Array.from(model.layers).findLast((layer) => layer.weights.length > 0);
    assign(
      weights.map((weight, i) => {
        const values = own[i].slice();
        if (!last?.weights.includes(weight) || weight.shape[weight.ndim - 1] !== order.length) return values;
        for (let j = 0; j < values.length; j++) {
          const column = j % order.length;
          values[j - column + order[column]] = own[i][j];
        }
        return values;
      }),
    );
  }

  const test = others ?? data.test;
  const parts: Tensor[] = [];
  try {
    for (let start = 0; start < test.length / 784; start += 1000) {
      const end = Math.min(start + 1000, test.length / 784);
      parts.push(model.call(pixels(modules, { bytes: test, start, end })));
    }
  } finally {
    if (change) assign(own);
  }
  return parts;
}
