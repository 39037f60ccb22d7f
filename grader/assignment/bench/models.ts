import {
  getSimpleModelComponents,
  type ModelComponents,
  SequentialModel,
} from "../../../solution/assignment.ts";
import { LeakyReLU, Softmax } from "../../../solution/beras/activations.ts";
import { Dense } from "../../../solution/beras/layers.ts";
import { CategoricalCrossentropy } from "../../../solution/beras/losses.ts";
import { CategoricalAccuracy } from "../../../solution/beras/metrics.ts";
import { Adam } from "../../../solution/beras/optimizers.ts";

export type ModelName = "simple" | "advanced";

export const batchSizes: Record<ModelName, number> = { simple: 100, advanced: 256 };

/** The model of the assignment: 784-10. */
function simple(): ModelComponents["model"] {
  return getSimpleModelComponents().model;
}

/** 784-128-10 without the extras of the solution, such as dropout: a model that every framework supports. */
function advanced(): ModelComponents["model"] {
  const model = new SequentialModel([
    new Dense(784, 128, "kaiming"),
    new LeakyReLU(),
    new Dense(128, 10, "xavier"),
    new Softmax(),
  ]);
  model.compile(new Adam(1e-3), new CategoricalCrossentropy(), new CategoricalAccuracy());
  return model;
}

export const makeModel = { simple, advanced };
