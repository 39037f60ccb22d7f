/**
 * The part of a training that runs in the sandbox. Each function is sent there by its source, so it uses nothing but what
 * it is given.
 */
import type { Tensor } from "#tensor";
import type { SubmissionModules } from "../../contract.ts";
import type { ModelName } from "./train.ts";

/** The data as bytes, which take a quarter of what the tensors would, and the model. */
interface State {
  images: Uint8Array;
  y: Tensor;
  test: Uint8Array;
  /** What `toPixels` writes to. */
  pixels: Float32Array;
  components: ReturnType<SubmissionModules["getAdvancedModelComponents"]>;
}
type TrainingModules = SubmissionModules & { training: State };

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
  const y = modules.tensor.eye(10).gather(labels);
  (modules as TrainingModules).training = { images, y, test, pixels: new Float32Array(0), components };
  const { epochs, batchSize, model } = components;
  const layers = Array.from(model.layers);
  const lacksSoftmax =
    (model as unknown as { lossFn: unknown }).lossFn instanceof modules.CategoricalCrossentropy &&
    [modules.Dense, modules.LeakyReLU].some((layer) => layers[layers.length - 1] instanceof layer);
  return { epochs, batchSize, lacksSoftmax };
}

/**
 * The images from `start` to `end`, as a model wants them. [end - start, 784], from 0 to 1.
 * All of them in the same memory, one after the other: fresh memory for each costs more time than the training.
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

/** One epoch over a part of the samples, by the submission's own `fit`. */
export function fitPortion(
  modules: SubmissionModules,
  { start, end, batchSize }: Record<"start" | "end" | "batchSize", number>,
  pixels: typeof toPixels,
) {
  const { images, y, components } = (modules as TrainingModules).training;
  const x = pixels(modules, { bytes: images, start, end });
  return components.model.fit(x, y.slice(start, end), 1, batchSize);
}

/** What the model makes of the test images, or of other images that come along, a thousand at a time. */
export function predictAll(
  modules: SubmissionModules,
  _: unknown,
  pixels: typeof toPixels,
  [others]: Uint8Array[],
) {
  const { components, ...data } = (modules as TrainingModules).training;
  const test = others ?? data.test;
  const parts: Tensor[] = [];
  for (let start = 0; start < test.length / 784; start += 1000) {
    const end = Math.min(start + 1000, test.length / 784);
    parts.push(components.model.call(pixels(modules, { bytes: test, start, end })));
  }
  return parts;
}

/** Copies of the model's weights, as they are now. */
export function copyWeights(modules: SubmissionModules) {
  return (modules as TrainingModules).training.components.model.layers.flatMap((layer) =>
    layer.weights.map((weight) => weight.copy()),
  );
}
