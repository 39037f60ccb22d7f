/** Models: training, measuring and predicting in turns; layers frozen and thawed; two models of the same layers. */
import type { Draft } from "./draft.ts";
import { path } from "./program.ts";

/** A stateful optimizer may keep its state by position: with it only the last layer is frozen, so that the others keep theirs. */
const optimizers = ["BasicOptimizer", "RMSProp", "Adam"];

export function modelProgram(draft: Draft, number: number, activations: readonly string[]): void {
  const network = makeNetwork(draft, activations);
  const { dense, layers, inputs } = network;
  if (draft.chance(0.15)) draft.set(dense[0], "trainable", false);
  draft.watch.push(...dense.flatMap((name) => [`${name}.trainable`]));
  if (network.probe) draft.watch.push(`${network.probe}.seen`);
  const kinds = draft.some(optimizers, draft.chance(0.2) ? 2 : 1);
  const models = kinds.map((kind) => {
    const model = draft.create("model", "SequentialModel", layers.map(path));
    compile(draft, network, model, kind);
    return { model, kind };
  });
  const data = Array.from({ length: 2 }, () => makeData(draft, network));
  // First of all: a prediction that is remembered shows here, and not in a training that goes wrong because of it.
  draft.call(models[0].model, "call", [path(data[0].x)], "prediction");
  draft.assign(dense[0], 0, (shape) => draft.eighths(...shape));
  draft.call(models[0].model, "call", [path(data[0].x)], "prediction");
  for (let step = 0; step < (number === 0 ? 44 : 6); step++) {
    const { model, kind } = draft.pick(models);
    const { n, x, y } = draft.pick(data);
    const batch = [path(x), path(y)];
    const what = draft.below(20);
    if (what < 8) draft.ask(model, "batchStep", [...batch, draft.chance(0.65)], "metrics");
    else if (what < 10) draft.call(model, "call", [path(x)], "prediction");
    else if (what < 16) draft.call(model, "evaluate", [...batch, 1 + draft.below(n)], "metrics");
    else if (what < 17) draft.call(x, "assign", [path(draft.numbers("v", n, inputs))]);
    else if (what < 18) draft.assign(draft.pick(dense), draft.below(2), (shape) => draft.eighths(...shape));
    else if (what < 19) {
      const isPlain = models.every(({ kind }) => kind === "BasicOptimizer");
      const frozen = isPlain ? draft.pick(dense) : dense[dense.length - 1];
      draft.set(frozen, "trainable", draft.chance(0.5));
    } else if (draft.chance(0.3)) compile(draft, network, model, kind);
    else stepInside(draft, model, batch, x);
  }
}

type Network = ReturnType<typeof makeNetwork>;

/** One or two Dense layers, with activations; probabilities at the end, at times. */
function makeNetwork(draft: Draft, activations: readonly string[]) {
  const sizes = [1 + draft.below(3), 1 + draft.below(3), 2 + draft.below(2)];
  const dense = [draft.dense(sizes[0], sizes[1])];
  const layers = [dense[0], draft.create("activation", draft.pick(activations))];
  const probe = draft.chance(0.3) ? draft.create("probe", "Probe") : null;
  if (probe) layers.push(probe);
  if (draft.chance(0.6)) {
    dense.push(draft.dense(sizes[1], sizes[2]));
    layers.push(dense[1]);
  }
  const hasProbabilities = activations.includes("Softmax") && draft.chance(0.5);
  if (hasProbabilities) layers.push(draft.create("softmax", "Softmax"));
  else if (draft.chance(0.4)) layers.push(draft.create("activation", draft.pick(activations)));
  return { dense, layers, probe, inputs: sizes[0], classes: sizes[dense.length], hasProbabilities };
}

function compile(draft: Draft, { hasProbabilities }: Network, model: string, kind: string): void {
  const parts = [
    draft.create("optimizer", kind, draft.pick([0.1, 0.03, 0.1, 0.03, 0])),
    hasProbabilities && draft.chance(0.7)
      ? draft.create("cce", "CategoricalCrossentropy")
      : draft.create("mse", "MeanSquaredError"),
    draft.create("accuracy", "CategoricalAccuracy"),
  ];
  draft.call(model, "compile", parts.map(path));
}

function makeData(draft: Draft, { inputs, classes }: Network) {
  const n = 1 + draft.below(6);
  // What a network is to repeat: both are one tensor.
  if (inputs === classes && draft.chance(0.5)) {
    const x = draft.tensor("xy", draft.oneHot(n, classes));
    return { n, x, y: draft.chance(0.5) ? x : draft.tensor("y", draft.valueOf(x)) };
  }
  const labels = draft.chance(0.85) ? draft.oneHot(n, classes) : draft.value(n, classes);
  // Large ones would saturate it all.
  const x = draft.value(n, inputs);
  const isLarge = x.abs().max().item() > 100;
  return { n, x: draft.tensor("x", isLarge ? draft.eighths(n, inputs) : x), y: draft.tensor("y", labels) };
}

/** A step while another tape records, which goes on afterwards. */
function stepInside(draft: Draft, model: string, batch: { path: string }[], x: string): void {
  const tape = draft.create("tape", "GradientTape");
  draft.ask(model, "batchStep", [...batch, draft.chance(0.3)], "");
  const prediction = draft.call(model, "call", [path(x)], "prediction");
  draft.call(tape, "[Symbol.dispose]", []);
  draft.ask(tape, "gradient", [path(prediction), [path(x)]], "gradients");
}
