/**
 * How far optimizers move weights. RMSProp and Adam are in use in several forms, which differ where gradients are small:
 * epsilon inside or outside of the root, before or after the bias correction. A submission has to keep to one of them
 * from the first step to the last.
 */
import { fromData, type Tensor } from "#tensor";
import type { Rounded } from "../../../../checks/rounded.ts";
import { float64Slack } from "../expected.ts";
import { type Box, exact, type Outcome } from "./box.ts";
import type { Optimizer } from "./model.ts";
import type { Rate, Schedule } from "./rates.ts";

/** What a weight may move by in a step, form by form, and how far that may be off in float32. */
export interface Move {
  optimizer: OptimizerOracle;
  rate: number;
  steps: Map<string, Steps>;
}

/** The step of each entry, and how far float32 may be off there. */
interface Steps {
  step: Float64Array;
  slack: (entry: number) => number;
}

/** The running means of one entry. */
interface Entry {
  m: number;
  v: number;
}

/** What is known of a weight: its entries, and the gradients that they come from. */
interface State {
  entries: Entry[];
  grads: Rounded[];
}

/** One entry's step over the learning rate. */
type Form = (entry: Entry, g: number, correction1: number, correction2: number) => number;

/** Twice what `1 - beta` is off by where beta is rounded to float32, as 0.999 is: 1.3e-5 of itself. With room for Adam's root. */
export const stepTolerance = 1e-4;

export abstract class OptimizerOracle implements Optimizer {
  abstract forms: Record<string, Form>;
  /** The forms that fit all steps so far. */
  fitting: string[] | null = null;
  private t = 0;
  /** A state for each weight; or, where it is kept by the place in the list, for each place. */
  private readonly states = new Map<Box | number, State>();

  constructor(
    private readonly moves: Map<Box, Move>,
    protected readonly rate: number | Schedule | Rate,
    protected readonly beta1: number,
    protected readonly beta2: number,
    protected readonly epsilon: number,
  ) {}

  /** Some count a step first, and ask for the rate then: a schedule is one step ahead. Some do not count. */
  private ratesNow(): number[] {
    const { rate, t } = this;
    return typeof rate === "number" ? [rate] : [rate.call(t - 1), rate.call(t), rate.call(0)];
  }

  applyGradients(weights: Box[], grads: Box[]): Outcome {
    this.t += 1;
    const rates = this.ratesNow();
    const forms: string[] = [];
    weights.forEach((weight, place) => {
      const steps = [weight, place].flatMap((key) => {
        const state = this.advance(key, grads[place].value);
        return rates.flatMap((rate, i) =>
          this.stepsOf(state, rate).map(([form, steps]): [string, Steps] => [
            `${form} ${i} ${key === weight ? "by weight" : "by place"}`,
            steps,
          ]),
        );
      });
      this.moves.set(weight, { optimizer: this, rate: rates[0], steps: new Map(steps) });
      if (forms.length === 0) forms.push(...steps.map(([form]) => form));
    });
    if (forms.length) this.fitting ??= forms;
    return { expected: null };
  }

  private advance(key: Box | number, gradient: Rounded): State {
    const { data } = gradient.value;
    const state = this.states.get(key) ?? { entries: Array.from(data, () => ({ m: 0, v: 0 })), grads: [] };
    this.states.set(key, state);
    state.entries.forEach((entry, k) => {
      this.update(entry, data[k]);
    });
    state.grads.push(gradient);
    return state;
  }

  private update(entry: Entry, g: number): void {
    entry.m = this.beta1 * entry.m + (1 - this.beta1) * g;
    entry.v = this.beta2 * entry.v + (1 - this.beta2) * g * g;
  }

  /** What a single number moves by in each step, over the learning rate, in the first form of the rule. */
  stepsOfOne(grads: Iterable<number>): number[] {
    const [form] = Object.values(this.forms);
    const entry = { m: 0, v: 0 };
    return Array.from(grads, (g, i) => {
      this.update(entry, g);
      return form(entry, g, 1 - this.beta1 ** (i + 1), 1 - this.beta2 ** (i + 1));
    });
  }

  private stepsOf({ entries, grads }: State, rate: number): [string, Steps][] {
    const g = grads[grads.length - 1].value.data;
    const soFar = [...grads];
    const [correction1, correction2] = [1 - this.beta1 ** this.t, 1 - this.beta2 ** this.t];
    const roots = entries.map(({ v }) => Math.sqrt(v / correction2));
    return Object.entries(this.forms).map(([name, form]) => {
      const steps = entries.map((entry, k) => form(entry, g[k], correction1, correction2));
      // m is a weighted mean of gradients and the root of v a weighted norm: both are off by the largest error of a
      // gradient at most, and their quotient by (1 + |m / root|) times that over the root with its epsilon.
      const slack = (k: number) => {
        const error = Math.max(...soFar.map((gradient) => gradient.error.data[k]));
        return error === 0 || rate === 0 ? 0 : rate * this.slackOf(error, roots[k], steps[k]);
      };
      return [name, { step: Float64Array.from(steps, (s) => s * rate), slack }];
    });
  }

  protected slackOf(error: number, root: number, step: number): number {
    // sqrt(v + epsilon^2), the smallest of the denominators, is at least this.
    const share = error / ((root + this.epsilon) / Math.SQRT2);
    // A quotient that small in the one may be as large as its own error in the other.
    return (1 + Math.abs(step) + share) * share;
  }
}

class Basic extends OptimizerOracle {
  override forms: Record<string, Form> = { plain: (_, g) => g };

  protected override slackOf(error: number): number {
    return error;
  }
}

class RMSProp extends OptimizerOracle {
  override forms: Record<string, Form> = {
    outside: ({ v }, g) => g / (Math.sqrt(v) + this.epsilon),
    inside: ({ v }, g) => g / Math.sqrt(v + this.epsilon),
    insideSquared: ({ v }, g) => g / Math.sqrt(v + this.epsilon ** 2),
  };
}

class Adam extends OptimizerOracle {
  override forms: Record<string, Form> = {
    outside: ({ m, v }, _, c1, c2) => m / c1 / (Math.sqrt(v / c2) + this.epsilon),
    inside: ({ m, v }, _, c1, c2) => m / c1 / Math.sqrt(v / c2 + this.epsilon),
    insideSquared: ({ m, v }, _, c1, c2) => m / c1 / Math.sqrt(v / c2 + this.epsilon ** 2),
    hat: ({ m, v }, _, c1, c2) => ((Math.sqrt(c2) / c1) * m) / (Math.sqrt(v) + this.epsilon),
  };
}

export function makeOptimizer(moves: Map<Box, Move>, name: string, args: unknown[]): OptimizerOracle {
  const [rate, a, b, c] = args as [number | Schedule | Rate, number, number, number];
  if (name === "BasicOptimizer") return new Basic(moves, rate, 0, 0, 0);
  if (name === "RMSProp") return new RMSProp(moves, rate, 0, a ?? 0.9, b ?? 1e-6);
  if (name === "Adam") return new Adam(moves, rate, a ?? 0.9, b ?? 0.999, c ?? 1e-7);
  throw new Error(`the oracle knows no ${name}`);
}

/** float32's unit roundoff. */
const u = 2 ** -24;

/**
 * Whether a weight moved as a form of the rule says. Steps below 1e-2 of the tolerance of a whole learning rate are
 * rounding.
 * @returns the entry that did not, and whether it all holds in float32 only
 */
export function fitOf(
  before: Tensor,
  after: Tensor,
  move: Move,
  form: string,
): { wrong: number; isFloat32: boolean } {
  const { step, slack } = move.steps.get(form) as Steps;
  let isFloat32 = false;
  for (let k = 0; k < step.length; k++) {
    const difference = Math.abs(before.data[k] - after.data[k] - step[k]);
    const bound = stepTolerance * (Math.abs(step[k]) + 1e-2 * move.rate);
    if (difference <= bound) continue;
    const { rate } = move;
    if (difference <= bound + rate * float64Slack(slack(k) / rate, step[k] / rate)) continue;
    // The weight before and after, the step, and what it is made of: each is rounded.
    const float32 = slack(k) + 4 * u * (Math.abs(before.data[k]) + Math.abs(step[k]));
    if (!(difference <= bound + float32)) return { wrong: k, isFloat32 };
    isFloat32 = true;
  }
  return { wrong: -1, isFloat32 };
}

/** Where a form of the rule takes a weight. */
export function after(before: Rounded, move: Move, form: string): Rounded {
  const { step } = move.steps.get(form) as Steps;
  const value = before.value.sub(fromData(step, before.shape));
  return exact(value);
}
