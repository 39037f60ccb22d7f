/**
 * Networks at random: layers called once, twice, three times, on each other's outputs and on the same input twice; sums of
 * several paths; losses in between. Then gradients of any tensor, for any tensors.
 */
import { fromData } from "#tensor";
import type { Draft } from "./draft.ts";
import { nearKink } from "./oracle/layer.ts";
import { path } from "./program.ts";

interface Layer {
  name: string;
  weights: string[];
  inputs: number;
  outputs: number;
}

/** What there is to call, and what there is to call it on. */
interface Network {
  batch: number;
  layers: Layer[];
  activations: string[];
  mse: string;
  sum: string;
  product: string;
  total: string;
  /** Tensors of shape [batch, width]. */
  pool: { name: string; width: number }[];
  outputs: string[];
  losses: string[];
  /** What the losses compare with. */
  labels: string[];
  /** What is asked in any case. */
  questions: { target: string; sources: string[] }[];
}

export function tapeProgram(draft: Draft, number: number, activations: readonly string[]): void {
  const network = makeNetwork(draft, activations);
  const { layers, pool, outputs } = network;
  // What was worked out before the tape began is a number like any other.
  if (draft.chance(0.2)) callLayer(draft, network, draft.pick(pool));
  outputs.length = 0;
  const tied = number % 4 === 2 ? makeTied(draft, network) : null;
  const outer = draft.chance(0.25) ? draft.create("tape", "GradientTape") : null;
  // What the outer one has recorded is a number like any other to the inner one.
  if (outer) recordOne(draft, network);
  const tape = draft.create("tape", "GradientTape");
  const inputs = [...pool];
  const calls = 2 + draft.below(5);
  for (let i = 0; i < calls || outputs.length === 0; i++) recordOne(draft, network);
  if (number % 4 === 1) penalise(draft, network);
  if (tied) callTied(draft, network, tied);
  if (network.losses.length > 1) add(draft, network, network.losses);
  const isAskedInside = draft.chance(0.3);
  const end = () => draft.call(tape, "[Symbol.dispose]", []);
  if (!isAskedInside) end();
  // Other calls of the same layers, of which the tape knows nothing.
  if (draft.chance(0.3) && !isAskedInside) {
    const { name, inputs } = draft.pick(layers);
    draft.call(name, "call", [path(draft.numbers("x", network.batch, inputs))], "after");
  }
  const weights = layers.flatMap((layer) => layer.weights);
  const sources = [...inputs.map(({ name }) => name), ...outputs, ...weights, ...network.labels];
  for (const { target, sources } of network.questions)
    draft.call(tape, "gradient", [path(target), sources.map(path)], "gradients");
  // No result depends on it, even if it holds Infinity.
  if (draft.chance(0.3))
    sources.push(draft.tensor("unused", fromData(Float64Array.of(Number.POSITIVE_INFINITY, -1), [2])));
  const asks = number === 0 ? 12 : 1 + draft.below(3);
  for (let i = 0; i < asks; i++) {
    const other = draft.chance(0.15) ? draft.pick(sources) : draft.pick(outputs);
    const target = draft.chance(0.5) ? outputs[outputs.length - 1] : other;
    const drawn = drawSources(draft, sources, layers);
    // Each tensor depends on itself.
    const asked = Array.isArray(drawn) && draft.chance(0.3) ? [...drawn, path(target)] : drawn;
    const gradients = draft.call(tape, "gradient", [path(target), asked], "gradients");
    // They are the caller's: to be scaled, say.
    if (draft.chance(0.3)) {
      const one = `${gradients}[${Array.isArray(asked) ? draft.below(asked.length) : 0}]`;
      draft.call(one, "assign", [path(draft.tensor("v", draft.eighths(...draft.shapeOf(one))))]);
    }
  }
  // Weights count with their present values.
  if (draft.chance(0.3)) {
    const weight = draft.pick(weights);
    draft.call(weight, "assign", [path(draft.tensor("v", draft.eighths(...draft.shapeOf(weight))))]);
    draft.call(tape, "gradient", [path(draft.pick(outputs)), sources.map(path)], "gradients");
  }
  if (isAskedInside) {
    // The tape records until its end, whatever it was asked before.
    recordOne(draft, network);
    const target = outputs[outputs.length - 1];
    draft.call(tape, "gradient", [path(target), drawSources(draft, sources, layers)], "gradients");
    end();
  }
  if (!outer) return;
  // The outer tape goes on where the inner one ends.
  const { name, inputs: width } = draft.pick(layers);
  const x = draft.numbers("x", network.batch, width);
  const y = draft.call(name, "call", [path(x)], "y");
  draft.call(outer, "[Symbol.dispose]", []);
  draft.call(outer, "gradient", [path(y), [x, `${name}.weights[0]`].map(path)], "gradients");
}

/** Fresh lists, and the layer's own. */
function drawSources(draft: Draft, sources: string[], layers: Layer[]) {
  if (draft.chance(0.2)) return path(`${draft.pick(layers).name}.weights`);
  return (draft.chance(0.3) ? sources : draft.some(sources, 1 + draft.below(4))).map(path);
}

function makeNetwork(draft: Draft, activations: readonly string[]): Network {
  const batch = 1 + draft.below(3);
  const widths = draft.some([1, 2, 3], 2);
  const layers = Array.from({ length: 1 + draft.below(3) }, () => {
    const [inputs, outputs] = [draft.pick(widths), draft.pick(widths)];
    const name = draft.dense(inputs, outputs);
    return { name, inputs, outputs, weights: [0, 1].map((i) => `${name}.weights[${i}]`) };
  });
  if (draft.chance(0.3)) draft.set(draft.pick(layers).name, "trainable", false);
  if (draft.chance(0.3)) layers.push(makeTwoScales(draft, draft.pick(widths)));
  return {
    batch,
    layers,
    activations: [
      ...activations.map((name) => draft.create("activation", name)),
      draft.create("view", "View"),
    ],
    mse: draft.create("mse", "MeanSquaredError"),
    sum: draft.create("sum", "Sum"),
    product: draft.create("product", "Product"),
    total: draft.create("total", "Total"),
    pool: widths.map((width) => ({ name: draft.numbers("x", batch, width), width })),
    outputs: [],
    losses: [],
    labels: [],
    questions: [],
  };
}

/** A layer with four weights of one shape. */
function makeTwoScales(draft: Draft, width: number): Layer {
  const name = draft.create("scales", "TwoScales", width);
  const weights = [0, 1, 2, 3].map((i) => `${name}.weights[${i}]`);
  for (const weight of weights) draft.call(weight, "assign", [path(draft.numbers("v", width))]);
  return { name, inputs: width, outputs: width, weights };
}

/** Two layers with the same weights, some of which the second one has twice, perhaps. */
function makeTied(draft: Draft, { layers, pool }: Network): Layer[] {
  const first = makeTwoScales(draft, pool[0].width);
  const [a, b] = first.weights;
  const weights = draft.chance(0.5) ? path(`${first.name}.weights`) : [a, b, a, b].map(path);
  const name = draft.create("scales", "TwoScales", first.inputs, weights);
  layers.push(first);
  return [first, { ...first, name }];
}

/** One after the other, or each of its own: a weight has a gradient by both of them. */
function callTied(draft: Draft, network: Network, tied: Layer[]): void {
  const [a, b] = draft.chance(0.5) ? tied : tied.toReversed();
  const x = network.pool[0].name;
  const first = draft.call(a.name, "call", [path(x)], "y");
  const isChain = draft.chance(0.5);
  const second = draft.call(b.name, "call", [path(isChain ? first : x)], "y");
  for (const y of [first, second]) record(network, y, a.outputs);
  if (!isChain) add(draft, network, [first, second], a.outputs);
  const target = network.outputs[network.outputs.length - 1];
  network.questions.push({ target, sources: [...a.weights, x] });
}

/** A weight that a layer uses, and that another call has as its input: a penalty on it, say. */
function penalise(draft: Draft, network: Network): void {
  const { layers, pool, product, total } = network;
  const fitting = pool.flatMap(({ name, width }) =>
    layers.filter(({ inputs }) => inputs === width).map((layer) => ({ name, layer })),
  );
  if (fitting.length === 0) return;
  const { name, layer } = draft.pick(fitting);
  // Not the bias, which has one of two shapes.
  const [weight] = layer.weights;
  const use = () => {
    const y = draft.call(layer.name, "call", [path(name)], "y");
    record(network, y, layer.outputs);
    return draft.call(total, "call", [path(y)], "total");
  };
  const punish = () =>
    draft.call(
      total,
      "call",
      [path(draft.call(product, "call", [weight, weight].map(path), "squares"))],
      "total",
    );
  const terms = draft.chance(0.5) ? [use(), punish()] : [punish(), use()];
  add(draft, network, terms);
  const target = network.outputs[network.outputs.length - 1];
  network.questions.push({ target, sources: [weight, name, ...layer.weights] });
}

function record(network: Network, name: string, width?: number): void {
  network.outputs.push(name);
  if (width) network.pool.push({ name, width });
}

function callLayer(draft: Draft, network: Network, source: Network["pool"][number]): void {
  const fitting = network.layers.filter(({ inputs }) => inputs === source.width);
  if (fitting.length === 0) return;
  const layer = draft.pick(fitting);
  record(network, draft.call(layer.name, "call", [path(source.name)], "y"), layer.outputs);
}

function add(draft: Draft, network: Network, terms: string[], width?: number): void {
  record(network, draft.call(network.sum, "call", terms.map(path), "sum"), width);
}

function recordOne(draft: Draft, network: Network): void {
  const { pool } = network;
  const kind = draft.below(10);
  const source = draft.chance(0.6) ? pool[pool.length - 1] : draft.pick(pool);
  if (draft.chance(0.12)) repeat(draft, network, source);
  else if (kind < 5) callLayer(draft, network, source);
  else if (kind < 6) activate(draft, network, source);
  else if (kind < 8) join(draft, network, source);
  else lose(draft, network, source);
}

/** The first of them has a kink. */
function activationsAt(draft: Draft, { activations }: Network, name: string): string[] {
  return activations.slice(draft.valueOf(name).abs().min().item() < nearKink ? 1 : 0);
}

function activate(draft: Draft, network: Network, { name, width }: Network["pool"][number]): void {
  const fitting = activationsAt(draft, network, name);
  if (fitting.length) record(network, draft.call(draft.pick(fitting), "call", [path(name)], "y"), width);
}

/** The same call two or three times: as many values, though they look alike. */
function repeat(draft: Draft, network: Network, source: Network["pool"][number]): void {
  const fitting = network.layers.filter(({ inputs }) => inputs === source.width);
  const smooth = activationsAt(draft, network, source.name).map((name) => ({ name, outputs: source.width }));
  const named = [...fitting, ...smooth];
  if (named.length === 0) return;
  const { name, outputs } = draft.pick(named);
  const again = draft
    .some([1], 2 + draft.below(2))
    .map(() => draft.call(name, "call", [path(source.name)], "y"));
  for (const output of again) record(network, output, outputs);
  add(draft, network, again, outputs);
}

/** Several paths become one. */
function join(draft: Draft, network: Network, { width }: Network["pool"][number]): void {
  const alike = network.pool.filter((tensor) => tensor.width === width).map(({ name }) => name);
  // Sometimes a call that no gradient asks for comes first.
  const [first, last] = [alike[0], alike[alike.length - 1]];
  const isLate = draft.chance(0.4);
  if (draft.chance(0.5)) {
    add(draft, network, isLate ? [first, first, first, last] : draft.some(alike, 2 + draft.below(4)), width);
  } else {
    const factors = isLate ? [first, last] : draft.some(alike, 2);
    record(network, draft.call(network.product, "call", factors.map(path), "y"), width);
  }
}

/** A loss of a tensor, or of a weight. */
function lose(draft: Draft, network: Network, source: Network["pool"][number]): void {
  const { layers, losses, mse } = network;
  const layer = draft.pick(layers);
  const what = draft.chance(0.2) ? layer.weights[0] : source.name;
  const shape = draft.shapeOf(what);
  const labels = draft.chance(0.2) ? what : draft.either("t", shape);
  network.labels.push(labels);
  losses.push(draft.call(mse, "call", [what, labels].map(path), "loss"));
  record(network, losses[losses.length - 1]);
}
