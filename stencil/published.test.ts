/**
 * Figures from the tests of Keras and PyTorch, as tests of the reference solution. Only facts; the sources are:
 *  - keras-team/keras: keras/src/losses/losses_test.py, keras/src/optimizers/{sgd,rmsprop,adam}_test.py
 *  - pytorch/pytorch: test/cpp/api/optim.cpp (the network) and test/cpp/api/optim_baseline.h (the weights)
 */
import { setFloatx, type Tensor, tensor } from "#tensor";
import { Activation } from "../solution/beras/activations.ts";
import { GradientTape } from "../solution/beras/core.ts";
import { Dense } from "../solution/beras/layers.ts";
import { CategoricalCrossentropy, MeanSquaredError } from "../solution/beras/losses.ts";
import { Adam, BasicOptimizer, type Optimizer, RMSProp } from "../solution/beras/optimizers.ts";

beforeAll(() => setFloatx("float64"));
afterAll(() => setFloatx("float32"));

describe("losses, with Keras's figures", () => {
  test("mean squared error: 49.5", () => {
    const predicted = tensor([
      [4, 8, 12],
      [8, 1, 3],
    ]);
    const wanted = tensor([
      [1, 9, 2],
      [-5, -2, 6],
    ]);
    expect(new MeanSquaredError().call(predicted, wanted).item()).toBe(49.5);
  });

  const labels = tensor([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
  const rows = tensor([
    [0.9, 0.05, 0.05],
    [0.5, 0.89, 0.6],
    [0.05, 0.01, 0.94],
  ]);

  test("cross-entropy: 0.3239, for rows divided by their sums, which Keras does itself", () => {
    const loss = (p: Tensor) => new CategoricalCrossentropy().call(p, labels).item();
    // Keras publishes four digits, truncated instead of rounded.
    expect(Math.abs(loss(rows.div(rows.sum(1, true))) - 0.3239)).toBeLessThan(1e-4);
    // The second row adds up to 1.99. Unnormalized, it makes the loss log(1.99) / 3 smaller.
    expect(Math.abs(loss(rows) - (0.3239 - Math.log(1.99) / 3))).toBeLessThan(1e-4);
  });

  test("cross-entropy of the softmax of logits: 0.0573", () => {
    const logits = tensor([
      [8, 1, 1],
      [0, 9, 1],
      [2, 3, 5],
    ]);
    const e = logits.exp();
    const loss = new CategoricalCrossentropy().call(e.div(e.sum(1, true)), labels);
    expect(Math.abs(loss.item() - 0.0573)).toBeLessThan(1e-4);
  });
});

describe("one step of Keras from [1, 2, 3, 4] with the gradients [1, 6, 7, 2] and the rate 0.5", () => {
  test.each<[string, Optimizer, number[]]>([
    ["SGD", new BasicOptimizer(0.5), [0.5, -1, -0.5, 3]],
    ["RMSprop", new RMSProp(0.5), [-0.5811, 0.4189, 1.4189, 2.4189]],
    ["Adam", new Adam(0.5), [0.5, 1.5, 2.5, 3.5]],
  ])("%s", (_, optimizer, expected) => {
    const weights = tensor([1, 2, 3, 4]);
    optimizer.applyGradients([weights], [tensor([1, 6, 7, 2])]);
    expect(largestDifference(weights, expected)).toBeLessThan(1e-4);
  });

  test("Adam with gradients that grow: the published first five steps", () => {
    const weights = tensor([1]);
    const adam = new Adam(0.001);
    for (const [i, expected] of [0.999, 0.9982, 0.9974, 0.9965, 0.9955].entries()) {
      // Keras has ten weights with gradients from 0.1 to 1, and one figure for all of them, to 5e-4.
      adam.applyGradients([weights], [tensor([i === 0 ? 0.01 : 0.5])]);
      expect(Math.abs(weights.item() - expected)).toBeLessThan(5e-4);
    }
  });
});

/** PyTorch's test network has two of these. Beras needs none. */
class Sigmoid extends Activation {
  override forward(x: Tensor): Tensor {
    return tensor(1).div(x.neg().exp().add(1));
  }
  override inputGradients(): Tensor[] {
    const y = this.outputs[0];
    return [y.mul(y.neg().add(1))];
  }
}

describe("a thousand steps of PyTorch", () => {
  // Two inputs, three hidden numbers, one output; the loss is the sum of the outputs of three samples.
  function train(optimizer: Optimizer, steps: number): number[] {
    const inputs = tensor([
      [0.1, 0.2],
      [0.3, 0.4],
      [0.5, 0.6],
    ]);
    const [hidden, output, sigmoids] = [new Dense(2, 3), new Dense(3, 1), [new Sigmoid(), new Sigmoid()]];
    // PyTorch stores W as [out, in], so both matrices are transposed.
    hidden.w.assign([
      [-0.2109, -0.1413, -0.2524],
      [-0.4976, -0.342, 0.6976],
    ]);
    hidden.b.assign([-0.1085, -0.2979, 0.6892]);
    output.w.assign([[-0.0508], [-0.3941], [-0.2843]]);
    output.b.assign([-0.0711]);
    const weights = [hidden.w, hidden.b, output.w, output.b];
    for (let step = 0; step < steps; step++) {
      using tape = new GradientTape();
      const y = sigmoids[1].call(output.call(sigmoids[0].call(hidden.call(inputs))));
      optimizer.applyGradients(weights, tape.gradient(y, weights));
    }
    return [...hidden.w.T.flatten().data, ...hidden.b.data, ...output.w.data, ...output.b.data];
  }

  // W1, b1, W2, b2 after each number of steps. PyTorch's figures start from weights with more digits than are published, so they differ
  // from the first step on by up to 5e-5, the rounding. The absolute part of PyTorch's own tolerance is ten times that.
  const [absolute, relative] = [5e-4, 1e-3];
  const published: [name: string, steps: number, make: () => Optimizer, weights: number[]][] = [
    [
      "SGD",
      101,
      () => new BasicOptimizer(0.1),
      [
        -0.15543132, -0.42351104, -0.041967962, -0.20952232, -0.16031407, 0.82097425, 0.077243436,
        0.033875295, 1.0028794, -0.82133824, -1.15708, -1.615476, -1.8734091,
      ],
    ],
    [
      "SGD",
      1001,
      () => new BasicOptimizer(0.1),
      [
        -0.075832328, -0.31723601, 0.063091793, -0.069263614, -0.072745108, 0.93920046, 0.34400386,
        0.38586479, 1.3094519, -1.3272851, -1.6952731, -2.4301754, -2.8777165,
      ],
    ],
    [
      "RMSprop",
      101,
      () => new RMSProp(0.1, 0.99, 1e-8),
      [
        2.4485719, 2.2809152, 1.7346424, 1.5940005, 1.2507611, 2.2489933, 2.9946615, 1.8150485, 2.3825426,
        -2.3036982, -2.63373, -2.0183701, -1.6207876,
      ],
    ],
    [
      "RMSprop",
      1001,
      () => new RMSProp(0.1, 0.99, 1e-8),
      [
        3.0175156, 2.9452004, 2.2914699, 2.2217217, 1.6544731, 2.7054314, 3.9190041, 2.6513176, 2.9937365,
        -4.0531116, -4.4508018, -3.0271846, -2.3539499,
      ],
    ],
    [
      "Adam",
      101,
      () => new Adam(1, 0.9, 0.999, 1e-8),
      [
        8.2323434, 7.9706433, 6.6435464, 6.4709274, 6.1699929, 7.1506445, 8.4175137, 6.597182, 7.2317313,
        -6.7296201, -7.0974415, -6.7533081, -6.4356448,
      ],
    ],
    [
      "Adam",
      1001,
      () => new Adam(1, 0.9, 0.999, 1e-8),
      [
        8.2327286, 7.9710299, 6.6438457, 6.471228, 6.1702733, 7.1509265, 8.4179034, 6.597487, 7.232018,
        -6.7299144, -7.0977371, -6.7535913, -6.4359224,
      ],
    ],
  ];

  test.each(published)("%s, after %d", (_, steps, make, weights) => {
    const expected = tensor(weights);
    const differences = tensor(train(make(), steps)).sub(expected).abs();
    expect(differences.sub(expected.abs().mul(relative)).max().item()).toBeLessThan(absolute);
  });
});

function largestDifference(weights: Tensor, expected: number[]): number {
  return weights.sub(tensor(expected)).abs().max().item();
}
