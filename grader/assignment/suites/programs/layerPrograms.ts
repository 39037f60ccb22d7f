/** Layers, activations and losses: called, asked, changed, recorded, in any order. */
import { fromData, type Tensor } from "#tensor";
import type { Draft } from "./draft.ts";
import { path } from "./program.ts";

/** Something that can be called, and asked for gradients at its latest call. */
interface Instance {
  name: string;
  /** Tensors to call it with. */
  args(): string[];
  /** Changes its weights, where it has any. */
  change?(): void;
  latest?: { args: string[]; output: string };
}

/** One or two layers alive at once. */
export function denseProgram(draft: Draft, number: number): void {
  const count = number === 0 ? 1 : 1 + draft.below(2);
  const drawSettings = () => ({
    inputs: 1 + draft.below(4),
    outputs: 1 + draft.below(4),
    initializer: draft.pick(["zero", "zero", "normal", "xavier", "kaiming", undefined]),
  });
  const first = drawSettings();
  const instances = Array.from({ length: count }, (_, i): Instance => {
    // Two that are made alike still have weights of their own.
    const settings = i === 0 || draft.chance(0.6) ? first : drawSettings();
    const { inputs, outputs, initializer } = settings;
    const name = draft.dense(inputs, outputs, initializer);
    if (i > 0 && settings === first) for (const which of [0, 1]) draft.assign(name, which);
    return {
      name,
      args: () => [draft.either("x", [1 + draft.below(3), inputs])],
      change: () =>
        draft.chance(0.2) ? draft.set(name, "trainable", draft.chance(0.5)) : draft.assign(name),
    };
  });
  use(draft, instances, number);
}

/** One layer whose weights change again and again: its derivatives are those of its present weights. */
export function weightsProgram(draft: Draft): void {
  const [inputs, outputs] = [1 + draft.below(4), 1 + draft.below(4)];
  const name = draft.dense(inputs, outputs);
  const instance: Instance = { name, args: () => [draft.either("x", [1 + draft.below(3), inputs])] };
  for (let i = 0; i < 3; i++) {
    call(draft, instance);
    ask(draft, instance, "composeToInput");
    // Large ones once: they show a limit that the contract does not have.
    draft.assign(name, 0, i === 1 ? (shape) => draft.eighths(...shape).mul(4000) : undefined);
    ask(draft, instance, "composeToInput");
  }
}

/** Zeros, ties, -0, large numbers and saturated rows are among the inputs. */
export function activationProgram(draft: Draft, number: number, names: readonly string[]): void {
  const count = number === 0 ? 1 : 1 + draft.below(2);
  const instances = Array.from({ length: count }, (): Instance => {
    const kind = draft.pick(names);
    const alpha = draft.pick([0.3, 0.001, 0.125, 0.71875, 0, 1]);
    const args = kind === "LeakyReLU" && draft.chance(0.8) ? [alpha] : [];
    const name = draft.create(kind === "Softmax" ? "softmax" : "relu", kind, ...args);
    return {
      name,
      args: () => {
        const shape = [1 + draft.below(3), 1 + draft.below(4)];
        // "Any shape", says LeakyReLU.
        const other = kind === "Softmax" || draft.chance(0.75) ? null : draft.pick([[3], [2, 1, 2], [4]]);
        if (other) return [draft.either("x", other)];
        return [draft.either("x", shape, () => activated(draft, shape, kind))];
      },
    };
  });
  use(draft, instances, number);
}

/** Each row as it comes, or far away, or with some entries far from the others. */
function activated(draft: Draft, [batch, n]: number[], kind: string): Tensor {
  const x = draft.value(batch, n);
  if (draft.chance(0.6)) return x;
  const data = Float64Array.from(x.data);
  const draw = () => [draft.below(4), draft.pick([1000, -1000, 3000])];
  const all = draw();
  for (let row = 0; row < batch; row++) {
    // The rows of a Softmax go together: far below another row, one is left open.
    const [way, far] = kind === "Softmax" ? all : draw();
    for (let i = row * n; i < (row + 1) * n; i++) {
      if (way === 0) data[i] += far;
      else if (way === 1) data[i] = draft.pick([0, far]);
      else if (way === 2 && kind !== "Softmax") data[i] = draft.pick([far, 2 ** -21, -(2 ** -21)]);
    }
  }
  return fromData(data, [batch, n]);
}

export function lossProgram(draft: Draft, number: number): void {
  const count = number === 0 ? 1 : 1 + draft.below(2);
  const instances = Array.from({ length: count }, (): Instance => {
    const isEntropy = number > 0 && draft.chance(0.25);
    return {
      name: isEntropy
        ? draft.create("cce", "CategoricalCrossentropy")
        : draft.create("mse", "MeanSquaredError"),
      args: () => {
        const shape = [1 + draft.below(4), 1 + draft.below(4)];
        const yPred = isEntropy
          ? draft.either("probs", shape, () => probabilities(draft, shape))
          : draft.either("yPred", shape);
        if (draft.chance(0.1) && !isEntropy) return [yPred, yPred];
        const labels = () => (draft.chance(0.5) ? draft.oneHot(shape[0], shape[1]) : draft.value(...shape));
        return [yPred, draft.either("yTrue", shape, labels)];
      },
    };
  });
  use(draft, instances, number);
}

/** Rows need not sum to 1: they are taken as they are. Exact zeros are clipped. */
function probabilities(draft: Draft, [batch, n]: number[]): Tensor {
  const data = Float64Array.from({ length: batch * n }, () =>
    draft.chance(0.15) ? 0 : (1 + draft.below(15)) / 16,
  );
  return fromData(data, [batch, n]);
}

/** The first program is a long one: what is forgotten, or kept, after so many calls shows there. */
function use(draft: Draft, instances: Instance[], number: number): void {
  const steps = number === 0 ? 45 : 8;
  for (let step = 0; step < steps; step++) {
    const instance = draft.pick(instances);
    const what = draft.below(12);
    if (what < 4 || !instance.latest) call(draft, instance);
    else if (what < 8) ask(draft, instance, draft.chance(0.5) ? "composeToInput" : "composeToWeight");
    else if (what < 10) change(draft, instance);
    else if (what < 11) overwrite(draft, instance);
    else if (draft.chance(0.4)) askLocally(draft, instance);
    else record(draft, instances);
  }
}

/** A local derivative may be a Jacobian, which has a batch in front: of other shapes only the value is judged. */
function hasGradients(draft: Draft, { latest }: Instance): boolean {
  return latest?.args.every((name) => draft.shapeOf(name).length === 2) ?? false;
}

function call(draft: Draft, instance: Instance): void {
  const args = instance.latest && draft.chance(0.4) ? instance.latest.args : instance.args();
  instance.latest = { args, output: draft.call(instance.name, "call", args.map(path), "y") };
}

/** Other weights, and what they give. */
function change(draft: Draft, instance: Instance): void {
  instance.change?.();
  if (draft.chance(0.5)) call(draft, instance);
  ask(draft, instance, draft.chance(0.5) ? "composeToInput" : "composeToWeight");
}

/** Gradients at the latest call; where it was made with other numbers, it is made once more. */
function ask(draft: Draft, instance: Instance, method: string): void {
  if (!hasGradients(draft, instance)) return;
  const wanted = instance.change ? method : "composeToInput";
  const again = () => {
    const { args, output } = instance.latest as NonNullable<Instance["latest"]>;
    const J = draft.either("J", draft.shapeOf(output));
    return { args, isAnswered: draft.ask(instance.name, wanted, [path(J)], "d") };
  };
  const { args, isAnswered } = again();
  if (isAnswered) return;
  instance.latest = { args, output: draft.call(instance.name, "call", args.map(path), "y") };
  again();
}

/** The local derivatives of two calls: the later ones leave the earlier ones as they are. */
function askLocally(draft: Draft, instance: Instance): void {
  if (!hasGradients(draft, instance)) return;
  const method = instance.change && draft.chance(0.5) ? "weightGradients" : "inputGradients";
  const shapes = instance.latest?.args.map((name) => draft.shapeOf(name)) ?? [];
  draft.call(instance.name, method, [], "local");
  const args = shapes.map((shape) => draft.tensor("x", draft.eighths(...shape)));
  instance.latest = { args, output: draft.call(instance.name, "call", args.map(path), "y") };
  draft.call(instance.name, method, [], "local");
}

/** Other numbers in the same tensor, between two questions. */
function overwrite(draft: Draft, instance: Instance): void {
  ask(draft, instance, "composeToInput");
  const name = draft.pick(instance.latest?.args as string[]);
  const shape = draft.shapeOf(name);
  draft.call(name, "assign", [path(draft.tensor("v", draft.eighths(...shape)))]);
  ask(draft, instance, "composeToInput");
}

/** Some calls on a tape, then the gradients at each of them, in any order: a layer that keeps something of its own has that of the last. */
function record(draft: Draft, instances: Instance[]): void {
  const tape = draft.create("tape", "GradientTape");
  const recorded = Array.from({ length: 1 + draft.below(3) }, () => {
    const instance = draft.pick(instances);
    call(draft, instance);
    return { instance, output: instance.latest?.output as string, isAsked: hasGradients(draft, instance) };
  });
  draft.call(tape, "[Symbol.dispose]", []);
  for (let i = 0; i < 3; i++) {
    const k = draft.below(recorded.length);
    const { instance, output, isAsked } = recorded[k];
    if (!isAsked) continue;
    const method = instance.change && draft.chance(0.5) ? "composeToWeight" : "composeToInput";
    const J = draft.either("J", draft.shapeOf(output));
    draft.ask(`${tape}.operations[${k}]`, method, [path(J)], "d");
  }
  // Their latest call is that of the tape, as far as gradients go.
  for (const { instance } of recorded) instance.latest = undefined;
}
