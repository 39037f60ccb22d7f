/** Models: layers, an optimizer, a loss and a metric, trained together. */
import { NotImplementedError } from "#errors";
import type { Tensor } from "#tensor";
import { Callable, type Diffable } from "./core.ts";
import type { Loss } from "./losses.ts";
import type { CategoricalAccuracy } from "./metrics.ts";
import type { Optimizer } from "./optimizers.ts";

/** The results of a batch or an epoch, as plain numbers: use `item()` of a tensor. */
export interface Metrics {
  loss: number;
  /** The share of correct predictions, 0 to 1. */
  acc: number;
}

/** The results of an epoch; with validation data, also the results of `evaluate` on them afterwards. */
export interface EpochMetrics extends Metrics {
  valLoss?: number;
  valAcc?: number;
}

/** The result of `fit`: one entry per epoch, like the `history` of Keras. `history.acc.at(-1)` is the last epoch's. */
export interface History {
  loss: number[];
  acc: number[];
  /** Keras's val_loss and val_acc, with validation data. */
  valLoss?: number[];
  valAcc?: number[];
}

/** Called while `fit` runs, like a keras.callbacks.Callback. Batches and epochs are counted from 0. */
export interface Callback {
  onTrainBatchEnd?(batch: number, logs: Metrics): void;
  onEpochEnd?(epoch: number, logs: EpochMetrics): void;
}

/** Base class of all models. */
export abstract class Model extends Callable<[x: Tensor, training?: boolean], Tensor> {
  protected optimizer!: Optimizer;
  protected lossFn!: Loss;
  protected accFn!: CategoricalAccuracy;

  /** @param layers the parts of the model, first to last; each takes one tensor */
  constructor(readonly layers: Diffable<[x: Tensor]>[]) {
    super();
  }

  /** All weights of all layers. */
  get weights(): Tensor[] {
    return this.layers.flatMap((layer) => layer.weights);
  }

  /** The weights of all layers that are not frozen. */
  get trainableVariables(): Tensor[] {
    return this.layers.flatMap((layer) => layer.trainableVariables);
  }

  /**
   * Sets how to train the model. Call it once, before `fit`.
   *
   *     model.compile(new BasicOptimizer(0.1), new MeanSquaredError(), new CategoricalAccuracy());
   */
  compile(optimizer: Optimizer, lossFn: Loss, accFn: CategoricalAccuracy): void {
    this.optimizer = optimizer;
    this.lossFn = lossFn;
    this.accFn = accFn;
  }

  /**
   * Processes one batch: predicts, measures and, if `training`, changes the weights.
   * x: [batch, in], y: [batch, classes] -> the batch's loss and accuracy
   */
  abstract batchStep(x: Tensor, y: Tensor, training: boolean): Metrics;

  /**
   * Trains on one batch after another, in the order of the samples. Leaves out an incomplete last batch.
   * x: [n, in], y: [n, classes], one-hot -> loss and accuracy of each epoch (the mean over its batches)
   *
   *     const { loss, acc } = model.fit(x, y, 10, 100);    // 10 epochs, 100 samples a batch
   *
   * @param validationData data to `evaluate` after each epoch, never used for training
   */
  fit(
    x: Tensor,
    y: Tensor,
    epochs: number,
    batchSize: number,
    callback: Callback = {},
    validationData?: [x: Tensor, y: Tensor],
  ): History {
    const history: History = { loss: [], acc: [] };
    const batches = Math.floor(x.shape[0] / batchSize);
    for (let epoch = 0; epoch < epochs; epoch++) {
      const mean: Metrics = { loss: 0, acc: 0 };
      for (let batch = 0; batch < batches; batch++) {
        const start = batch * batchSize;
        const end = start + batchSize;
        const { loss, acc } = this.batchStep(x.slice(start, end), y.slice(start, end), true);
        mean.loss += loss / batches;
        mean.acc += acc / batches;
        callback.onTrainBatchEnd?.(batch, { loss, acc });
      }
      history.loss.push(mean.loss);
      history.acc.push(mean.acc);
      const logs: EpochMetrics = mean;
      if (validationData) {
        const measured = this.evaluate(...validationData, batchSize);
        history.valLoss = [...(history.valLoss ?? []), measured.loss];
        history.valAcc = [...(history.valAcc ?? []), measured.acc];
        logs.valLoss = measured.loss;
        logs.valAcc = measured.acc;
      }
      callback.onEpochEnd?.(epoch, logs);
    }
    return history;
  }

  /**
   * Prints the layers, their output shapes, and their numbers of parameters, as Keras does. (A layer without weights only
   * knows its shape after it has been called.)
   */
  summary(): void {
    const count = (weights: Tensor[]) => weights.reduce((sum, { size }) => sum + size, 0);
    let shape = "?";
    const rows = this.layers.map((layer) => {
      const last = layer.outputs[0]?.shape.slice(1) ?? layer.weights[0]?.shape.slice(1);
      if (last) shape = `(None, ${last.join(", ")})`;
      return [layer.constructor.name, shape, count(layer.weights).toLocaleString("en")];
    });
    const [all, trainable] = [count(this.weights), count(this.trainableVariables)];
    const line = ([layer, output, params]: string[]) =>
      `  ${layer.padEnd(24)}${output.padEnd(20)}${params.padStart(10)}`;
    const rule = `  ${"─".repeat(54)}`;
    console.log(
      [
        `Model: ${this.constructor.name}`,
        rule,
        line(["Layer (type)", "Output Shape", "Param #"]),
        rule,
        ...rows.map(line),
        rule,
        `  Total params: ${all.toLocaleString("en")}`,
        `  Trainable params: ${trainable.toLocaleString("en")}`,
        `  Non-trainable params: ${(all - trainable).toLocaleString("en")}`,
      ].join("\n"),
    );
  }

  /**
   * Measures without training: the weights do not change.
   * x: [n, in], y: [n, classes], one-hot -> loss and accuracy, each the mean over the batches (or over the samples)
   */
  evaluate(x: Tensor, y: Tensor, batchSize: number): Metrics {
    // TODO: Like `fit`, once through the data, with `training` false. Count each sample at most once. You may leave out a last
    //  batch that is not full, as `fit` does, or count it: as one batch, or by its size.
    throw new NotImplementedError("Model.evaluate");
  }
}
