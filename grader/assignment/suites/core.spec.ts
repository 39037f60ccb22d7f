/** GradientTape: gradients of whole networks against finite differences, and what the tape records. */

import { allClose, ones, type Tensor } from "#tensor";
import { CheckError, check, generator, hasFailed, isBlocked } from "../../checks/check.ts";
import { keepGraph } from "../../checks/current.ts";
import { drawUntil, normal } from "../../checks/draw.ts";
import {
  gradientAt,
  gradientTolerance,
  perturbed,
  valuesAt,
  valueTolerance,
} from "../../checks/finiteDifferences.ts";
import { Rounded } from "../../checks/rounded.ts";
import { describeValue, expectList, expectTensor, isTensor } from "../../checks/values.ts";
import { leakyAlpha } from "../constants.ts";
import type { SubmissionModules } from "../contract.ts";
import { type GradientCost, judgeGradientCost, judgeReruns } from "../training/integrity.ts";
import { drawPrograms } from "./programs/draft.ts";
import { fileOf, judgePrograms } from "./programs/judge.ts";
import { tapeProgram } from "./programs/tapePrograms.ts";
import { evaluateParts, standingIn } from "./standIns.ts";
import { submission } from "./submission.ts";
import { drawn, pictureOf, stepsOf } from "./tapePicture.ts";

type Args = Record<string, Tensor>;
/** A network's loss, worked out here. */
type Loss = (args: Record<string, Rounded>) => Rounded;
/** Builds a network in the sandbox: the tensors to differentiate for, and a run from them to the loss. */
type Network = (modules: SubmissionModules, args: Args) => { sources: Tensor[]; forward: () => Tensor };

const batch = 3;

/** A layer's weights, drawn so that none of its outputs for x comes near the kink of a ReLU. */
function drawDense(purpose: string, x: Tensor, outputs: number): { w: Tensor; b: Tensor; y: Tensor } {
  const from = generator(purpose);
  return drawUntil(
    () => {
      const w = normal(from, x.shape[1], outputs);
      const b = normal(from, outputs);
      return { w, b, y: x.matmul(w).add(b) };
    },
    // The differences move it by some 1e-5, and float32 by less than that.
    ({ y }) => y.abs().min().item() > 0.02,
  );
}

/** LeakyReLU with its default slope. */
const leakyRelu = (y: Tensor) => y.maximum(y.mul(leakyAlpha));
const affine = drawn("Dense", (x: Rounded, w: Rounded, b: Rounded) => x.matmul(w).add(b));
const leaky = drawn("LeakyReLU", (y: Rounded) => y.leaky(leakyAlpha));
const plus = drawn("Add", (a: Rounded, b: Rounded) => a.add(b));
const mse = drawn("MeanSquaredError", (yPred: Rounded, yTrue: Rounded) => yPred.sub(yTrue).square().mean());

/** In the sandbox: the tape's gradients, and the losses at the perturbed sources. */
function probe(
  modules: SubmissionModules,
  { args, points, order }: { args: Args; points: Tensor[]; order: number[] },
  network: Network,
) {
  modules.tensor.setFloatx("float64");
  const { sources, forward } = network(modules, args);
  const tape = new modules.GradientTape();
  let gradients: Tensor[];
  let forwards: unknown[];
  let reruns = 0;
  const { prototype } = modules.Dense;
  const original = prototype.forward;
  try {
    const target = forward();
    forwards = [
      target.copy(),
      tape.operations.map(({ layer, outputs }) => [layer.constructor.name, outputs[0].copy()]),
    ];
    prototype.forward = function (x: Tensor) {
      reruns += 1;
      return original.call(this, x);
    };
    gradients = tape.gradient(
      target,
      order.map((i) => sources[i]),
    );
  } finally {
    prototype.forward = original;
    tape[Symbol.dispose]();
  }
  const losses = order.map((s) => {
    const source = sources[s];
    const before = source.copy();
    const values: Tensor[] = [];
    for (let i = 0; i < points[s].shape[0]; i++) {
      source.assign(points[s].slice(i, i + 1).reshape(source.shape));
      values.push(forward().reshape(1));
    }
    source.assign(before);
    return modules.tensor.stack(values);
  });
  return [gradients, losses, order.map((s) => sources[s]), reruns, forwards];
}

/**
 * Compares the tape's gradients with finite differences.
 * @param args the network's numbers; `sources` names those to differentiate for, in the order of the network's own
 * @param loss the submission's own has to be this one
 * @param order in which the gradients are asked for; all, in their own order, by default
 */
async function expectTapeGradients(
  args: Args,
  sources: string[],
  loss: Loss,
  network: Network,
  order = sources.map((_, i) => i),
): Promise<void> {
  const numbers = Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, Rounded.of(value)] as const),
  );
  const own: Args = {};
  try {
    await compareGradients({ args, numbers, sources, loss, network, order, own });
  } catch (error) {
    keepGraph(pictureOf(numbers, loss, own));
    throw error;
  }
}

interface Comparing {
  args: Args;
  numbers: Record<string, Rounded>;
  sources: string[];
  loss: Loss;
  network: Network;
  order: number[];
  /** Receives the submission's gradients, by source. */
  own: Args;
}

async function compareGradients(comparing: Comparing): Promise<void> {
  const { args, numbers, sources, loss, network, order, own } = comparing;
  const points = sources.map((name) => perturbed(args[name]));
  const value = await evaluateParts(probe, { args, points, order }, network);
  const [gradients, losses, values, reruns, forwards] = expectList(value, "gradients", 5);
  judgeReruns(reruns);
  const received = expectList(gradients, "GradientTape.gradient", order.length);
  for (const [i, gradient] of received.entries()) if (isTensor(gradient)) own[sources[order[i]]] = gradient;
  expectGradientOfEach(
    received,
    order.map((s) => sources[s]),
    expectList(values, "sources"),
  );
  order.forEach((s, i) => {
    const forward = expectTensor(expectList(losses, "losses")[i], "loss", [points[s].shape[0], 1]);
    const ofSource = (point: Rounded) => loss({ ...numbers, [sources[s]]: point }).reshape([1]);
    const expected = valuesAt(points[s], ofSource);
    try {
      expect(forward).toBeAllClose(expected, { name: "loss", ...valueTolerance });
    } catch (error) {
      blameForward(forwards, numbers, loss);
      throw error;
    }
    // A bias may have the shape [out] or [1, out], and its gradient has the same.
    const { shape } = expectTensor(expectList(values, "sources")[i], sources[s]);
    const gradient = gradientAt(args[sources[s]], ones([1]), ofSource, expected).reshape(shape);
    expect(received[i]).toBeAllClose(gradient, {
      name: `gradient of ${sources[s]}`,
      factors: { "the number of samples": batch },
      ...gradientTolerance,
    });
  });
}

/** A loss that is wrong before any gradient comes of what is called on the way to it, and of no tape. */
function blameForward(forwards: unknown, numbers: Record<string, Rounded>, loss: Loss): void {
  const [target, calls] = expectList(forwards, "losses", 2);
  const { taken, target: expected } = stepsOf(numbers, loss);
  // Above what float32 rounds off in these networks: that is never what made the loss wrong.
  const isRight = (value: unknown, right: Rounded) =>
    isTensor(value) &&
    value.size === right.value.size &&
    allClose(value.reshape(right.shape), right.value, 1e-5, 1e-5);
  if (isRight(target, expected)) return;
  const wrong = expectList(calls, "calls").findIndex((call) => {
    const [name, output] = expectList(call, "call", 2);
    return !taken.some((step) => step.name === name && isRight(output, step.output));
  });
  const name = String((calls as unknown[][])[wrong]?.[0]);
  const file = fileOf(name);
  if (!file) return;
  throw new CheckError({
    code: "unexpected",
    at: { file, method: `${name}.forward` },
    message: `the loss is wrong before any gradient is asked for: the first wrong output is that of call ${wrong + 1} on the tape, of ${name}`,
    expected: `loss = ${describeValue(expected.value.item())}`,
    received: `loss = ${describeValue(isTensor(target) && target.size === 1 ? target.item() : target)}`,
    hint: `${name}.forward has checks of its own, which tell more. Alone on these numbers it may be right: then it keeps something of an earlier call, or shares a tensor with another object.`,
  });
}

/** One gradient for each source, in their order, each of the source's shape. */
function expectGradientOfEach(gradients: unknown[], names: string[], sources: unknown[]): void {
  const shapes = sources.map((source, i) => expectTensor(source, names[i]).shape);
  gradients.forEach((gradient, i) => {
    if (isTensor(gradient)) return;
    throw new CheckError({
      code: "unexpected",
      message: `the gradient of ${names[i]} is ${describeValue(gradient)}`,
      expected: `a Tensor of shape [${shapes[i]}], of zeros if the target does not depend on ${names[i]}`,
      received: describeValue(gradient),
    });
  });
  const received = gradients.map((gradient, i) => expectTensor(gradient, names[i]).shape);
  const wrong = received.findIndex((shape, i) => shape.join() !== shapes[i].join());
  const sorted = (list: (readonly number[])[]) => list.map(String).sort().join(" ");
  if (wrong < 0 || sorted(received) !== sorted(shapes)) return;
  throw new CheckError({
    code: "wrong-shape",
    name: `gradient of ${names[wrong]}`,
    expected: shapes[wrong],
    received: received[wrong],
    diagnosis: { code: "known", mistake: "tapeOrder" },
  });
}

check("core.tape.dense", async () => {
  for (const outputs of [2, 4]) {
    const from = generator(`data ${outputs}`);
    const x = normal(from, batch, 4);
    const { w, b } = drawDense(`dense ${outputs}`, x, outputs);
    const args = { x, yTrue: normal(from, batch, outputs), w, b };
    const loss: Loss = ({ x, yTrue, w, b }) => mse(affine(x, w, b), yTrue);
    await expectTapeGradients(args, ["w", "b"], loss, ({ Dense, MeanSquaredError }, { x, yTrue, w, b }) => {
      const layer = new Dense(w.shape[0], w.shape[1]);
      layer.weights[0].assign(w);
      layer.weights[1].assign(b);
      const mse = new MeanSquaredError();
      return { sources: layer.weights, forward: () => mse.call(layer.call(x), yTrue) };
    });
  }
  // What a stand-in costs says nothing.
  if (standingIn().length === 0) judgeGradientCost(await gradientCost());
});

/** What it costs to differentiate for the weights of a larger layer. The first call pays for compiling. */
async function gradientCost(): Promise<GradientCost> {
  const n = 96;
  const shortest = async (fn: (modules: SubmissionModules, args: { n: number }) => unknown) => {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) times.push(await submission.measure(fn, { n }));
    return Math.min(...times);
  };
  const gradientMs = await shortest(({ Dense, GradientTape, MeanSquaredError, tensor }, { n }) => {
    const layer = new Dense(n, n);
    const tape = new GradientTape();
    try {
      const loss = new MeanSquaredError().call(layer.call(tensor.ones([1, n])), tensor.zeros([1, n]));
      tape.gradient(loss, layer.weights);
    } finally {
      tape[Symbol.dispose]();
    }
    return null;
  });
  const calls = 100;
  const callsMs = await shortest(({ Dense, tensor }, { n }) => {
    const layer = new Dense(n, n);
    const x = tensor.ones([1, n]);
    for (let i = 0; i < 100; i++) layer.call(x);
    return null;
  });
  return { weights: n * n + n, gradientMs, callMs: callsMs / calls };
}

/** The numbers of Dense(4, 5), LeakyReLU, Dense(5, 2), MeanSquaredError. */
function drawChain(): Args {
  const from = generator("chain");
  const x = normal(from, batch, 4);
  const first = drawDense("first layer", x, 5);
  const second = drawDense("second layer", leakyRelu(first.y), 2);
  return { x, yTrue: normal(from, batch, 2), w1: first.w, b1: first.b, w2: second.w, b2: second.b };
}

const chainLoss: Loss = ({ x, yTrue, w1, b1, w2, b2 }) =>
  mse(affine(leaky(affine(x, w1, b1)), w2, b2), yTrue);

const chain: Network = ({ Dense, LeakyReLU, MeanSquaredError }, { x, yTrue, w1, b1, w2, b2 }) => {
  const first = new Dense(w1.shape[0], w1.shape[1]);
  const second = new Dense(w2.shape[0], w2.shape[1]);
  first.weights[0].assign(w1);
  first.weights[1].assign(b1);
  second.weights[0].assign(w2);
  second.weights[1].assign(b2);
  const activation = new LeakyReLU();
  const mse = new MeanSquaredError();
  const forward = () => mse.call(second.call(activation.call(first.call(x))), yTrue);
  return { sources: [...first.weights, ...second.weights], forward };
};

const chainSources = ["w1", "b1", "w2", "b2"];

check("core.tape.chain", () => expectTapeGradients(drawChain(), chainSources, chainLoss, chain));

check("core.tape.order", async () => {
  await expectTapeGradients(drawChain(), chainSources, chainLoss, chain, [2, 0, 3, 1]);
  // Not all of them, and a single one.
  await expectTapeGradients(drawChain(), chainSources, chainLoss, chain, [3, 0]);
  await expectTapeGradients(drawChain(), chainSources, chainLoss, chain, [1]);
  // A weight of a layer that was never called.
  await expectTapeGradients(
    { ...drawChain(), w3: normal(generator("unused layer"), 2, 3) },
    ["w1", "w3"],
    chainLoss,
    ({ Dense, LeakyReLU, MeanSquaredError }, { x, yTrue, w1, b1, w2, b2, w3 }) => {
      const layers = [w1, w2, w3].map((w) => new Dense(w.shape[0], w.shape[1]));
      [w1, w2, w3].forEach((w, i) => {
        layers[i].weights[0].assign(w);
      });
      layers[0].weights[1].assign(b1);
      layers[1].weights[1].assign(b2);
      const activation = new LeakyReLU();
      const mse = new MeanSquaredError();
      const forward = () => mse.call(layers[1].call(activation.call(layers[0].call(x))), yTrue);
      return { sources: [layers[0].weights[0], layers[2].weights[0]], forward };
    },
  );
});

check("core.tape.skip", async () => {
  const from = generator("skip");
  const x = normal(from, batch, 4);
  const first = drawDense("first layer", x, 4);
  const second = drawDense("second layer", leakyRelu(first.y), 4);
  const args = { x, yTrue: normal(from, batch, 4), w1: first.w, b1: first.b, w2: second.w, b2: second.b };
  const loss: Loss = ({ x, yTrue, w1, b1, w2, b2 }) => {
    const h = leaky(affine(x, w1, b1));
    return mse(plus(h, affine(h, w2, b2)), yTrue);
  };
  await expectTapeGradients(args, chainSources, loss, (modules, { x, yTrue, w1, b1, w2, b2 }) => {
    const { Dense, Diffable, LeakyReLU, MeanSquaredError } = modules;
    // h + f(h): the output of the first layer goes two ways.
    class Add extends Diffable {
      override forward(a: Tensor, b: Tensor): Tensor {
        return a.add(b);
      }
      override inputGradients(): Tensor[] {
        return this.inputs.map((input) => modules.tensor.eye(input.shape[1]));
      }
      override composeToInput(J: Tensor): Tensor[] {
        return this.inputs.map(() => J);
      }
    }
    const first = new Dense(4, 4);
    const second = new Dense(4, 4);
    first.weights[0].assign(w1);
    first.weights[1].assign(b1);
    second.weights[0].assign(w2);
    second.weights[1].assign(b2);
    const activation = new LeakyReLU();
    const add = new Add();
    const mse = new MeanSquaredError();
    const forward = () => {
      const h = activation.call(first.call(x));
      return mse.call(add.call(h, second.call(h)), yTrue);
    };
    return { sources: [...first.weights, ...second.weights], forward };
  });
  // (a + b) + f(a): an addition hands the same gradient to both of its inputs, and the next path to one of them must not
  // change the other's.
  const sumLoss: Loss = ({ x, yTrue, w1, b1, w2, b2 }) => {
    const a = affine(x, w1, b1);
    return mse(plus(plus(a, affine(x, w2, b2)), leaky(a)), yTrue);
  };
  await expectTapeGradients(args, chainSources, sumLoss, (modules, { x, yTrue, w1, b1, w2, b2 }) => {
    const { Dense, Diffable, LeakyReLU, MeanSquaredError } = modules;
    class Add extends Diffable {
      override forward(a: Tensor, b: Tensor): Tensor {
        return a.add(b);
      }
      override inputGradients(): Tensor[] {
        return this.inputs.map((input) => modules.tensor.eye(input.shape[1]));
      }
      override composeToInput(J: Tensor): Tensor[] {
        return this.inputs.map(() => J);
      }
    }
    const layers = [new Dense(4, 4), new Dense(4, 4)];
    layers[0].weights[0].assign(w1);
    layers[0].weights[1].assign(b1);
    layers[1].weights[0].assign(w2);
    layers[1].weights[1].assign(b2);
    const activation = new LeakyReLU();
    const mse = new MeanSquaredError();
    const forward = () => {
      const b = layers[1].call(x);
      const a = layers[0].call(x);
      const c = activation.call(a);
      return mse.call(new Add().call(new Add().call(a, b), c), yTrue);
    };
    return { sources: [...layers[0].weights, ...layers[1].weights], forward };
  });
});

check("core.tape.reuse", async () => {
  const from = generator("reuse");
  const x = normal(from, batch, 3);
  // The same weights twice: both outputs have to stay away from the kink, and to lie on different sides of it here and
  // there, so that it matters at which of the two calls a slope is taken.
  const { w, b } = drawUntil(
    () => drawDense(`layer ${from.uniform().item()}`, x, 3),
    ({ w, b, y }) => {
      const second = leakyRelu(y).matmul(w).add(b);
      return second.abs().min().item() > 0.02 && second.mul(y).min().item() < 0;
    },
  );
  const args = { x, yTrue: normal(from, batch, 3), w, b };
  const loss: Loss = ({ x, yTrue, w, b }) => mse(leaky(affine(leaky(affine(x, w, b)), w, b)), yTrue);
  await expectTapeGradients(
    args,
    ["w", "b"],
    loss,
    ({ Dense, LeakyReLU, MeanSquaredError }, { x, yTrue, w, b }) => {
      const layer = new Dense(3, 3);
      layer.weights[0].assign(w);
      layer.weights[1].assign(b);
      const activation = new LeakyReLU();
      const mse = new MeanSquaredError();
      const forward = () => mse.call(activation.call(layer.call(activation.call(layer.call(x)))), yTrue);
      return { sources: layer.weights, forward };
    },
  );
  await expectManyCalls(150);
});

/** As deep as a network is: y = x w + b with w = 1 and b = 0, on the output of the call before. */
async function expectManyCalls(calls: number): Promise<void> {
  const value = await evaluateManyCalls(calls).catch(async (error: unknown) => {
    await judgeSeed();
    throw error;
  });
  expect(value).toBeExactly([calls, calls], {
    message: `gradients of w and b after ${calls} calls of one layer, where each call adds 1`,
  });
}

/** The target's own gradient, which a J of the wrong shape comes from. */
async function judgeSeed(): Promise<void> {
  const value = await evaluateParts(({ Dense, GradientTape, tensor }) => {
    const tape = new GradientTape();
    try {
      const y = new Dense(1, 2).call(tensor.ones([3, 1]));
      return tape.gradient(y, [y]);
    } finally {
      tape[Symbol.dispose]();
    }
  });
  const [gradient] = expectList(value, "GradientTape.gradient", 1);
  if (isTensor(gradient) && gradient.shape.join() === "3,2") return;
  throw new CheckError({
    code: "unexpected",
    message: "the gradient of a target of shape [3,2] with respect to itself",
    expected: describeValue(ones([3, 2])),
    received: describeValue(gradient),
    hint: "Every number of the target changes with itself by 1: the walk begins with ones of the target's shape, which need not be [].",
  });
}

function evaluateManyCalls(calls: number): Promise<unknown> {
  return evaluateParts(({ Dense, GradientTape, tensor }, calls) => {
    tensor.setFloatx("float64");
    const layer = new Dense(1, 1, "zero");
    layer.weights[0].assign(tensor.ones([1, 1]));
    const tape = new GradientTape();
    try {
      let y = tensor.ones([1, 1]);
      for (let i = 0; i < calls; i++) y = layer.call(y);
      return tape.gradient(y, layer.weights).map((gradient) => gradient.item());
    } finally {
      tape[Symbol.dispose]();
    }
  }, calls);
}

check("core.tape.frozen", async () => {
  // Only the first layer's weights are asked for; the second is frozen, and lies in between.
  await expectTapeGradients(
    drawChain(),
    ["w1", "b1"],
    chainLoss,
    ({ Dense, LeakyReLU, MeanSquaredError }, args) => {
      const { x, yTrue, w1, b1, w2, b2 } = args;
      const first = new Dense(w1.shape[0], w1.shape[1]);
      const second = new Dense(w2.shape[0], w2.shape[1]);
      first.weights[0].assign(w1);
      first.weights[1].assign(b1);
      second.weights[0].assign(w2);
      second.weights[1].assign(b2);
      second.trainable = false;
      const activation = new LeakyReLU();
      const mse = new MeanSquaredError();
      const forward = () => mse.call(second.call(activation.call(first.call(x))), yTrue);
      return { sources: [...first.trainableVariables, ...second.trainableVariables], forward };
    },
  );
});

check("core.tape.outside", async () => {
  const value = await evaluateParts(({ Diffable, GradientTape, tensor }) => {
    class Identity extends Diffable {
      override forward(x: Tensor): Tensor {
        return x;
      }
      override inputGradients(): Tensor[] {
        return [tensor.onesLike(this.inputs[0])];
      }
    }
    const layer = new Identity();
    const x = tensor.ones([1, 2]);
    layer.call(x);
    const tape = new GradientTape();
    const atStart = tape.operations.length;
    layer.call(x);
    const inside = tape.operations.length;
    tape[Symbol.dispose]();
    layer.call(x);
    return [atStart, inside, tape.operations.length, Diffable.gradientTape === null];
  });
  expect(value).toBeExactly([0, 1, 1, true], {
    message:
      "operations on a tape at its start, after a call, after a call behind its end; is no tape active then",
  });
});

check("core.tape.exception", async () => {
  const value = await evaluateParts(({ Diffable, GradientTape }) => {
    const outer = new GradientTape();
    const inner = new GradientTape();
    const nested = Diffable.gradientTape === inner;
    // What leaving a block with `using` does, whether by its end or by an exception.
    inner[Symbol.dispose]();
    const back = Diffable.gradientTape === outer;
    outer[Symbol.dispose]();
    const none = Diffable.gradientTape === null;
    // One that was closed by hand is closed once more at the end of its block.
    const next = new GradientTape();
    outer[Symbol.dispose]();
    const goesOn = Diffable.gradientTape === next;
    next[Symbol.dispose]();
    return [nested, back, none, goesOn];
  });
  expect(value).toBeExactly([true, true, true, true], {
    message:
      "the inner tape records, then the outer one again, then none, then a new one, although the outer one ends once more",
  });
});

check("core.tape.programs", () => {
  const activations =
    isBlocked("activations.softmax.overTime") || hasFailed("activations.softmax.overTime")
      ? ["LeakyReLU"]
      : ["LeakyReLU", "Softmax"];
  return judgePrograms(
    drawPrograms(generator(), 40, (draft, number) => tapeProgram(draft, number, activations)),
  );
});
