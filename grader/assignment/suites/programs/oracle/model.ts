/** Models: what a step and a measurement give. */
import { Rounded } from "../../../../checks/rounded.ts";
import type { Expected } from "../expected.ts";
import { type Box, boxOf, Held, type Outcome, Unjudged } from "./box.ts";
import type { Layer, World } from "./layer.ts";
import { accuracy, type CategoricalAccuracy, undecided } from "./metrics.ts";
import { GradientTape } from "./tape.ts";

export interface Optimizer {
  /** Changes nothing: says by how much each weight may move, in each form of the rule that is in use. */
  applyGradients(weights: Box[], grads: Box[]): Outcome;
}

export class SequentialModel {
  private optimizer!: Optimizer;
  private lossFn!: Layer;

  constructor(
    private readonly world: World,
    readonly layers: Layer[],
  ) {}

  get weights(): Box[] {
    return this.layers.flatMap((layer) => layer.weights);
  }

  get trainableVariables(): Box[] {
    return this.layers.flatMap((layer) => layer.trainableVariables);
  }

  compile(optimizer: Optimizer, lossFn: Layer, _accFn: CategoricalAccuracy): Outcome {
    this.optimizer = optimizer;
    this.lossFn = lossFn;
    return { expected: null };
  }

  call(x: Box): Outcome {
    const value = this.through(x);
    return { value, expected: value.expected() };
  }

  private through(x: Box, training = false): Box {
    return this.layers.reduce((value, layer) => {
      const before = layer.training;
      layer.training = training ? null : false;
      const output = layer.call(value).value as Box;
      // It may leave the flag as it is, or put back what was there before.
      if (before === null) layer.training = null;
      return output;
    }, x);
  }

  private measure(x: Box, y: Box, training = false): Omit<Part, "size"> {
    const yPred = this.through(x, training);
    const loss = this.lossFn.call(yPred, y).value as Box;
    // A model that has diverged doubles its roundings in each step, until it overflows in one order of them and not in another.
    if (!(Math.abs(loss.value.value.item()) < 1e12)) throw new Unjudged();
    return {
      loss,
      acc: accuracy(yPred.value.value, y.value.value),
      open: () => undecided(yPred.value, y.value.value),
    };
  }

  batchStep(x: Box, y: Box, training: boolean): Outcome {
    const tape = training ? new GradientTape(this.world) : null;
    let measured: ReturnType<typeof this.measure>;
    try {
      measured = this.measure(x, y, training);
    } finally {
      tape?.["[Symbol.dispose]"]();
    }
    const { loss, acc, open } = measured;
    if (tape) {
      const weights = this.trainableVariables;
      this.optimizer.applyGradients(weights, tape.gradient(loss, weights).value as Box[]);
    }
    return metricsOf([{ loss: loss.value, acc, open }]);
  }

  /**
   * Of an optimizer whose rate is 0, with batches that divide the samples: then each epoch gives the same, in whatever order the
   * samples come.
   */
  fit(x: Box, y: Box, epochs: number, batchSize: number, recorder?: Recorder): Outcome {
    const mean = this.meanOver(this.measureParts(x, y, batchSize, true), (size) => size);
    const measured = Array.from({ length: epochs }, () => mean);
    if (recorder) recorder.pairs.push(...measured);
    const expected: Expected = { kind: "history", epochs: measured };
    return { value: new Held(expected), expected };
  }

  /** A left-over batch may be left out, count as a batch like the others, or by its size. */
  evaluate(x: Box, y: Box, batchSize: number): Outcome {
    const parts = this.measureParts(x, y, batchSize);
    const whole = parts.filter(({ size }) => size === batchSize);
    const pairs = [
      this.meanOver(parts, (size) => size),
      this.meanOver(parts, () => 1),
      this.meanOver(whole, () => 1),
    ];
    return metricsOf(pairs);
  }

  private measureParts(x: Box, y: Box, batchSize: number, training = false): Part[] {
    const n = x.value.shape[0];
    return Array.from({ length: Math.ceil(n / batchSize) }, (_, i) => {
      const [start, end] = [i * batchSize, Math.min((i + 1) * batchSize, n)];
      const part = ({ value }: Box) => boxOf(Rounded.of(value.value.slice(start, end)));
      return { ...this.measure(part(x), part(y), training), size: end - start };
    });
  }

  private meanOver(some: Part[], weigh: (size: number) => number): Pair {
    const total = some.reduce((sum, { size }) => sum + weigh(size), 0);
    return {
      loss: some
        .map(({ loss, size }) => loss.value.mul(weigh(size) / total))
        .reduce((sum, part) => sum.add(part)),
      acc: some.reduce((sum, { acc, size }) => sum + (acc * weigh(size)) / total, 0),
      open: () => some.reduce((sum, { open, size }) => sum + (open() * weigh(size)) / total, 0),
    };
  }
}

type Pair = (Expected & { kind: "metrics" })["pairs"][number];
/** What one batch gives. */
type Part = Omit<Pair, "loss"> & { loss: Box; size: number };

/** A callback that keeps what it is told of each epoch. */
export class Recorder {
  readonly pairs: Pair[] = [];

  epochs(): Outcome {
    const items = this.pairs.map((pair): Expected => ({ kind: "metrics", pairs: [pair] }));
    return { value: null, expected: { kind: "list", items } };
  }
}

function metricsOf(pairs: Pair[]): Outcome {
  const expected: Expected = { kind: "metrics", pairs };
  return { value: new Held(expected), expected };
}
