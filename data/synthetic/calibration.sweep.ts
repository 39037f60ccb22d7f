import { parseIdx, type Split, syntheticDigits } from "../index.ts";
import { bell, createRandom } from "./random.ts";

const INPUTS = 784;
const CLASSES = 10;
const BATCH = 100;
const LEARNING_RATE = 0.1;
const ALPHA = 0.3;

/** Images as [count, 784] from 0 to 1, and labels. */
function load({ images, labels }: Split): { x: Float32Array; y: Uint8Array } {
  return {
    x: Float32Array.from(parseIdx(images, "images").data, (byte) => byte / 255),
    y: parseIdx(labels, "labels").data,
  };
}

/**
 * Trains the reference simple model in plain loops: Dense(784, 10), LeakyReLU(0.3), mean squared error, gradient descent, 10
 * epochs. Returns its accuracy on the test images.
 */
function trainSimpleModel(train: Split, test: Split, seed: string): number {
  const { x, y } = load(train);
  const random = createRandom(seed);
  const weights = Float32Array.from({ length: INPUTS * CLASSES }, () => Math.sqrt(2 / INPUTS) * bell(random));
  const bias = new Float32Array(CLASSES);

  const forward = (images: Float32Array, n: number): Float64Array => {
    const z = Float64Array.from(bias);
    for (let i = 0; i < INPUTS; i++) {
      const pixel = images[n * INPUTS + i];
      if (pixel === 0) continue;
      for (let c = 0; c < CLASSES; c++) z[c] += pixel * weights[i * CLASSES + c];
    }
    return z;
  };

  for (let epoch = 0; epoch < 10; epoch++) {
    for (let start = 0; start < train.count; start += BATCH) {
      const deltas = Array.from({ length: BATCH }, (_, k) =>
        forward(x, start + k).map((z, c) => {
          const slope = z > 0 ? 1 : ALPHA;
          const target = y[start + k] === c ? 1 : 0;
          return ((2 * (z * slope - target)) / (BATCH * CLASSES)) * slope;
        }),
      );
      deltas.forEach((delta, k) => {
        for (let c = 0; c < CLASSES; c++) bias[c] -= LEARNING_RATE * delta[c];
        for (let i = 0; i < INPUTS; i++) {
          const pixel = x[(start + k) * INPUTS + i];
          if (pixel === 0) continue;
          for (let c = 0; c < CLASSES; c++) weights[i * CLASSES + c] -= LEARNING_RATE * pixel * delta[c];
        }
      });
    }
  }

  const { x: testX, y: testY } = load(test);
  // LeakyReLU is monotonic, so the largest z gives the largest output.
  const right = testY.filter((label, n) => {
    const z = forward(testX, n);
    return z.indexOf(Math.max(...z)) === label;
  });
  return right.length / test.count;
}

/**
 * Measured with NumPy on the same bytes: this model reaches 0.883 to 0.896 over 20 initialisations. 784-128-10 with Adam(1e-3),
 * cross-entropy and batch 128 reaches at least 0.970 after 5 epochs and 0.981 after 12; the linear model with softmax 0.938.
 */
it("is as hard as MNIST: the simple model, with 0.886 on MNIST, reaches between 0.86 and 0.93", () => {
  const { train, test } = syntheticDigits();
  const accuracy = trainSimpleModel(train, test, "calibration");
  expect(accuracy).toBeGreaterThan(0.86);
  expect(accuracy).toBeLessThan(0.93);
});
