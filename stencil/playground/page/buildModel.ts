/** Builds a model from the page's settings and the student's own parts. */
import {
  getAdvancedModelComponents,
  getSimpleModelComponents,
  type ModelComponents,
  SequentialModel,
} from "../../assignment.ts";
import { LeakyReLU, Softmax } from "../../beras/activations.ts";
import { Dense } from "../../beras/layers.ts";
import { CategoricalCrossentropy, MeanSquaredError } from "../../beras/losses.ts";
import { CategoricalAccuracy } from "../../beras/metrics.ts";
import { Adam, BasicOptimizer, RMSProp } from "../../beras/optimizers.ts";
import type { Settings } from "./protocol.ts";

const optimizers = { basic: BasicOptimizer, rmsprop: RMSProp, adam: Adam };

export function buildModel(settings: Settings): ModelComponents {
  if (settings.model === "simple") return getSimpleModelComponents();
  if (settings.model === "advanced") return getAdvancedModelComponents();
  const { hidden, initializer, alpha, output, optimizer, learningRate, batchSize, epochs } = settings;
  const layers = hidden
    ? [new Dense(784, hidden, initializer), new LeakyReLU(alpha), new Dense(hidden, 10, initializer)]
    : [new Dense(784, 10, initializer)];
  const isSoftmax = output === "softmax";
  const model = new SequentialModel([...layers, isSoftmax ? new Softmax() : new LeakyReLU(alpha)]);
  model.compile(
    new optimizers[optimizer](learningRate),
    isSoftmax ? new CategoricalCrossentropy() : new MeanSquaredError(),
    new CategoricalAccuracy(),
  );
  return { model, epochs, batchSize };
}
