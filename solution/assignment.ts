/** The assignment: your model, and its parts. */
import type { Tensor } from "#tensor";
import { LeakyReLU, Softmax } from "./beras/activations.ts";
import { GradientTape } from "./beras/core.ts";
import { Dense, Dropout } from "./beras/layers.ts";
import { CategoricalCrossentropy, L2, MeanSquaredError, Sum } from "./beras/losses.ts";
import { CategoricalAccuracy } from "./beras/metrics.ts";
import { type Metrics, Model } from "./beras/model.ts";
import { Adam, BasicOptimizer, ExponentialDecay } from "./beras/optimizers.ts";

/**
 * A chain of layers: the output of each is the input of the next. As keras.Sequential.
 *
 * @example new SequentialModel([new Dense(784, 10), new LeakyReLU()]).call(zeros([32, 784])); // shape [32,10]
 */
export class SequentialModel extends Model {
  // BEGIN SOLUTION
  /** A penalty on the weight matrices of Dense layers, added to the loss during training. */
  regularizer: L2 | null = null;
  private readonly sum = new Sum();
  // END SOLUTION

  /**
   * x: [batch, in] -> [batch, out]
   * @param training true while training on a batch; layers such as Dropout read it as `layer.training`
   */
  override call(x: Tensor, training = false): Tensor {
    return this.forward(x, training);
  }

  /** x: [batch, in] -> [batch, out] */
  override forward(x: Tensor, training = false): Tensor {
    // TODO: Pass x through all of `this.layers` with their `call`, so that a tape can record them. If you use
    //  Dropout, set `layer.training` before each call.
    // BEGIN SOLUTION
    return this.layers.reduce((value, layer) => {
      layer.training = training;
      return layer.call(value);
    }, x);
    // END SOLUTION
  }

  /**
   * Processes one batch: predicts, measures and, if `training`, changes the weights.
   * x: [batch, in], y: [batch, classes] -> the batch's loss and accuracy, as plain numbers
   */
  override batchStep(x: Tensor, y: Tensor, training: boolean): Metrics {
    // TODO:
    //  1. Open a tape: `using tape = new GradientTape();`
    //  2. Predict with `this.call`, and measure with `this.lossFn` and `this.accFn`.
    //  3. If `training`: compute the gradients of the loss for `this.trainableVariables`, then take one step of
    //     `this.optimizer`. Without `training`, change no weight; no tape is needed.
    // BEGIN SOLUTION
    if (!training) {
      const yPred = this.call(x);
      return { loss: this.lossFn.call(yPred, y).item(), acc: this.accFn.call(yPred, y) };
    }
    using tape = new GradientTape();
    const yPred = this.call(x, true);
    const loss = this.sum.call(this.lossFn.call(yPred, y), ...this.penalties());
    const variables = this.trainableVariables;
    this.optimizer.applyGradients(variables, tape.gradient(loss, variables));
    return { loss: loss.item(), acc: this.accFn.call(yPred, y) };
    // END SOLUTION
  }

  // BEGIN SOLUTION
  private penalties(): Tensor[] {
    const { regularizer } = this;
    if (!regularizer) return [];
    return this.layers.filter((layer) => layer instanceof Dense).map((layer) => regularizer.call(layer.w));
  }
  // END SOLUTION
}

/** A compiled model, and how long to train it. */
export interface ModelComponents {
  model: SequentialModel;
  /** How many times to train on all training images. */
  epochs: number;
  /** The number of samples per step of the optimizer. */
  batchSize: number;
}

/** The simple model: one Dense layer. Given; it reaches what its check asks for when all of its parts are right. */
export function getSimpleModelComponents(): ModelComponents {
  const model = new SequentialModel([new Dense(784, 10), new LeakyReLU()]);
  model.compile(new BasicOptimizer(0.1), new MeanSquaredError(), new CategoricalAccuracy());
  return { model, epochs: 10, batchSize: 100 };
}

/** The advanced model: your own. The handout says what it should reach on the test images. CS2470. */
export function getAdvancedModelComponents(): ModelComponents {
  // TODO (CS2470): Use at least two Dense layers and two activations, and an optimizer and a loss of your choice. The handout
  //  lists things to try. Training must end within a few minutes, so start small.
  // BEGIN SOLUTION
  const batchSize = 128;
  const model = new SequentialModel([
    new Dense(784, 128, "kaiming"),
    new LeakyReLU(0.1),
    new Dropout(0.1),
    new Dense(128, 10, "xavier"),
    new Softmax(),
  ]);
  model.regularizer = new L2(1e-5);
  const schedule = new ExponentialDecay(2e-3, 400, 0.8);
  model.compile(new Adam(schedule), new CategoricalCrossentropy(), new CategoricalAccuracy());
  return { model, epochs: 4, batchSize };
  // END SOLUTION
}
