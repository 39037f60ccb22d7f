/** Optimizers: one to five weights, two of them of one shape; gradients that shrink, that are 0, that come twice. */
import { fromData } from "#tensor";
import type { Draft } from "./draft.ts";
import { type Argument, path } from "./program.ts";

export type OptimizerName = "BasicOptimizer" | "RMSProp" | "Adam";

/** Arguments other than the default, in the order of the constructor, behind the learning rate. */
const optional: Record<OptimizerName, number[][]> = {
  BasicOptimizer: [],
  RMSProp: [
    [0.9, 0.5, 0.99, 0],
    [1e-6, 1e-3, 0.1],
  ],
  Adam: [
    [0.9, 0.5, 0],
    [0.999, 0.9, 0.5],
    [1e-7, 1e-3, 0.1],
  ],
};

interface Instance {
  name: string;
  hasState: boolean;
  shapes: number[][];
  weights: string[];
  /** The same weights in a list with a name. */
  list: string;
  /** Gradients become smaller and smaller. */
  shrinks: boolean;
  scale: number;
  grads: string[];
}

function makeInstance(draft: Draft, name: OptimizerName, weightCount: number, rate: Argument): Instance {
  const args = optional[name].map((choices) => draft.pick(choices));
  // Some with the defaults, some with an epsilon that shows.
  const count = draft.chance(0.4) ? args.length : draft.below(args.length + 1);
  if (args.length && draft.chance(0.5)) args[args.length - 1] = 0.1;
  const shapes = draft.some([[2], [2, 2], [1, 3], [2], [3]], weightCount);
  const weights = shapes.map((shape) => draft.numbers("w", ...shape));
  draft.watch.push(...weights);
  return {
    name: draft.create("optimizer", name, rate, ...args.slice(0, count)),
    hasState: name !== "BasicOptimizer",
    shapes,
    weights,
    list: draft.list("weights", weights.map(path)),
    shrinks: draft.chance(0.4),
    scale: 1,
    grads: [],
  };
}

export function optimizerProgram(draft: Draft, number: number, name: OptimizerName): void {
  const isLong = number < 2;
  const rate = () => draft.pick([0.1, 0.03, 0.5, 0.001, 0]);
  // One that the program sets, at times: to anneal it, say.
  const set = !isLong && draft.chance(0.4) ? draft.create("rate", "Rate", rate()) : null;
  const rateOf = () =>
    set && draft.chance(0.7) ? path(set) : draft.chance(0.2) ? path(drawSchedule(draft)) : rate();
  // The third has them in any case.
  const areTwo = number === 2;
  const instances = Array.from({ length: areTwo || (!isLong && draft.chance(0.4)) ? 2 : 1 }, () =>
    makeInstance(draft, name, isLong ? [1, 4][number] : 1 + draft.below(5), isLong ? rate() : rateOf()),
  );
  // Two optimizers of the same weights, each with a state of its own.
  const [first, second] = instances;
  if (second && (areTwo || draft.chance(0.6)))
    Object.assign(second, { shapes: first.shapes, weights: first.weights, list: first.list });
  const steps = [40, 12][number] ?? 7;
  for (let i = 0; i < steps; i++) {
    step(draft, draft.pick(instances), number === 0 ? 0.2 : 0.8);
    if (set && draft.chance(0.4)) draft.set(set, "value", rate());
  }
}

/** A learning rate that changes with the number of steps. */
export function scheduleProgram(draft: Draft, number: number, name: OptimizerName): void {
  const instance = makeInstance(draft, name, 1 + number, path(drawSchedule(draft)));
  for (let i = 0; i < 5; i++) step(draft, instance, 0.8);
}

const drawSchedule = (draft: Draft) => draft.rates(...draft.some([0.5, 0.25, 0.1, 0.03], 2 + draft.below(3)));

/** @param fresh how often it takes other gradients than the step before */
function step(draft: Draft, instance: Instance, fresh: number): void {
  const { shapes, weights, scale } = instance;
  if (instance.grads.length === 0 || draft.chance(fresh)) {
    // One for all of a shape, at times.
    const isShared = draft.chance(0.15);
    const made = new Map<string, string>();
    instance.grads = shapes.map((shape) => {
      const known = made.get(shape.join());
      if (isShared && known) return known;
      const value = draft.value(...shape);
      const name = draft.tensor(
        "g",
        fromData(
          value.data.map((x) => x * scale),
          shape,
        ),
      );
      made.set(shape.join(), name);
      return name;
    });
  }
  // A call counts as one, with however many weights.
  const chosen = draft.chance(0.65) ? weights.map((_, i) => i) : choose(draft, instance);
  const isWhole = chosen.length === weights.length && chosen.every((i, place) => i === place);
  const grads = chosen.map((i) => path(instance.grads[i]));
  draft.call(instance.name, "applyGradients", [
    isWhole && draft.chance(0.6) ? path(instance.list) : chosen.map((i) => path(weights[i])),
    isWhole && draft.chance(0.3) ? path(draft.list("grads", grads)) : grads,
  ]);
  // Not below what float64 holds beside a weight.
  if (instance.shrinks && instance.scale > 1e-6) instance.scale /= 4;
}

/**
 * Some of the weights, in another order. A state may be kept for each weight, or for each place in the list: a place holds
 * weights of one shape.
 */
function choose(draft: Draft, { shapes, hasState }: Instance): number[] {
  const left = shapes.map((_, i) => i);
  const chosen: number[] = [];
  for (const shape of shapes.slice(0, draft.below(shapes.length + 1))) {
    const fitting = left.filter((i) => !hasState || shapes[i].join() === shape.join());
    if (fitting.length === 0) break;
    const next = draft.pick(fitting);
    left.splice(left.indexOf(next), 1);
    chosen.push(next);
  }
  return chosen;
}
