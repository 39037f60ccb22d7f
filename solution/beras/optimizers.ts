/** Optimizers: turn gradients into steps. */
import { type Tensor, zerosLike } from "#tensor";

/** A learning rate that changes with the number of steps taken. As keras.optimizers.schedules.LearningRateSchedule. */
export interface LearningRateSchedule {
  /** @param step the number of steps taken before this one, or with it: see Optimizer */
  call(step: number): number;
}

/**
 * Base class of all optimizers: `new Adam(0.001)`, or with a schedule, `new Adam(new ExponentialDecay(0.001, 400, 0.8))`.
 *
 * Two choices are yours: an optimizer may keep its state by tensor (a Map) or by place in the list, in fields of your own, and
 * it may count a call before or after it asks for the learning rate.
 */
export abstract class Optimizer {
  /** The number of calls of `applyGradients`. A schedule reads it, so count your calls here. */
  iterations = 0;
  private readonly rate: number | LearningRateSchedule;

  /** @param learningRate the size of a step: a number, or a schedule */
  constructor(learningRate: number | LearningRateSchedule) {
    this.rate = learningRate;
  }

  /** The learning rate of the next step. */
  get learningRate(): number {
    return typeof this.rate === "number" ? this.rate : this.rate.call(this.iterations);
  }

  /**
   * Takes one step: changes each weight IN PLACE (`assign`, `assignSub`), because layers keep references to their tensors.
   *
   * @param weights the tensors to change
   * @param grads one gradient per weight, in the same order and shape
   */
  abstract applyGradients(weights: Tensor[], grads: Tensor[]): void;
}

/** Plain gradient descent: w = w - learningRate * g. As keras.optimizers.SGD. */
export class BasicOptimizer extends Optimizer {
  override applyGradients(weights: Tensor[], grads: Tensor[]): void {
    // TODO: Take one step against the gradient for every weight. Count the call in `this.iterations`.
    // BEGIN SOLUTION
    const { learningRate } = this;
    weights.forEach((w, i) => {
      w.assignSub(grads[i].mul(learningRate));
    });
    this.iterations += 1;
    // END SOLUTION
  }
}

/**
 * Divides each step by a running root mean square of the gradient, so that steep and flat directions move at a similar rate:
 *
 *     v = beta * v + (1 - beta) * g^2            (v starts at 0)
 *     w = w - learningRate * g / (sqrt(v) + epsilon)
 *
 * As keras.optimizers.RMSprop, except for epsilon: Keras adds it to v, inside of the root, with the default 1e-7. The two differ
 * where epsilon matters, for gradients not much larger than it. (PyTorch's RMSprop has the form above.) Both forms are right here.
 */
export class RMSProp extends Optimizer {
  /** The running mean of the squared gradient, one per weight. */
  private readonly v = new Map<Tensor, Tensor>();

  constructor(
    learningRate: number | LearningRateSchedule,
    readonly beta = 0.9,
    readonly epsilon = 1e-6,
  ) {
    super(learningRate);
  }

  override applyGradients(weights: Tensor[], grads: Tensor[]): void {
    // TODO: As above. `this.v` maps a weight to its own v. For a weight that is new, v is zero.
    // BEGIN SOLUTION
    const { learningRate, beta, epsilon } = this;
    weights.forEach((w, i) => {
      const v = state(this.v, w);
      v.assign(v.mul(beta).add(grads[i].square().mul(1 - beta)));
      w.assignSub(grads[i].mul(learningRate).div(v.sqrt().add(epsilon)));
    });
    this.iterations += 1;
    // END SOLUTION
  }
}

/**
 * Momentum and RMSProp combined, with a correction because both averages start at zero (Kingma and Ba, 2015,
 * https://arxiv.org/abs/1412.6980, Algorithm 1):
 *
 *     m = beta1 * m + (1 - beta1) * g            v = beta2 * v + (1 - beta2) * g^2
 *     mHat = m / (1 - beta1^t)                   vHat = v / (1 - beta2^t)
 *     w = w - learningRate * mHat / (sqrt(vHat) + epsilon)
 *
 * where t is 1 in the first call of `applyGradients`, 2 in the second, and so on. keras.optimizers.Adam has the same defaults,
 * but the paper's shorter form, which does not correct epsilon: it differs for gradients not much larger than epsilon. Both forms are right here.
 */
export class Adam extends Optimizer {
  /** The running means of the gradient and of its square, one of each per weight. */
  private readonly m = new Map<Tensor, Tensor>();
  private readonly v = new Map<Tensor, Tensor>();

  constructor(
    learningRate: number | LearningRateSchedule,
    readonly beta1 = 0.9,
    readonly beta2 = 0.999,
    readonly epsilon = 1e-7,
  ) {
    super(learningRate);
  }

  override applyGradients(weights: Tensor[], grads: Tensor[]): void {
    // TODO: As above. One call is one step, however many weights it updates: t must not depend on their number.
    // BEGIN SOLUTION
    const { learningRate, beta1, beta2, epsilon } = this;
    this.iterations += 1;
    const mCorrection = 1 - beta1 ** this.iterations;
    const vCorrection = 1 - beta2 ** this.iterations;
    weights.forEach((w, i) => {
      const m = state(this.m, w);
      const v = state(this.v, w);
      m.assign(m.mul(beta1).add(grads[i].mul(1 - beta1)));
      v.assign(v.mul(beta2).add(grads[i].square().mul(1 - beta2)));
      const denominator = v.div(vCorrection).sqrt().add(epsilon);
      w.assignSub(m.mul(learningRate / mCorrection).div(denominator));
    });
    // END SOLUTION
  }
}

/**
 * OPTIONAL, for the advanced model (CS2470). The rate decreases by the factor `decayRate` every `decaySteps` steps,
 * and smoothly in between: initialLearningRate * decayRate^(step / decaySteps). As
 * keras.optimizers.schedules.ExponentialDecay.
 *
 * @example new ExponentialDecay(0.1, 100, 0.5).call(200); // 0.025
 */
export class ExponentialDecay implements LearningRateSchedule {
  constructor(
    readonly initialLearningRate: number,
    readonly decaySteps: number,
    readonly decayRate: number,
  ) {}

  call(step: number): number {
    // TODO (optional)
    // BEGIN SOLUTION
    return this.initialLearningRate * this.decayRate ** (step / this.decaySteps);
    // END SOLUTION
  }
}

// BEGIN SOLUTION
/** The running mean of this weight; zeros for a new weight. */
function state(states: Map<Tensor, Tensor>, weight: Tensor): Tensor {
  let value = states.get(weight);
  if (!value) {
    value = zerosLike(weight);
    states.set(weight, value);
  }
  return value;
}
// END SOLUTION
