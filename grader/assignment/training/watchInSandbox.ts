/** The call of `fit`, in the sandbox, and what is seen of it from outside: steps, epochs, and how the weights move. */
import type { Tensor } from "#tensor";
import type { Monitor } from "../../sandbox/guest.ts";
import type { SubmissionModules } from "../contract.ts";
import type { TrainingModules } from "./trainingInSandbox.ts";

export interface FitOptions {
  timeMs: number;
  /** Those of the components by default. */
  epochs?: number;
  /** Leaves the optimizer's steps out, so that the weights stay. */
  withoutSteps?: boolean;
  /** Answers zeros for every gradient. */
  withoutGradients?: boolean;
}

interface Mean {
  loss: number;
  acc: number;
}

/** What has been seen of a training so far. */
export interface Watched {
  /** How many samples the model has been trained on, and how many make an epoch. */
  samples: number;
  perEpoch: number;
  /** Steps of the optimizer, and gradients that a tape was asked for. */
  steps: number;
  gradients: number;
  /** How far the optimizer was sent, and how far of it along the tape's latest gradients: sums over all steps. */
  given: number;
  followed: number;
  /** The epochs as `fit` tells them to its callback; and as they follow from the samples, where it tells nothing. */
  told: Mean[];
  counted: Mean[];
  /** How far the weights have moved in the steps of the optimizer, and between them: sums over a part of the numbers. */
  inside: number;
  outside: number;
  /** The weights after the latest step, and the checksums of those after each. */
  lastStep: (Float32Array | Float64Array)[];
  checksums: Set<number>;
  isInStep: boolean;
  isOver: boolean;
}

/**
 * Calls the submission's own `fit` once, with all epochs, as `npm start` does. When the time is up, it ends the training
 * between two batches, by an exception: what the weights are then, is what has been learned. (A `fit` that catches it, or
 * makes no batches, is ended by the sandbox. Then the latest step of the optimizer counts.)
 */
export function fit(
  modules: SubmissionModules,
  options: FitOptions,
  _helper: unknown,
  _attachments: unknown,
  monitor: Monitor,
) {
  const { training } = modules as TrainingModules;
  const { x, y, components } = training;
  const { model, batchSize } = components;
  const { timeMs, epochs = components.epochs, withoutSteps = false, withoutGradients = false } = options;
  const { apply, defineProperty } = Reflect;
  const deadline = monitor.usedMs() + timeMs;
  const timeUp = new Error("the time for this training is up");
  const watched: Watched = {
    samples: 0,
    perEpoch: Math.floor(x.shape[0] / batchSize) * batchSize,
    steps: 0,
    gradients: 0,
    given: 0,
    followed: 0,
    told: [],
    counted: [],
    inside: 0,
    outside: 0,
    lastStep: training.initial.map((values) => values.slice()),
    checksums: new Set(),
    isInStep: false,
    isOver: false,
  };
  training.watched = watched;

  /** How many batches are under way: one, or none in a `fit` that makes its steps itself. */
  let depth = 0;
  let sum = { loss: 0, acc: 0, samples: 0 };
  const endWhenLate = () => {
    if (!watched.isOver && monitor.usedMs() > deadline) throw timeUp;
  };
  const count = (samples: number, { loss, acc }: Partial<Mean> = {}) => {
    watched.samples += samples;
    sum.samples += samples;
    sum.loss += Number(loss) * samples;
    sum.acc += Number(acc) * samples;
    const mean = { loss: sum.loss / sum.samples, acc: sum.acc / sum.samples };
    monitor.report(`${watched.samples / (watched.perEpoch * epochs)} ${mean.loss} ${mean.acc}`);
    if (watched.samples < watched.perEpoch * (watched.counted.length + 1)) return;
    watched.counted.push(mean);
    sum = { loss: 0, acc: 0, samples: 0 };
  };

  const weights = () => Array.from(model.layers).flatMap((layer) => layer.weights);
  // From here on by operators, not by Math: the submission shares it, and may replace what it returns.
  /** Of each weight some 250 numbers, spread over it. */
  const distance = () => {
    let moved = 0;
    weights().forEach((weight, i) => {
      const values = weight.data;
      const before = watched.lastStep[i];
      const step = (values.length / 250) | 0 || 1;
      for (let j = i; j < values.length; j += step) {
        const difference = values[j] - (before?.[j] ?? 0);
        moved += difference < 0 ? -difference : difference;
      }
    });
    return moved;
  };
  const keep = () => {
    let checksum = 0;
    weights().forEach((weight, i) => {
      const values = weight.data;
      const kept = watched.lastStep[i];
      if (kept?.length === values.length) kept.set(values);
      else watched.lastStep[i] = values.slice();
      const step = (values.length / 250) | 0 || 1;
      for (let j = i; j < values.length; j += step) checksum += values[j] * (1 + (j % 7));
    });
    return checksum;
  };

  /** The tape's latest gradient for each tensor. */
  const latest = new Map<unknown, Tensor | undefined>();
  /** Compares what the optimizer is given with that: the weight that follows it least counts, and a large step counts more. */
  const compare = (weights: Tensor[], grads: Tensor[]) => {
    let [least, size] = [1, 0];
    for (let i = 0; i < weights.length; i++) {
      const values = grads[i]?.data;
      if (!values) continue;
      const own = latest.get(weights[i])?.data;
      const step = (values.length / 250) | 0 || 1;
      let [product, given, found] = [0, 0, 0];
      for (let j = i; j < values.length; j += step) {
        const [a, b] = [values[j], own?.[j] ?? 0];
        product += a * b;
        given += a * a;
        found += b * b;
      }
      size += given;
      // A negative rate makes steps along the negative gradient.
      const cosine = found === 0 ? 0 : (product < 0 ? -product : product) / (given * found) ** 0.5;
      if (given > 0 && cosine < least) least = cosine;
    }
    if (!(size > 0 && size < Number.POSITIVE_INFINITY)) return;
    watched.followed += least * size ** 0.5;
    watched.given += size ** 0.5;
  };

  type Optimizer = { applyGradients(...args: unknown[]): unknown };
  const seen = new Set<unknown>();
  const watchOptimizer = (optimizer: Optimizer | undefined) => {
    if (typeof optimizer?.applyGradients !== "function" || seen.has(optimizer)) return;
    seen.add(optimizer);
    const { applyGradients } = optimizer;
    const value = function (this: Optimizer, ...args: unknown[]) {
      if (watched.isOver || watched.isInStep) return apply(applyGradients, this, args);
      const outside = distance();
      watched.outside += outside;
      if (outside !== 0) keep();
      watched.isInStep = true;
      // In front of the step, which may change the gradients in place.
      if (Array.isArray(args[0]) && Array.isArray(args[1])) compare(args[0], args[1]);
      const result = withoutSteps ? undefined : apply(applyGradients, this, args);
      watched.inside += distance();
      watched.checksums.add(keep());
      watched.isInStep = false;
      watched.steps += 1;
      if (depth === 0) {
        count(batchSize);
        endWhenLate();
      }
      return result;
    };
    defineProperty(optimizer, "applyGradients", { value, writable: true, configurable: true });
  };
  // `fit` may compile the model once more, with another optimizer.
  let optimizer = (model as unknown as { optimizer?: Optimizer }).optimizer;
  watchOptimizer(optimizer);
  defineProperty(model, "optimizer", {
    get: () => optimizer,
    set(next) {
      optimizer = next;
      watchOptimizer(next);
    },
    enumerable: true,
    configurable: true,
  });

  const { batchStep } = model;
  const watchedStep = function (this: typeof model, ...args: Parameters<typeof batchStep>) {
    const [images, , isTraining] = args;
    if (watched.isOver || !isTraining) return apply(batchStep, this, args);
    depth += 1;
    try {
      const result = apply(batchStep, this, args);
      if (depth === 1) count(images.shape[0], result);
      return result;
    } finally {
      depth -= 1;
      if (depth === 0) endWhenLate();
    }
  };
  defineProperty(model, "batchStep", { value: watchedStep, writable: true, configurable: true });

  const { gradient } = modules.GradientTape.prototype;
  modules.GradientTape.prototype.gradient = function (target: Tensor, sources: Tensor[]) {
    watched.gradients += 1;
    const found = apply(gradient, this, [target, sources]);
    if (withoutGradients)
      return found.map((grad) => grad && modules.tensor.zeros(grad.shape).astype(grad.dtype));
    if (Array.isArray(sources) && Array.isArray(found))
      sources.forEach((source, i) => {
        latest.set(source, found[i]);
      });
    return found;
  };

  try {
    const history = model.fit(x, y, epochs, batchSize, {
      onEpochEnd: (_epoch, logs) => {
        watched.told.push({ loss: Number(logs?.loss), acc: Number(logs?.acc) });
      },
    });
    return [history];
  } catch (error) {
    if (error !== timeUp) throw error;
    return [];
  }
}

/** After `fit`, however it ended: makes the model ready for predictions, and tells what was seen. */
export function finish(modules: SubmissionModules) {
  const { training } = modules as TrainingModules;
  const { initial, components } = training;
  const watched = training.watched as Watched;
  const { lastStep } = watched;
  watched.isOver = true;
  // A tape that was open when the time was up would record the predictions.
  modules.Diffable.gradientTape = null;
  const layers = Array.from(components.model.layers);
  for (const layer of layers) layer.training = false;
  const weights = layers.flatMap((layer) => layer.weights);
  if (watched.isInStep) {
    // Cut short while the weights were being written.
    weights.forEach((weight, i) => {
      if (lastStep[i]?.length !== weight.size) return;
      weight.assign(modules.tensor.fromData(lastStep[i].slice(), weight.shape));
    });
  }
  let checksum = 0;
  weights.forEach((weight, i) => {
    const values = weight.data;
    const step = (values.length / 250) | 0 || 1;
    for (let j = i; j < values.length; j += step) checksum += values[j] * (1 + (j % 7));
  });
  const same = (kept: Watched["lastStep"]) =>
    weights.every((weight, i) => weight.data.every((value, j) => Object.is(value, kept[i]?.[j])));
  const { samples, perEpoch, steps, gradients, given, followed, told, counted, inside, outside, checksums } =
    watched;
  return {
    samples,
    perEpoch,
    steps,
    gradients,
    followed: given > 0 ? followed / given : 1,
    told,
    counted,
    inside,
    outside,
    weights: weights.length,
    isChanged: !same(initial),
    isAfterStep: same(lastStep) || checksums.has(checksum),
  };
}
