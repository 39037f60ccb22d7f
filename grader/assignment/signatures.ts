/**
 * The contract, written as uses of it. It is compiled against a submission (`#submission/...` then points there) and
 * never run: where a use does not fit any more, the public signature has changed. Parameters that were added at the end
 * and are optional do no harm. A heading says which file the lines below it are about.
 */

import {
  getAdvancedModelComponents,
  getSimpleModelComponents,
  SequentialModel,
} from "#submission/assignment.ts";
import { LeakyReLU, ReLU, Softmax } from "#submission/beras/activations.ts";
import { Diffable, GradientTape } from "#submission/beras/core.ts";
import { Dense } from "#submission/beras/layers.ts";
import { CategoricalCrossentropy, MeanSquaredError } from "#submission/beras/losses.ts";
import { CategoricalAccuracy } from "#submission/beras/metrics.ts";
import { OneHotEncoder } from "#submission/beras/onehot.ts";
import { Adam, BasicOptimizer, RMSProp } from "#submission/beras/optimizers.ts";
import { getDataMNIST } from "#submission/preprocess.ts";
import type { Tensor } from "#tensor";

export function uses(x: Tensor, y: Tensor, bytes: Uint8Array): unknown[] {
  // beras/core.ts
  const tape: Disposable & GradientTape = new GradientTape();
  const gradients: Tensor[] = tape.gradient(y, [x]);
  const recording: GradientTape | null = Diffable.gradientTape;

  // beras/layers.ts
  const dense: Diffable = new Dense(784, 10);
  const denses = [
    new Dense(2, 3, "zero"),
    new Dense(2, 3, "normal"),
    new Dense(2, 3, "xavier"),
    new Dense(2, 3, "kaiming"),
  ];
  const [w, b]: Tensor[] = Dense.initializeWeights("kaiming", 784, 10);
  const out: Tensor = denses[0].call(x);
  const locals: Tensor[] = [...denses[0].inputGradients(), ...denses[0].weightGradients()];
  const composed: Tensor[] = [...denses[0].composeToInput(y), ...denses[0].composeToWeight(y)];
  const weights: Tensor[] = denses[0].weights;
  denses[0].trainable = false;

  // beras/activations.ts
  const activations: Diffable[] = [new LeakyReLU(), new LeakyReLU(0.1), new ReLU(), new Softmax()];
  const slopes: Tensor[] = new LeakyReLU().inputGradients();
  const jacobian: Tensor[] = new Softmax().inputGradients();

  // beras/losses.ts
  const mse: Tensor = new MeanSquaredError().call(x, y);
  const dmse: Tensor[] = new MeanSquaredError().inputGradients();
  const cce: Tensor = new CategoricalCrossentropy().call(x, y);

  // beras/optimizers.ts
  new BasicOptimizer(0.1).applyGradients([w], [b]);
  new RMSProp(0.1, 0.9, 1e-6).applyGradients([w], [b]);
  new Adam(0.1, 0.9, 0.999, 1e-7).applyGradients([w], [b]);

  // beras/metrics.ts
  const share: number = new CategoricalAccuracy().call(x, y);

  // beras/onehot.ts
  const encoder = new OneHotEncoder();
  encoder.fit([3, 1, 2]);
  encoder.fit(["b", "a"]);
  const rows: Tensor = encoder.call([1, 2]);
  const labels: ArrayLike<number | string> = encoder.inverse(rows);
  const seen: [ArrayLike<number | string>, Map<number | string, Tensor>] = [encoder.uniq, encoder.uniq2oh];

  // assignment.ts
  const model = new SequentialModel([new Dense(2, 3), new LeakyReLU()]);
  const predicted: Tensor = model.call(x);
  const step: { loss: number; acc: number } = model.batchStep(x, y, true);
  const simple: { model: SequentialModel; epochs: number; batchSize: number } = getSimpleModelComponents();
  const advanced: { model: SequentialModel; epochs: number; batchSize: number } =
    getAdvancedModelComponents();

  // beras/model.ts
  model.compile(new Adam(0.001), new MeanSquaredError(), new CategoricalAccuracy());
  const history: { loss: number[]; acc: number[] } = model.fit(x, y, 10, 100);
  const measured: { loss: number | number[]; acc: number | number[] } = model.evaluate(x, y, 100);
  const variables: Tensor[] = model.trainableVariables;

  // preprocess.ts
  const { inputs, labels: digits }: { inputs: Tensor; labels: Tensor | ArrayLike<number> } = getDataMNIST(
    bytes,
    bytes,
  );

  return [
    gradients,
    recording,
    dense,
    out,
    locals,
    composed,
    weights,
    activations,
    slopes,
    jacobian,
    mse,
    dmse,
    cce,
    share,
    labels,
    seen,
    predicted,
    step,
    simple,
    advanced,
    history,
    measured,
    variables,
    inputs,
    digits,
  ];
}
