/** Models: training, measuring and predicting in turns; layers frozen and thawed; two models of the same layers. */
import type { Draft } from "./draft.ts";
import { path } from "./program.ts";

/**
 * A stateful optimizer may keep its state by position: with it only the last layer is frozen, so that the others keep theirs.
 * @param optimizers those that may be used
 */
export function modelProgram(
  draft: Draft,
  number: number,
  activations: readonly string[],
  optimizers: readonly string[],
): void {
  // Some of them are about what is rare among the others.
  const about = number === 0 ? "" : ["freezing", "two models", "fit", "freezing", "", ""][number % 6];
  const network = makeNetwork(draft, activations, about);
  const { dense, layers, inputs } = network;
  if (draft.chance(0.15)) draft.set(dense[0], "trainable", false);
  draft.watch.push(...dense.flatMap((name) => [`${name}.trainable`]));
  if (network.probe) draft.watch.push(`${network.probe}.seen`);
  // Momentum moves what has no gradient any more. Layers are frozen in turn where nothing has a state.
  const offered =
    about === "freezing" ? [...optimizers, ...optimizers.slice(-1), ...optimizers.slice(-1)] : optimizers;
  const kinds =
    about === "freezing" && (number % 12 === 3 || (number % 6 === 3 && draft.chance(0.5)))
      ? ["BasicOptimizer"]
      : draft.some(offered, about === "two models" || draft.chance(0.15) ? 2 : 1);
  const models = kinds.map((kind) => {
    const model = draft.create("model", "SequentialModel", layers.map(path));
    compile(draft, network, model, kind);
    return { model, kind };
  });
  const data = Array.from({ length: 2 }, () => makeData(draft, network));
  // The tensors of the weights stay the same: one that was taken out is still part of the layer.
  const held = draft.list(
    "held",
    dense.flatMap((name) => [0, 1].map((i) => path(`${name}.weights[${i}]`))),
  );
  // First of all: a prediction that is remembered shows here, and not in a training that goes wrong because of it.
  draft.call(models[0].model, "call", [path(data[0].x)], "prediction");
  draft.assign(dense[0], 0, (shape) => draft.eighths(...shape));
  draft.call(models[0].model, "call", [path(data[0].x)], "prediction");
  const freeze = (isFrozen: boolean) => {
    const isPlain = models.every(({ kind }) => kind === "BasicOptimizer");
    draft.set(isPlain ? draft.pick(dense) : dense[dense.length - 1], "trainable", !isFrozen);
  };
  if (about === "freezing") {
    freezeAndThaw(draft, models[0].model, data[0], freeze);
    if (models.every(({ kind }) => kind === "BasicOptimizer"))
      freezeInTurn(draft, dense, models[0].model, data[0]);
  }
  if (about === "two models") takeTurns(draft, network, models, data[0]);
  if (about === "fit") fitTwice(draft, network, data[0]);
  for (let step = 0; step < (number === 0 ? 44 : 6); step++) {
    const { model, kind } = draft.pick(models);
    const { n, x, y } = draft.pick(data);
    const batch = [path(x), path(y)];
    const what = draft.below(20);
    if (what < 8) draft.ask(model, "batchStep", [...batch, draft.chance(0.65)], "metrics");
    else if (what < 10) draft.call(model, "call", [path(x)], "prediction");
    else if (what < 16) draft.call(model, "evaluate", [...batch, 1 + draft.below(n)], "metrics");
    else if (what < 17) draft.call(x, "assign", [path(draft.numbers("v", n, inputs))]);
    else if (what < 18) {
      const weight = `${held}[${draft.below(2 * dense.length)}]`;
      draft.call(weight, "assign", [path(draft.tensor("v", draft.eighths(...draft.shapeOf(weight))))]);
    } else if (what < 19) freeze(draft.chance(0.5));
    else if (draft.chance(0.3)) compile(draft, network, model, kind);
    else stepInside(draft, model, batch, x);
  }
}

type Network = ReturnType<typeof makeNetwork>;
type Data = ReturnType<typeof makeData>;

/** Between two steps of one training. */
function freezeAndThaw(
  draft: Draft,
  model: string,
  { x, y }: Data,
  freeze: (isFrozen: boolean) => void,
): void {
  const train = () => draft.ask(model, "batchStep", [path(x), path(y), true], "metrics");
  const isFrozen = draft.chance(0.3);
  if (isFrozen) freeze(true);
  train();
  freeze(!isFrozen);
  train();
  if (draft.chance(0.5)) freeze(isFrozen);
  train();
}

/** Always one of them: as many weights are trained, but others. */
function freezeInTurn(draft: Draft, dense: string[], model: string, { x, y }: Data): void {
  for (const frozen of dense) {
    for (const name of dense) draft.set(name, "trainable", name !== frozen);
    draft.ask(model, "batchStep", [path(x), path(y), true], "metrics");
  }
}

/** What the models share is told by each of them whether it trains. */
function takeTurns(draft: Draft, { probe }: Network, models: { model: string }[], { n, x, y }: Data): void {
  // A measurement does not switch to training.
  if (probe) {
    draft.call(models[0].model, "evaluate", [path(x), path(y), 1 + draft.below(n)], "metrics");
    draft.call(probe, "call", [path(x)], "y");
  }
  for (let turn = 0; turn < 4; turn++) {
    const { model } = models[turn % 2];
    const what = draft.below(3);
    if (what === 0) draft.call(model, "evaluate", [path(x), path(y), 1 + draft.below(n)], "metrics");
    else if (what === 1) draft.call(model, "call", [path(x)], "prediction");
    else draft.ask(model, "batchStep", [path(x), path(y), true], "metrics");
  }
}

/** With a learning rate of 0, and all samples in each epoch: a `fit` of one's own may take them in another order. */
function fitTwice(draft: Draft, network: Network, { n, x, y }: Data): void {
  const model = draft.create("model", "SequentialModel", network.layers.map(path));
  compile(draft, network, model, "BasicOptimizer", 0);
  const recorder = draft.create("recorder", "Recorder");
  for (let i = 0; i < 2; i++) {
    const sizes = [1, 2, 3, 4, 5, 6].filter((size) => n % size === 0);
    const args = [path(x), path(y), 1 + draft.below(3), draft.pick(sizes), path(recorder)];
    draft.call(model, "fit", args, "history");
  }
  draft.call(recorder, "epochs", [], "epochs");
}

/** One or two Dense layers, with activations; probabilities at the end, at times. */
function makeNetwork(draft: Draft, activations: readonly string[], about: string) {
  const sizes = [1 + draft.below(3), 1 + draft.below(3), 2 + draft.below(2)];
  const dense = [draft.dense(sizes[0], sizes[1])];
  const layers = [dense[0], draft.create("activation", draft.pick(activations))];
  const probe = about === "two models" || draft.chance(0.2) ? draft.create("probe", "Probe") : null;
  if (probe) layers.push(probe);
  if (about === "freezing" || draft.chance(0.6)) {
    dense.push(draft.dense(sizes[1], sizes[2]));
    layers.push(dense[1]);
  }
  const hasProbabilities = activations.includes("Softmax") && draft.chance(0.5);
  if (hasProbabilities) layers.push(draft.create("softmax", "Softmax"));
  else if (draft.chance(0.4)) layers.push(draft.create("activation", draft.pick(activations)));
  return { dense, layers, probe, inputs: sizes[0], classes: sizes[dense.length], hasProbabilities };
}

function compile(
  draft: Draft,
  { hasProbabilities }: Network,
  model: string,
  kind: string,
  rate = draft.pick([0.1, 0.03, 0.1, 0.03, 0]),
): void {
  const parts = [
    draft.create("optimizer", kind, rate),
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
