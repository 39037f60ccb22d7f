/** Trained models that are made anew with the trained weights: who knows as much as before. Enough digits to learn from. */
import { WarmGrader } from "../../run/warmGrader.ts";
import { temporaryFolder, writeSubmission } from "../../testing/overlay.ts";
import { tinyDataset } from "../../testing/tinyDataset.ts";
import { assignment } from "../index.ts";

let grader: WarmGrader;
beforeAll(() => {
  const { folder } = tinyDataset({ train: 6_000, test: 500 });
  grader = new WarmGrader(assignment, { MNIST_DIR: folder });
});
afterAll(() => grader.close());

/** Grades the solution with other classes, and with another advanced model. */
async function gradeModel(classes: string, layers: string, training: string, optimizer = "Adam") {
  const folder = writeSubmission(temporaryFolder(), "solution", {
    "assignment.ts": (text) =>
      `${text.replace("import type { Tensor }", "import { fromData, type Tensor, zeros }").replace(
        "  const batchSize = 128;",
        `  const own = new OwnModel([${layers}]);
  own.compile(new ${optimizer}(0.01), new CategoricalCrossentropy(), new CategoricalAccuracy());
  if (own) return { model: own, ${training} };
  const batchSize = 128;`,
      )}
${classes}`,
  });
  const options = { track: "cs2470", seed: "beras", timeoutMs: 120_000 } as const;
  const report = await grader.grade({ folder, only: ["accuracy"], ...options });
  if (!report) throw new Error("the submission was refused");
  return { report, advanced: report.checks.find(({ id }) => id === "accuracy.advanced.accuracy") };
}

test("running means beside the weights are right, and earn no warning", async () => {
  const { report, advanced } = await gradeModel(
    `class OwnModel extends SequentialModel {
  mean = zeros([784]);
  override call(x: Tensor, training = false): Tensor {
    if (training) this.mean.assign(this.mean.mul(0.9).add(x.mean(0).mul(0.1)));
    return this.forward(x.sub(this.mean).mul(4), training);
  }
}
`,
    'new Dense(784, 64, "kaiming"), new LeakyReLU(), new Dense(64, 10, "xavier"), new Softmax()',
    "epochs: 4, batchSize: 64",
  );
  expect(advanced).toMatchObject({ status: "passed" });
  expect(report.warnings).toEqual([]);
}, 120_000);

test("training images that are kept in a layer earn nothing, whatever stands behind it", async () => {
  const { report, advanced } = await gradeModel(
    `/** Keeps training images, and tells how near the closest one of each class is. */
class Nearest extends LeakyReLU {
  readonly images = new Float32Array(3000 * 784);
  readonly names = new Uint8Array(3000);
  count = 0;
  override forward(x: Tensor): Tensor {
    const rows = x.shape[0];
    const out = new Float32Array(rows * 10);
    if (this.count === 0) return fromData(out, [rows, 10]).astype(x.dtype);
    const kept = fromData(this.images.slice(0, this.count * 784), [this.count, 784]);
    const far = kept.square().sum(1).sub(x.matmul(kept.T).mul(2)).data;
    for (let s = 0; s < rows; s++) {
      const best = new Float64Array(10).fill(1e9);
      for (let m = 0; m < this.count; m++) {
        const name = this.names[m];
        best[name] = Math.min(best[name], far[s * this.count + m]);
      }
      const least = Math.min(...best);
      for (let c = 0; c < 10; c++) out[s * 10 + c] = Math.exp((least - best[c]) / 4);
    }
    return fromData(out, [rows, 10]);
  }
  keep(x: Tensor, y: Tensor): void {
    const names = y.argmax(1).data;
    for (let s = 0; s < x.shape[0] && this.count < 3000; s++) {
      this.images.set((x.data as Float32Array).subarray(s * 784, s * 784 + 784), this.count * 784);
      this.names[this.count++] = names[s];
    }
  }
  override inputGradients(): Tensor[] {
    return [this.inputs[0].mul(0)];
  }
  override composeToInput(): Tensor[] {
    return this.inputGradients();
  }
}
class OwnModel extends SequentialModel {
  override batchStep(x: Tensor, y: Tensor, training: boolean): Metrics {
    const result = super.batchStep(x, y, training);
    if (training) (this.layers[0] as Nearest).keep(x, y);
    return result;
  }
}

`,
    "new Nearest(), new Dense(10, 10), new LeakyReLU(), new Dense(10, 10), new Softmax()",
    "epochs: 2, batchSize: 50",
  );
  expect(advanced).toMatchObject({
    status: "failed",
    message: "the predictions do not come from the weights of the model's layers",
  });
  expect(report.warnings.map(({ code }) => code)).toEqual(["not-from-weights"]);
}, 120_000);

test("an optimizer that solves least squares, with gradients for show, is noticed", async () => {
  const { report, advanced } = await gradeModel(
    `const size = 800;
const products = zeros([size, size]);
const sums = zeros([size, 10]);
class OwnModel extends SequentialModel {
  override batchStep(x: Tensor, y: Tensor, training: boolean): Metrics {
    if (training) {
      const features = this.layers[1].call(this.layers[0].call(x));
      products.assignAdd(features.T.matmul(features));
      sums.assignAdd(features.T.matmul(y));
    }
    return super.batchStep(x, y, training);
  }
}
class Solver extends Adam {
  steps = 0;
  override applyGradients(variables: Tensor[]): void {
    this.steps += 1;
    if (this.steps !== 110) return;
    // Nesterov's method.
    const rate = 1 / products.abs().sum(1).max().item();
    let w = zeros([size, 10]);
    let before = w;
    for (let i = 0; i < 1500; i++) {
      const ahead = w.add(w.sub(before).mul(i / (i + 3)));
      before = w;
      w = ahead.sub(products.matmul(ahead).sub(sums).mul(rate));
    }
    variables[2].assign(w.mul(20));
  }
}
`,
    'new Dense(784, size, "kaiming"), new LeakyReLU(0.1), new Dense(size, 10), new Softmax()',
    "epochs: 1, batchSize: 50",
    "Solver",
  );
  expect(advanced).toMatchObject({ status: "passed" });
  expect(report.warnings.map(({ code }) => code)).toEqual(["learns-without-gradients"]);
}, 120_000);
