/**
 * What the classes of the assignment should do, by their formulas alone, in float64. A layer is a formula here; its
 * derivatives are those of the formula.
 */

import { type Tensor, tensor, zeros } from "#tensor";
import { Rounded } from "../../../checks/rounded.ts";
import { leakyAlpha } from "../../constants.ts";
import type { Expected } from "./expected.ts";
import { isTensor } from "./program.ts";

/** What cannot be judged: a slope at a kink, or a question that the contract leaves open. */
export class Unjudged extends Error {}

/** A tensor: it stays the same while its value changes. */
export class Box {
  version = 0;
  /** What it may share its numbers with, and in which version: an output that is its input. */
  private shared: [Box, number][] = [];
  constructor(
    public value: Rounded,
    readonly isBias = false,
    /** Entries that are not judged, as long as they are finite. */
    readonly free?: boolean[],
  ) {}

  change(value: Rounded): void {
    this.value = leaf(value);
    this.version += 1;
  }

  mayShare(boxes: Box[]): void {
    this.shared = boxes.map((box) => [box, box.version]);
  }

  /** Whether it still has to be what it was. */
  get isSettled(): boolean {
    return this.shared.every(([box, version]) => box.version === version);
  }

  expected(): Expected {
    return { kind: "tensor", value: this.value, isBias: this.isBias, free: this.free };
  }
}

const leaf = (number: Rounded) => number.alone();
const boxOf = (value: Rounded) => new Box(leaf(value));

/** What a method gives: the value that the program goes on with, and what is expected of the submission's. */
export interface Outcome {
  value?: unknown;
  expected: Expected | null;
}

/** A result that is looked at again at the end. */
export class Held {
  constructor(readonly expected: Expected) {}
}

function metricsOf(pairs: (Expected & { kind: "metrics" })["pairs"]): Outcome {
  const expected: Expected = { kind: "metrics", pairs };
  return { value: new Held(expected), expected };
}

const resultOf = (value: Rounded): Outcome => {
  const box = boxOf(value);
  return { value: box, expected: box.expected() };
};

/** One call, with the state that it was made in. */
class Call {
  readonly versions: number[];
  constructor(
    readonly layer: Layer,
    readonly inputs: Box[],
    readonly output: Box,
  ) {
    this.versions = this.boxes.map(({ version }) => version);
  }

  get boxes(): Box[] {
    return [...this.inputs, ...this.layer.weights];
  }

  /** Whether gradients are those at the call's or at today's numbers is left open. */
  insistOnSameState(): void {
    if (this.boxes.some(({ version }, i) => version !== this.versions[i])) throw new Unjudged();
  }

  composeToInput(J: Box): Outcome {
    this.insistOnSameState();
    const inputs = this.inputs.map(({ value }) => leaf(value));
    const weights = this.layer.weights.map(({ value }) => value);
    const gradients = this.layer.formula(inputs, weights).mul(J.value).sum().gradient(inputs);
    // A loss may have a gradient for its labels as well, or not.
    const { differentiableInputs: count } = this.layer;
    return listOf(gradients.slice(0, count), [], {
      free: this.layer.freeAt(this.inputs),
      isOpen: count < gradients.length,
    });
  }

  composeToWeight(J: Box): Outcome {
    this.insistOnSameState();
    const inputs = this.inputs.map(({ value }) => value);
    const weights = this.layer.weights.map(({ value }) => leaf(value));
    const gradients = this.layer.formula(inputs, weights).mul(J.value).sum().gradient(weights);
    return listOf(gradients, this.layer.weights);
  }
}

function listOf(
  values: Rounded[],
  like: Box[],
  { free, isOpen }: { free?: boolean[]; isOpen?: boolean } = {},
): Outcome {
  const boxes = values.map((value, i) => new Box(leaf(value), like[i]?.isBias, free));
  return { value: boxes, expected: { kind: "list", items: boxes.map((box) => box.expected()), isOpen } };
}

export abstract class Layer {
  weights: Box[] = [];
  trainable = true;
  /** False once a model has predicted; null where it may say so or not, as layers without Dropout need not know. */
  training: false | null = null;
  differentiableInputs = Number.POSITIVE_INFINITY;
  private latest: Call | null = null;

  constructor(private readonly world: World) {}

  abstract formula(inputs: Rounded[], weights: Rounded[]): Rounded;

  /** Where the slope is not judged, entry by entry of the input. */
  freeAt(_inputs: Box[]): boolean[] | undefined {
    return undefined;
  }

  get trainableVariables(): Box[] {
    return this.trainable ? this.weights : [];
  }

  call(...inputs: Box[]): Outcome {
    const values = inputs.map(({ value }) => value);
    const outcome = resultOf(
      this.formula(
        values,
        this.weights.map(({ value }) => value),
      ),
    );
    (outcome.value as Box).mayShare(inputs);
    this.latest = new Call(this, inputs, outcome.value as Box);
    this.world.tape?.operations.push(this.latest);
    return outcome;
  }

  composeToInput(J: Box): Outcome {
    if (!this.latest) throw new Unjudged();
    return this.latest.composeToInput(J);
  }

  composeToWeight(J: Box): Outcome {
    if (!this.latest) throw new Unjudged();
    return this.latest.composeToWeight(J);
  }
}

/** Everything near the kink of a ReLU is left out: a rounding would decide on which side it is. */
export const nearKink = 1e-3;

class Dense extends Layer {
  constructor(
    world: World,
    inputs: number,
    outputs: number,
    readonly initializer = "kaiming",
  ) {
    super(world);
    this.weights = [
      boxOf(Rounded.of(zeros([inputs, outputs], "float64"))),
      new Box(leaf(Rounded.of(zeros([outputs], "float64"))), true),
    ];
  }

  get w(): Box {
    return this.weights[0];
  }

  get b(): Box {
    return this.weights[1];
  }

  override formula([x]: Rounded[], [w, b]: Rounded[]): Rounded {
    return x.matmul(w).add(b);
  }

  /** What it begins with is drawn by the submission; the bias, and "zero", are not. */
  created(received: unknown): Expected {
    const [w] = Array.isArray(received) ? received : [];
    if (this.initializer !== "zero" && isTensor(w) && w.shape.join() === this.weights[0].value.shape.join())
      this.weights[0].change(exact(w));
    return { kind: "list", items: this.weights.map((weight) => weight.expected()) };
  }
}

export const exact = (value: Tensor) =>
  new Rounded(value.astype("float64"), () => zeros(value.shape, "float64"));

class LeakyReLU extends Layer {
  constructor(
    world: World,
    readonly alpha = leakyAlpha,
  ) {
    super(world);
  }

  override formula([x]: Rounded[]): Rounded {
    return x.leaky(this.alpha);
  }

  override freeAt([x]: Box[]): boolean[] {
    return Array.from(x.value.value.data, (number) => number === 0);
  }
}

class ReLU extends LeakyReLU {
  constructor(world: World) {
    super(world, 0);
  }
}

class Softmax extends Layer {
  override formula([x]: Rounded[]): Rounded {
    // Less the maximum of the whole array, a row that is further below it than this has nothing left in float32: e^-87 is the
    // smallest normal number. The contract leaves open which maximum is subtracted.
    const tops = x.value.max(-1, true);
    if (tops.max().item() - tops.min().item() > 80) throw new Unjudged();
    // By way of log(sum(exp(x))), which is as large as x, float32 loses so much of it.
    const error = () => tensor(4 * 2 ** -24 * x.value.abs().max().item(), "float64");
    return x.softmax().mul(new Rounded(tensor(1, "float64"), error));
  }
}

class MeanSquaredError extends Layer {
  override differentiableInputs = 1;

  override formula([yPred, yTrue]: Rounded[]): Rounded {
    // The contract says [batch, classes]: who divides by the product of the two is right.
    if (yPred.value.ndim !== 2) throw new Unjudged();
    return yPred.sub(yTrue).square().mean();
  }
}

class CategoricalCrossentropy extends Layer {
  override differentiableInputs = 1;

  override formula([yPred, yTrue]: Rounded[]): Rounded {
    // Clipped probabilities have no gradient.
    if (yPred.value.min().item() < 1e-5 || yPred.value.max().item() > 1 - 1e-5) throw new Unjudged();
    return yPred
      .log()
      .mul(yTrue)
      .sum()
      .mul(-1 / yPred.shape[0]);
  }
}

class Sum extends Layer {
  override formula(terms: Rounded[]): Rounded {
    return terms.reduce((total, term) => total.add(term));
  }
}

class Product extends Layer {
  override formula([a, b]: Rounded[]): Rounded {
    return a.mul(b);
  }
}

class TwoScales extends Layer {
  constructor(world: World, n: number) {
    super(world);
    this.weights = [1, 0, 1, 0].map((number) => boxOf(Rounded.of(zeros([n], "float64").add(number))));
  }

  override formula([x]: Rounded[], [a, b, c, d]: Rounded[]): Rounded {
    return x.mul(a).add(b).mul(c).add(d);
  }
}

/** Notes whether it is told that a model trains. */
class Probe extends Layer {
  /** As `training`, during its latest call. */
  get seen(): false | null {
    return this.training;
  }

  override formula([x]: Rounded[]): Rounded {
    return x;
  }
}

class GradientTape {
  readonly operations: Call[] = [];
  private readonly outer: GradientTape | null;

  constructor(private readonly world: World) {
    this.outer = world.tape;
    world.tape = this;
  }

  "[Symbol.dispose]"(): Outcome {
    this.world.tape = this.outer;
    return { expected: null };
  }

  /** Runs what was recorded once more, as one formula, and differentiates that. */
  gradient(target: Box, sources: Box[]): Outcome {
    const values = new Map<Box, Rounded>();
    const numbersOf = (box: Box) => {
      const value = values.get(box) ?? leaf(box.value);
      values.set(box, value);
      return value;
    };
    for (const call of this.operations) {
      call.insistOnSameState();
      const isKink = call.layer instanceof LeakyReLU;
      if (isKink && call.inputs[0].value.value.abs().min().item() < nearKink) throw new Unjudged();
      values.set(
        call.output,
        call.layer.formula(call.inputs.map(numbersOf), call.layer.weights.map(numbersOf)),
      );
    }
    const outcome = listOf(numbersOf(target).gradient(sources.map(numbersOf)), sources);
    // One tensor may be the gradient for several sources.
    const boxes = outcome.value as Box[];
    for (const box of boxes) box.mayShare(boxes.filter((other) => other !== box));
    return outcome;
  }
}

class CategoricalAccuracy {
  call(probs: Box, labels: Box): Outcome {
    const share = accuracy(probs.value.value, labels.value.value);
    return { value: share, expected: isOneHot(labels.value.value) ? { kind: "share", value: share } : null };
  }
}

/** The largest entry's place is the first of those that are equal. */
export function accuracy(probs: Tensor, labels: Tensor): number {
  const [n, classes] = probs.shape;
  const largest = ({ data }: Tensor, row: number) => {
    let best = 0;
    for (let i = 1; i < classes; i++) if (data[row * classes + i] > data[row * classes + best]) best = i;
    return best;
  };
  let right = 0;
  for (let row = 0; row < n; row++) if (largest(probs, row) === largest(labels, row)) right += 1;
  return right / n;
}

/**
 * The share of rows whose largest entry is another one, perhaps, by float32's rounding: what they count for is open. Of
 * labels that are not one-hot an accuracy says nothing.
 */
function undecided({ value, error }: Rounded, labels: Tensor): number {
  const [n, classes] = value.shape;
  if (!isOneHot(labels)) return Number.POSITIVE_INFINITY;
  let open = 0;
  for (let row = 0; row < n; row++) {
    const entries = Array.from({ length: classes }, (_, i) => row * classes + i);
    const best = entries.reduce((a, b) => (value.data[b] > value.data[a] ? b : a));
    const mayWin = (i: number) => {
      const bound = error.data[i] + error.data[best];
      return i !== best && bound > 0 && value.data[best] - value.data[i] <= bound;
    };
    if (entries.some(mayWin)) open += 1;
  }
  return open / n;
}

function isOneHot({ data, shape: [n, classes] }: Tensor): boolean {
  return Array.from({ length: n }, (_, row) => data.subarray(row * classes, (row + 1) * classes)).every(
    (row) => row.includes(1) && row.filter((x) => x === 0).length === classes - 1,
  );
}

type Label = number | string;

class OneHotEncoder {
  uniq: Label[] = [];

  fit(labels: Label[]): Outcome {
    this.uniq = [...new Set(labels)].sort((a, b) => (a < b ? -1 : 1));
    return { expected: null };
  }

  call(labels: Label[]): Outcome {
    if (this.uniq.length === 0) this.fit(labels);
    if (labels.some((label) => !this.uniq.includes(label))) return { expected: { kind: "throws" } };
    const rows = labels.map((label) => this.uniq.map((known) => (known === label ? 1 : 0)));
    return resultOf(exact(tensor(rows, "float64")));
  }

  inverse(rows: Box): Outcome {
    const { data, shape } = rows.value.value;
    const labels = Array.from(
      { length: shape[0] },
      (_, i) => this.uniq[data.indexOf(1, i * shape[1]) % shape[1]],
    );
    return { value: labels, expected: { kind: "exactly", value: labels } };
  }
}

export interface Optimizer {
  /** Changes nothing: says by how much each weight may move, in each form of the rule that is in use. */
  applyGradients(weights: Box[], grads: Box[]): Outcome;
}

class SequentialModel {
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
      layer.training = training ? null : false;
      return layer.call(value).value as Box;
    }, x);
  }

  private measure(x: Box, y: Box, training = false): { loss: Box; acc: number; open: () => number } {
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

  /** A left-over batch may be left out, count as a batch like the others, or by its size. */
  evaluate(x: Box, y: Box, batchSize: number): Outcome {
    const n = x.value.shape[0];
    const parts = Array.from({ length: Math.ceil(n / batchSize) }, (_, i) => {
      const [start, end] = [i * batchSize, Math.min((i + 1) * batchSize, n)];
      const part = ({ value }: Box) => boxOf(Rounded.of(value.value.slice(start, end)));
      return { ...this.measure(part(x), part(y)), size: end - start };
    });
    const mean = (some: typeof parts, weigh: (size: number) => number) => {
      const total = some.reduce((sum, { size }) => sum + weigh(size), 0);
      return {
        loss: some
          .map(({ loss, size }) => loss.value.mul(weigh(size) / total))
          .reduce((sum, part) => sum.add(part)),
        acc: some.reduce((sum, { acc, size }) => sum + (acc * weigh(size)) / total, 0),
        open: () => some.reduce((sum, { open, size }) => sum + (open() * weigh(size)) / total, 0),
      };
    };
    const whole = parts.filter(({ size }) => size === batchSize);
    const pairs = [mean(parts, (size) => size), mean(parts, () => 1), mean(whole, () => 1)];
    return metricsOf(pairs);
  }
}

/** Everything that a program makes, and the tape that records. */
export class World {
  tape: GradientTape | null = null;

  create(name: string, args: unknown[], makeOptimizer: (name: string, args: number[]) => Optimizer): unknown {
    const [first, second, third] = args as never[];
    switch (name) {
      case "Dense":
        return new Dense(this, first, second, third);
      case "LeakyReLU":
        return new LeakyReLU(this, first);
      case "ReLU":
        return new ReLU(this);
      case "Softmax":
        return new Softmax(this);
      case "MeanSquaredError":
        return new MeanSquaredError(this);
      case "CategoricalCrossentropy":
        return new CategoricalCrossentropy(this);
      case "Sum":
        return new Sum(this);
      case "Product":
        return new Product(this);
      case "Probe":
        return new Probe(this);
      case "TwoScales":
        return new TwoScales(this, first);
      case "GradientTape":
        return new GradientTape(this);
      case "CategoricalAccuracy":
        return new CategoricalAccuracy();
      case "OneHotEncoder":
        return new OneHotEncoder();
      case "SequentialModel":
        return new SequentialModel(this, first);
      default:
        return makeOptimizer(name, args as number[]);
    }
  }
}
