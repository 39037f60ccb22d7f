/** What known mistakes in an optimizer would make of a weight: how far it moves in its latest step. */
import { type Tensor, zerosLike } from "#tensor";
import type { KnownMistake, KnownValues } from "../../checks/diagnose.ts";

/** A way to take a step: from the gradients so far, first to latest, to the movement. */
type Rule = (grads: Tensor[]) => Tensor;

const rmspropDefaults = { beta: 0.9, epsilon: 1e-6 };

interface RmspropForm {
  square?: (g: Tensor) => Tensor;
  root?: (v: Tensor) => Tensor;
  beta?: number;
  keep?: number;
  take?: number;
  correct?: boolean;
  isLate?: boolean;
}

/** RMSProp, but for what is given. */
function rmsprop(rate: number, form: RmspropForm): Rule {
  const { square = (g) => g.square(), root = (v) => v.sqrt(), beta = rmspropDefaults.beta } = form;
  const { keep = beta, take = 1 - beta, correct = false, isLate = false } = form;
  return (grads) => {
    const start = zerosLike(grads[0]);
    const v = (isLate ? grads.slice(0, -1) : grads).reduce(
      (sum, g) => sum.mul(keep).add(square(g).mul(take)),
      start,
    );
    const used = correct ? v.div(1 - beta ** grads.length) : v;
    const latest = grads[grads.length - 1];
    return latest.mul(-rate).div(root(used).add(rmspropDefaults.epsilon));
  };
}

interface AdamForm {
  beta1?: number;
  beta2?: number;
  keep1?: number;
  keep2?: number;
  t1?: number | null;
  t2?: number | null;
  first?: (g: Tensor) => Tensor;
  second?: (g: Tensor) => Tensor;
  root?: (v: Tensor) => Tensor;
  withoutM?: boolean;
}

/** Adam, but for what is given. `t1` and `t2` are the steps of the two corrections; null for none. */
function adam(rate: number, form: (t: number) => AdamForm): Rule {
  return (grads) => {
    const t = grads.length;
    const { beta1 = 0.9, beta2 = 0.999, t1 = t, t2 = t, withoutM = false, ...rest } = form(t);
    const { first = (g) => g, second = (g) => g.square(), root = (v) => v.sqrt() } = rest;
    const { keep1 = beta1, keep2 = beta2 } = rest;
    const average = (of: (g: Tensor) => Tensor, keep: number, beta: number) =>
      grads.reduce((sum, g) => sum.mul(keep).add(of(g).mul(1 - beta)), zerosLike(grads[0]));
    const corrected = (value: Tensor, beta: number, step: number | null) =>
      step === null ? value : value.div(1 - beta ** step);
    const m = withoutM ? grads[t - 1] : corrected(average(first, keep1, beta1), beta1, t1);
    const v = corrected(average(second, keep2, beta2), beta2, t2);
    return m.mul(-rate).div(root(v).add(1e-7));
  };
}

/** Adam that keeps mHat and vHat for the next step, in place of m and v. */
function adamThatKeepsCorrected(rate: number): Rule {
  return (grads) => {
    const average = (beta: number, of: (g: Tensor) => Tensor) =>
      grads.reduce(
        (sum, g, i) =>
          sum
            .mul(beta)
            .add(of(g).mul(1 - beta))
            .div(1 - beta ** (i + 1)),
        zerosLike(grads[0]),
      );
    const v = average(0.999, (g) => g.square());
    return average(0.9, asItIs).mul(-rate).div(v.sqrt().add(1e-7));
  };
}

const abs = (x: Tensor) => x.abs();
const asItIs = (x: Tensor) => x;

/**
 * @param grads the gradients of one weight, first to latest
 * @param index which weight it is
 * @returns by mistake: how far the weight would move in the latest step
 */
export function optimizerMistakes(
  name: "BasicOptimizer" | "RMSProp" | "Adam",
  rate: number,
  grads: Tensor[],
  index: number,
): KnownValues<Tensor> {
  const rules: Partial<Record<KnownMistake, Rule>> =
    name === "RMSProp"
      ? {
          rmspropNoSquare: rmsprop(rate, { square: abs }),
          rmspropNoRoot: rmsprop(rate, { root: asItIs }),
          rmspropBetasSwapped: rmsprop(rate, { keep: 0.1, take: 0.9 }),
          rmspropNotWeighted: rmsprop(rate, { take: 1 }),
          rmspropNeverDecays: rmsprop(rate, { keep: 1 }),
          rmspropForgets: rmsprop(rate, { keep: 0 }),
          rmspropBiasCorrected: rmsprop(rate, { correct: true }),
          rmspropBeta99: rmsprop(rate, { beta: 0.99 }),
          rmspropOldV: rmsprop(rate, { isLate: true }),
        }
      : name === "Adam"
        ? {
            adamNoCorrection: adam(rate, () => ({ t1: null, t2: null })),
            adamMNotCorrected: adam(rate, () => ({ t1: null })),
            adamVNotCorrected: adam(rate, () => ({ t2: null })),
            adamMSquared: adam(rate, () => ({ first: (g) => g.square() })),
            adamVNotSquared: adam(rate, () => ({ second: abs })),
            adamNoRoot: adam(rate, () => ({ root: asItIs })),
            adamTStaysOne: adam(rate, () => ({ t1: 1, t2: 1 })),
            adamNoMomentum: adam(rate, () => ({ withoutM: true })),
            adamMForgets: adam(rate, () => ({ keep1: 0 })),
            adamVForgets: adam(rate, () => ({ keep2: 0 })),
            adamKeepsCorrected: adamThatKeepsCorrected(rate),
            adamBetasSwapped: adam(rate, () => ({ beta1: 0.999, beta2: 0.9 })),
            // In the first call, the second weight would have t = 2 for either reason; the first weight tells.
            ...(index === 0
              ? { adamTFromTwo: adam(rate, (t) => ({ t1: t + 1, t2: t + 1 })) }
              : { adamTPerWeight: adam(rate, (t) => ({ t1: 2 * t, t2: 2 * t })) }),
          }
        : {};
  return Object.fromEntries(Object.entries(rules).map(([mistake, rule]) => [mistake, rule(grads)]));
}
