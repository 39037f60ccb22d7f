/** Models: layers, an optimizer, a loss and a metric, trained together. */
import type { Tensor } from "#tensor";
import { Callable, type Diffable } from "./core.ts";
import type { Loss } from "./losses.ts";
import type { CategoricalAccuracy } from "./metrics.ts";
import type { Optimizer } from "./optimizers.ts";

/** What one batch, or one epoch, came to. Plain numbers: a tensor's is its `item()`. */
export interface Metrics {
  loss: number;
  /** The share of right predictions, 0 to 1. */
  acc: number;
}

/** What one epoch came to; with validation data, also what `evaluate` says about them after it. */
export interface EpochMetrics extends Metrics {
  valLoss?: number;
  valAcc?: number;
}

/** What `fit` returns: one entry an epoch, as the `history` of Keras. `history.acc.at(-1)` is that of the last epoch. */
export interface History {
  loss: number[];
  acc: number[];
  /** Keras's val_loss and val_acc, where there are validation data. */
  valLoss?: number[];
  valAcc?: number[];
}

/** Called back while `fit` runs, as a keras.callbacks.Callback. Batches and epochs count from 0. */
export interface Callback {
  onTrainBatchEnd?(batch: number, logs: Metrics): void;
  onEpochEnd?(epoch: number, logs: EpochMetrics): void;
}

/** Base of all models. */
export abstract class Model extends Callable<[x: Tensor, training?: boolean], Tensor> {
  protected optimizer!: Optimizer;
  protected lossFn!: Loss;
  protected accFn!: CategoricalAccuracy;

  /** @param layers what the model is made of, first to last; each takes one tensor */
  constructor(readonly layers: Diffable<[x: Tensor]>[]) {
    super();
  }

  /** All weights of all layers. */
  get weights(): Tensor[] {
    return this.layers.flatMap((layer) => layer.weights);
  }

  /** The weights of those layers that are not frozen. */
  get trainableVariables(): Tensor[] {
    return this.layers.flatMap((layer) => layer.trainableVariables);
  }

  /**
   * Says how the model is to be trained. Call it once, before `fit`.
   *
   *     model.compile(new BasicOptimizer(0.1), new MeanSquaredError(), new CategoricalAccuracy());
   */
  compile(optimizer: Optimizer, lossFn: Loss, accFn: CategoricalAccuracy): void {
    this.optimizer = optimizer;
    this.lossFn = lossFn;
    this.accFn = accFn;
  }

  /**
   * One batch: predict, measure and, when `training`, change the weights.
   * x: [batch, in], y: [batch, classes] -> the batch's loss and accuracy
   */
  abstract batchStep(x: Tensor, y: Tensor, training: boolean): Metrics;

  /**
   * Trains, batch after batch, in the order of the samples. A last batch that is not full is left out.
   * x: [n, in], y: [n, classes], one-hot -> loss and accuracy of each epoch (the mean over its batches)
   *
   *     const { loss, acc } = model.fit(x, y, 10, 100);    // 10 epochs, 100 samples a batch
   *
   * @param validationData measured with `evaluate` after each epoch, and never trained on
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
   * Prints the layers, the shape that leaves each, and how many numbers there are to learn, as Keras does. (A layer without
   * weights tells its shape once it has been called.)
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
   * Measures without training: the weights are the same afterwards.
   * x: [n, in], y: [n, classes], one-hot -> loss and accuracy, each the mean over the batches
   */
  evaluate(x: Tensor, y: Tensor, batchSize: number): Metrics {
    // TODO: Like `fit`, once through the data, with `training` false. Each sample counts at most once.
    // BEGIN SOLUTION
    const mean: Metrics = { loss: 0, acc: 0 };
    const n = x.shape[0];
    // Weighted by size, so that a small last batch counts for as many samples as it has.
    for (let start = 0; start < n; start += batchSize) {
      const end = Math.min(start + batchSize, n);
      const { loss, acc } = this.batchStep(x.slice(start, end), y.slice(start, end), false);
      mean.loss += (loss * (end - start)) / n;
      mean.acc += (acc * (end - start)) / n;
    }
    return mean;
    // END SOLUTION
  }
}
