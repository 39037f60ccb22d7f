import { eye, type Implementation, ones, random, type Tensor, zeros } from "#tensor";
import { LeakyReLU, Softmax } from "../../../solution/beras/activations.ts";
import { CategoricalCrossentropy } from "../../../solution/beras/losses.ts";
import { CategoricalAccuracy } from "../../../solution/beras/metrics.ts";
import { Adam } from "../../../solution/beras/optimizers.ts";
import { inProcess, measure } from "./contestant.ts";
import type { Effort } from "./effort.ts";
import { batchSizes, makeModel } from "./models.ts";
import type { Program } from "./program.ts";
import { type Section, summarize } from "./report.ts";

const batch = batchSizes.advanced;

/** Measures one training step of the advanced model, whole and without its matrix products. */
export async function measureSteps(
  implementations: readonly Implementation[],
  numpies: readonly Program[],
  libraries: readonly Program[],
  effort: Effort,
): Promise<Section> {
  const steps = [
    {
      id: "elementwise",
      title: "everything except the products of the layers",
      work: elementwiseStep(),
      others: numpies,
    },
    // jax-js compiles a step as a whole, so that its parts cannot be told apart.
    { id: "step", title: "one training step", work: trainingStep(), others: [...numpies, ...libraries] },
  ];
  const figures = [];
  for (const { id, title, work, others } of steps) {
    const times = await measure(
      [
        ...implementations.map((name) => inProcess(name, work)),
        ...others.map((other) => other.contestant({ task: id })),
      ],
      effort,
    );
    figures.push(summarize({ id: `step/${id}`, title, unit: "ms" }, times));
  }
  return {
    title: "A training step of 784-128-10, batch 256, float32",
    note: "LeakyReLU, softmax, cross-entropy, accuracy, their gradients, biases and Adam",
    figures,
  };
}

function labels(): Tensor {
  return eye(10).gather(random.permutation(batch).map((i) => i % 10));
}

function trainingStep(): () => unknown {
  const model = makeModel.advanced();
  const x = random.uniform(0, 1, [batch, 784]);
  const y = labels();
  return () => model.batchStep(x, y, true);
}

/** A step whose matrix products are replaced by tensors made beforehand. */
function elementwiseStep(): () => unknown {
  const [xw1, hw2, gw2, gradW1, gradW2] = [
    [batch, 128],
    [batch, 10],
    [batch, 128],
    [784, 128],
    [128, 10],
  ].map((shape) => random.normal(0, 1, shape));
  const y = labels();
  const [b1, b2] = [zeros([128]), zeros([10])];
  const weights = [random.normal(0, 0.05, [784, 128]), b1, random.normal(0, 0.1, [128, 10]), b2];
  const [leaky, softmax] = [new LeakyReLU(), new Softmax()];
  const [loss, accuracy, adam] = [new CategoricalCrossentropy(), new CategoricalAccuracy(), new Adam(1e-3)];
  const one = ones([]);
  return () => {
    leaky.call(xw1.add(b1));
    const p = softmax.call(hw2.add(b2));
    loss.call(p, y);
    const [gradP] = loss.composeToInput(one);
    const [grad2] = softmax.composeToInput(gradP);
    const [grad1] = leaky.composeToInput(gw2);
    adam.applyGradients(weights, [gradW1, grad1.sum(0), gradW2, grad2.sum(0)]);
    accuracy.call(p, y);
  };
}
