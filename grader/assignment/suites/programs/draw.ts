/** Programs at random, for each class of the contract. Numbers are multiples of 1/8, so that a report can show them all. */
import { fromData, type Generator, type Tensor, zerosLike } from "#tensor";
import { drawUntil } from "../../../checks/draw.ts";
import { isJudgeable } from "./judge.ts";
import { type Argument, type Line, type Program, path } from "./program.ts";

/** Writes lines, with a fresh name for whatever is made. */
export class Draft {
  readonly lines: Line[] = [];
  readonly watch: string[] = [];
  private readonly counts = new Map<string, number>();

  constructor(private readonly from: Generator) {}

  /** 0 to n - 1. */
  below(n: number): number {
    return Math.min(n - 1, Math.floor(this.from.uniform().item() * n));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  chance(share: number): boolean {
    return this.from.uniform().item() < share;
  }

  some<T>(list: readonly T[], count: number): T[] {
    return Array.from({ length: count }, () => this.pick(list));
  }

  private name(prefix: string): string {
    const count = (this.counts.get(prefix) ?? 0) + 1;
    this.counts.set(prefix, count);
    return `${prefix}${count}`;
  }

  eighths(...shape: number[]): Tensor {
    return fromData(
      this.from.normal(0, 1, shape).data.map((x) => Math.round(x * 8) / 8),
      shape,
    );
  }

  tensor(prefix: string, value: Tensor): string {
    const name = this.name(prefix);
    this.lines.push({ name, tensor: value });
    return name;
  }

  numbers(prefix: string, ...shape: number[]): string {
    return this.tensor(prefix, this.eighths(...shape));
  }

  create(prefix: string, create: string, ...args: Argument[]): string {
    const name = this.name(prefix);
    this.lines.push({ name, create, args });
    return name;
  }

  call(on: string, call: string, args: Argument[], prefix?: string): string {
    const name = prefix && this.name(prefix);
    this.lines.push({ ...(name && { name }), on, call, args });
    return name ?? "";
  }

  set(on: string, set: string, to: boolean): void {
    this.lines.push({ on, set, to });
  }

  /** A Dense layer, its numbers assigned. */
  dense(inputs: number, outputs: number, initializer?: string): string {
    const name = this.create("dense", "Dense", inputs, outputs, ...(initializer ? [initializer] : []));
    this.watch.push(`${name}.weights[0]`, `${name}.weights[1]`);
    if (!initializer) this.assign(name, inputs, outputs);
    return name;
  }

  assign(dense: string, inputs: number, outputs: number): void {
    this.call(`${dense}.weights[0]`, "assign", [path(this.numbers("w", inputs, outputs))]);
    // Often zeros, as at first: tensors that look alike are not the same.
    const b = this.eighths(outputs);
    const bias = this.tensor("b", this.chance(0.3) ? zerosLike(b) : b);
    this.call(`${dense}.weights[1]`, "assign", [path(bias)]);
  }

  /** Rows with a single 1; not every class need be among them. */
  oneHot(prefix: string, n: number, classes: number): string {
    const data = new Float64Array(n * classes);
    for (let i = 0; i < n; i++) data[i * classes + this.below(classes)] = 1;
    return this.tensor(prefix, fromData(data, [n, classes]));
  }
}

/** So many programs, each of which has an answer. */
export function drawPrograms(from: Generator, count: number, write: (draft: Draft) => void): Program[] {
  return Array.from({ length: count }, () =>
    drawUntil(() => {
      const draft = new Draft(from);
      write(draft);
      return { lines: draft.lines, watch: draft.watch };
    }, isJudgeable),
  );
}

/** One or two layers alive at once; calls, other weights, gradients, and calls from a tape. */
export function denseProgram(draft: Draft): void {
  const layers = Array.from({ length: 1 + draft.below(2) }, () => {
    const [inputs, outputs] = [1 + draft.below(4), 1 + draft.below(4)];
    const initializer = draft.pick(["zero", "normal", "xavier", "kaiming", undefined]);
    return { inputs, outputs, name: draft.dense(inputs, outputs, initializer) };
  });
  for (let step = 0; step < 5; step++) {
    const { name, inputs, outputs } = draft.pick(layers);
    if (draft.chance(0.3)) draft.assign(name, inputs, outputs);
    if (draft.chance(0.2)) draft.set(name, "trainable", draft.chance(0.5));
    const batch = 1 + draft.below(3);
    const x = draft.numbers("x", batch, inputs);
    if (draft.chance(0.25)) {
      taped(draft, name, [x, draft.numbers("x", 1 + draft.below(3), inputs)], outputs);
      continue;
    }
    draft.call(name, "call", [path(x)], "y");
    if (draft.chance(0.2)) {
      draft.call(x, "assign", [path(draft.numbers("x", batch, inputs))]);
      draft.call(name, "call", [path(x)], "y");
    }
    const J = draft.numbers("J", batch, outputs);
    if (draft.chance(0.6)) draft.call(name, "composeToInput", [path(J)], "dx");
    if (draft.chance(0.6)) draft.call(name, "composeToWeight", [path(J)], "dw");
    if (draft.chance(0.2)) draft.call(name, "composeToInput", [path(J)], "dx");
  }
}

/** Two calls on a tape, then the gradients at the first: a layer that keeps something of its own has that of the second. */
function taped(draft: Draft, layer: string, [x1, x2]: string[], outputs: number): void {
  const tape = draft.create("tape", "GradientTape");
  draft.call(layer, "call", [path(x1)], "y");
  draft.call(layer, "call", [path(x2)], "y");
  draft.call(tape, "[Symbol.dispose]", []);
  const rows = (draft.lines.find((line) => "name" in line && line.name === x1) as { tensor: Tensor }).tensor
    .shape[0];
  const J = draft.numbers("J", rows, outputs);
  const first = `${tape}.operations[0]`;
  draft.call(first, "composeToInput", [path(J)], "dx");
  if (layer.startsWith("dense")) draft.call(first, "composeToWeight", [path(J)], "dw");
}

/** Activations: zeros, ties, -0, large numbers and saturated rows among the inputs. */
export function activationProgram(draft: Draft, names: readonly string[]): void {
  const layers = Array.from({ length: 1 + draft.below(2) }, () => {
    const name = draft.pick(names);
    const alpha = draft.pick([0.3, 0.1, 0.01, 0.5, 0.75, 0]);
    const args = name === "LeakyReLU" && draft.chance(0.8) ? [alpha] : [];
    return draft.create(name === "Softmax" ? "softmax" : "relu", name, ...args);
  });
  const isSoftmax = names.includes("Softmax");
  for (let step = 0; step < 4; step++) {
    const layer = draft.pick(layers);
    const [batch, n] = [1 + draft.below(3), 1 + draft.below(4)];
    const value = () => special(draft, batch, n, isSoftmax);
    const x = draft.tensor("x", value());
    if (draft.chance(0.25)) {
      taped(draft, layer, [x, draft.tensor("x", value())], n);
      continue;
    }
    draft.call(layer, "call", [path(x)], "y");
    if (draft.chance(0.2)) {
      draft.call(x, "assign", [path(draft.tensor("x", value()))]);
      draft.call(layer, "call", [path(x)], "y");
    }
    const J = draft.numbers("J", batch, n);
    if (draft.chance(0.7)) draft.call(layer, "composeToInput", [path(J)], "dx");
    if (draft.chance(0.2)) draft.call(layer, "composeToInput", [path(J)], "dx");
  }
}

function special(draft: Draft, batch: number, n: number, isSoftmax: boolean): Tensor {
  const x = draft.eighths(batch, n);
  if (draft.chance(0.4)) return x;
  const data = Float64Array.from(x.data);
  const row = draft.below(batch);
  const each = (change: (value: number, i: number) => number) =>
    data.forEach((value, i) => {
      data[i] = change(value, i);
    });
  const ofRow = (change: () => number) => each((value, i) => (Math.floor(i / n) === row ? change() : value));
  const far = draft.pick([1000, -1000]);
  const kind = draft.below(4);
  // A row of equal numbers, or of zeros of both signs.
  if (kind === 0) ofRow(() => 1);
  else if (kind === 1) ofRow(() => draft.pick([0, -0]));
  else if (!isSoftmax) ofRow(() => draft.pick([1000, -1000, 0.125]));
  // Some subtract the maximum of the whole array: no row may lie far below another.
  else if (kind === 2) each((value) => value + far);
  else for (let r = 0; r < batch; r++) data[r * n + draft.below(n)] = 1000;
  return fromData(data, [batch, n]);
}

export function lossProgram(draft: Draft): void {
  const losses = Array.from({ length: 1 + draft.below(2) }, () => draft.create("mse", "MeanSquaredError"));
  for (let step = 0; step < 4; step++) {
    const mse = draft.pick(losses);
    const [batch, classes] = [1 + draft.below(4), 1 + draft.below(4)];
    const yPred = draft.numbers("yPred", batch, classes);
    const yTrue = draft.chance(0.15)
      ? yPred
      : draft.chance(0.5)
        ? draft.oneHot("yTrue", batch, classes)
        : draft.numbers("yTrue", batch, classes);
    const J = () => path(draft.numbers("J"));
    const taped = draft.chance(0.25);
    const tape = taped ? draft.create("tape", "GradientTape") : "";
    draft.call(mse, "call", [path(yPred), path(yTrue)], "loss");
    if (taped) {
      const others = [draft.numbers("yPred", 2, classes), draft.numbers("yTrue", 2, classes)];
      draft.call(mse, "call", others.map(path), "loss");
      draft.call(tape, "[Symbol.dispose]", []);
      draft.call(`${tape}.operations[0]`, "composeToInput", [J()], "dyPred");
      continue;
    }
    if (draft.chance(0.2)) {
      draft.call(yPred, "assign", [path(draft.numbers("yPred", batch, classes))]);
      draft.call(mse, "call", [path(yPred), path(yTrue)], "loss");
    }
    if (draft.chance(0.7)) draft.call(mse, "composeToInput", [J()], "dyPred");
    if (draft.chance(0.2)) draft.call(mse, "composeToInput", [J()], "dyPred");
  }
}

/** With ties, rows of zeros, and classes that are missing. */
export function metricProgram(draft: Draft): void {
  const metrics = Array.from({ length: 1 + draft.below(2) }, () =>
    draft.create("accuracy", "CategoricalAccuracy"),
  );
  for (let step = 0; step < 4; step++) {
    const [n, classes] = [1 + draft.below(6), 1 + draft.below(4)];
    const probs = draft.eighths(n, classes);
    const coarse = draft.chance(0.5)
      ? probs
      : fromData(
          probs.data.map((x) => Math.trunc(x)),
          [n, classes],
        );
    const args = [draft.tensor("probs", coarse), draft.oneHot("labels", n, classes)];
    draft.call(draft.pick(metrics), "call", args.map(path));
    if (draft.chance(0.3)) {
      draft.call(args[0], "assign", [path(draft.numbers("probs", n, classes))]);
      draft.call(draft.pick(metrics), "call", args.map(path));
    }
  }
}

export function encoderProgram(draft: Draft): void {
  const sets = [[0, 1, 2, 3], [10, 9, 2, 33, -1], ["cat", "dog", "Ant", "bee"], [0, 5], [7]] as (
    | number
    | string
  )[][];
  const encoders = Array.from({ length: 1 + draft.below(2) }, () => ({
    name: draft.create("encoder", "OneHotEncoder"),
    labels: null as (number | string)[] | null,
  }));
  for (let step = 0; step < 6; step++) {
    const encoder = draft.pick(encoders);
    const isFit = draft.chance(0.35);
    if (isFit || !encoder.labels) {
      const labels = draft.pick(sets);
      encoder.labels = draft.some(labels, 2 + draft.below(4));
      if (isFit) {
        draft.call(encoder.name, "fit", [encoder.labels]);
        continue;
      }
    }
    const known = encoder.labels;
    const asked = draft.some(known, 1 + draft.below(4));
    // The first call may be the one that fits.
    const isFirst = !draft.lines.some((line) => "on" in line && line.on === encoder.name);
    if (draft.chance(0.15) && !isFirst)
      draft.call(encoder.name, "call", [[...asked, typeof known[0] === "number" ? 99 : "zebra"]]);
    const rows = draft.call(encoder.name, "call", [isFirst ? known : asked], "rows");
    if (draft.chance(0.5)) draft.call(encoder.name, "inverse", [path(rows)]);
  }
}

/** One to five weights, two of them of one shape; gradients that shrink, that are 0, that come twice. */
export function optimizerProgram(draft: Draft, name: "BasicOptimizer" | "RMSProp" | "Adam"): void {
  const optimizers = Array.from({ length: draft.chance(0.3) ? 2 : 1 }, () => {
    const rate = draft.pick([0.1, 0.03, 0.5, 0.001]);
    const optional =
      name === "RMSProp"
        ? [draft.pick([0.9, 0.5, 0.99, 0]), draft.pick([1e-6, 1e-3, 0.1])]
        : name === "Adam"
          ? [draft.pick([0.9, 0.5, 0]), draft.pick([0.999, 0.9, 0.5]), draft.pick([1e-7, 1e-3, 0.1])]
          : [];
    // Some with the defaults.
    const args = [rate, ...optional.slice(0, draft.chance(0.4) ? 0 : draft.below(optional.length + 1))];
    const shapes = draft.some([[2], [2, 2], [1, 3], [2], [3]], 1 + draft.below(5));
    const weights = shapes.map((shape) => draft.numbers("w", ...shape));
    draft.watch.push(...weights);
    const shrinks = draft.chance(0.4);
    return {
      name: draft.create("optimizer", name, ...args),
      shapes,
      weights,
      shrinks,
      scale: 1,
      grads: [] as string[],
    };
  });
  const zeroEntry = draft.chance(0.4);
  for (let step = 0; step < 10; step++) {
    const optimizer = draft.pick(optimizers);
    const { shapes, weights } = optimizer;
    if (optimizer.grads.length === 0 || draft.chance(0.8)) {
      optimizer.grads = shapes.map((shape) => {
        const data = Float64Array.from(draft.eighths(...shape).data, (x) => (x || 0.5) * optimizer.scale);
        if (zeroEntry) data[0] = 0;
        if (draft.chance(0.1)) data.fill(0);
        return draft.tensor("g", fromData(data, shape));
      });
    }
    draft.call(optimizer.name, "applyGradients", [weights.map(path), optimizer.grads.map(path)]);
    if (optimizer.shrinks) optimizer.scale /= 4;
  }
}

interface Recorded {
  name: string;
  width: number;
}

/**
 * A network at random: layers called once, twice, three times, on each other's outputs and on the same input twice; sums of
 * two paths; losses in between. Then gradients of whatever was recorded, for whatever was recorded.
 */
export function tapeProgram(draft: Draft, activations: readonly string[]): void {
  const batch = 1 + draft.below(3);
  const widths = draft.some([1, 2, 3], 2);
  const width = () => draft.pick(widths);
  const layers = Array.from({ length: 1 + draft.below(3) }, () => {
    const [inputs, outputs] = [width(), width()];
    return { name: draft.dense(inputs, outputs), inputs, outputs };
  });
  const activation = draft.create("activation", draft.pick(activations));
  const mse = draft.create("mse", "MeanSquaredError");
  const sum = draft.create("sum", "Sum");
  const inputs: Recorded[] = widths.map((width) => ({ name: draft.numbers("x", batch, width), width }));
  const pool = [...inputs];
  const outputs: string[] = [];
  const losses: string[] = [];
  const record = (name: string, width?: number) => {
    outputs.push(name);
    if (width) pool.push({ name, width });
  };
  // What was worked out before the tape began is a number like any other.
  if (draft.chance(0.2)) {
    const { name, inputs, outputs } = draft.pick(layers);
    const x = pool.find(({ width }) => width === inputs);
    if (x) pool.push({ name: draft.call(name, "call", [path(x.name)], "before"), width: outputs });
  }
  const outer = draft.chance(0.15) ? draft.create("tape", "GradientTape") : null;
  const tape = draft.create("tape", "GradientTape");
  const calls = 2 + draft.below(5);
  for (let i = 0; i < calls; i++) {
    const kind = draft.below(10);
    const source = draft.chance(0.6) ? pool[pool.length - 1] : draft.pick(pool);
    if (kind < 5) {
      const fitting = layers.filter(({ inputs }) => inputs === source.width);
      if (fitting.length === 0) continue;
      const layer = draft.pick(fitting);
      record(draft.call(layer.name, "call", [path(source.name)], "y"), layer.outputs);
    } else if (kind < 7) {
      record(draft.call(activation, "call", [path(source.name)], "y"), source.width);
    } else if (kind < 8) {
      const alike = pool.filter(({ width }) => width === source.width);
      const terms = draft.some(alike, 2 + draft.below(2)).map(({ name }) => path(name));
      record(draft.call(sum, "call", terms, "y"), source.width);
    } else {
      const isPenalty = draft.chance(0.2);
      const layer = draft.pick(layers);
      const [what, shape] = isPenalty
        ? [`${layer.name}.weights[0]`, [layer.inputs, layer.outputs]]
        : [source.name, [batch, source.width]];
      losses.push(draft.call(mse, "call", [path(what), path(draft.numbers("t", ...shape))], "loss"));
      record(losses[losses.length - 1]);
    }
  }
  if (losses.length > 1) record(draft.call(sum, "call", losses.map(path), "total"));
  // Whatever was drawn before, there is a last call to ask for.
  if (outputs.length === 0)
    record(draft.call(activation, "call", [path(inputs[0].name)], "y"), inputs[0].width);
  const isAskedInside = draft.chance(0.3);
  const end = () => draft.call(tape, "[Symbol.dispose]", []);
  if (!isAskedInside) end();
  // Other calls of the same layers, of which the tape knows nothing.
  if (draft.chance(0.3) && !isAskedInside) {
    const layer = draft.pick(layers);
    draft.call(layer.name, "call", [path(draft.numbers("x", batch, layer.inputs))], "after");
  }
  const sources = [
    ...inputs.map(({ name }) => name),
    ...outputs,
    ...layers.flatMap(({ name }) => [`${name}.weights[0]`, `${name}.weights[1]`]),
  ];
  for (let ask = 0; ask < 1 + draft.below(2); ask++) {
    const target = draft.chance(0.5) ? outputs[outputs.length - 1] : draft.pick(outputs);
    const wanted = draft.chance(0.3) ? sources : draft.some(sources, 1 + draft.below(5));
    draft.call(tape, "gradient", [path(target), wanted.map(path)], "gradients");
  }
  if (isAskedInside) end();
  if (outer) {
    // The outer tape goes on where the inner one ends.
    const layer = draft.pick(layers);
    const x = draft.numbers("x", batch, layer.inputs);
    const y = draft.call(layer.name, "call", [path(x)], "y");
    draft.call(outer, "[Symbol.dispose]", []);
    draft.call(outer, "gradient", [path(y), [x, `${layer.name}.weights[0]`].map(path)], "gradients");
  }
}

/** Training, measuring and predicting in turns; layers frozen and thawed where the optimizer has no state. */
export function modelProgram(draft: Draft, activations: readonly string[]): void {
  const sizes = [1 + draft.below(3), 2 + draft.below(2), 2 + draft.below(2)];
  const dense = [draft.dense(sizes[0], sizes[1])];
  const layers = [dense[0], draft.create("activation", draft.pick(activations))];
  if (draft.chance(0.6)) {
    dense.push(draft.dense(sizes[1], sizes[2]));
    layers.push(dense[1]);
  }
  if (draft.chance(0.4)) layers.push(draft.create("activation", draft.pick(activations)));
  const classes = dense.length > 1 ? sizes[2] : sizes[1];
  if (draft.chance(0.15)) draft.set(dense[0], "trainable", false);
  draft.watch.push(...dense.map((name) => `${name}.trainable`));
  const model = draft.create("model", "SequentialModel", layers.map(path));
  const kind = draft.pick(["BasicOptimizer", "RMSProp", "Adam"]);
  const parts = [
    draft.create("optimizer", kind, draft.pick([0.1, 0.03])),
    draft.create("mse", "MeanSquaredError"),
    draft.create("accuracy", "CategoricalAccuracy"),
  ];
  draft.call(model, "compile", parts.map(path));
  const data = Array.from({ length: 2 }, () => {
    const n = 2 + draft.below(4);
    return { n, x: draft.numbers("x", n, sizes[0]), y: draft.oneHot("y", n, classes) };
  });
  // First of all: a prediction that is remembered shows here, and not in a training that goes wrong because of it.
  draft.call(model, "call", [path(data[0].x)], "prediction");
  draft.assign(dense[0], sizes[0], sizes[1]);
  draft.call(model, "call", [path(data[0].x)], "prediction");
  for (let step = 0; step < 6; step++) {
    const { n, x, y } = draft.pick(data);
    const what = draft.below(10);
    if (what < 5) draft.call(model, "batchStep", [path(x), path(y), draft.chance(0.65)]);
    else if (what < 7) draft.call(model, "call", [path(x)], "prediction");
    else if (what < 9) draft.call(model, "evaluate", [path(x), path(y), 1 + draft.below(n)]);
    else if (kind === "BasicOptimizer") draft.set(draft.pick(dense), "trainable", draft.chance(0.5));
  }
}
