import { mistakesOf } from "../../../proofs/mutants/mistake.ts";

export const losses = mistakesOf("beras/losses.ts", [
  {
    name: "crossentropy-divides-by-row-sums",
    method: "CategoricalCrossentropy.forward",
    within: "file",
    change: [
      [
        `    return log(yPred.clip(epsilon, 1 - epsilon))`,
        `    return log(yPred.div(yPred.sum(1, true)).clip(epsilon, 1 - epsilon))`,
      ],
    ],
    thought: "Probabilities sum to 1: to be sure they are divided by their sum.",
    kills: ["losses.overTime"],
  },
  {
    name: "crossentropy-gradient-where-clipped",
    method: "CategoricalCrossentropy.inputGradients",
    within: "file",
    change: [
      [
        `return [where(yPred.equal(clipped), yTrue.div(clipped).div(-yPred.shape[0]), 0)];`,
        `return [yTrue.div(clipped).div(-yPred.shape[0])];`,
      ],
    ],
    thought: "The division is by the clipped number, which is enough.",
    kills: ["losses.overTime"],
  },
  {
    name: "mse-multiplied-out",
    method: "MeanSquaredError.forward",
    within: "file",
    change: [
      [
        `return yPred.sub(yTrue).square().mean();`,
        `return yPred.square().sub(yPred.mul(yTrue).mul(2)).add(yTrue.square()).mean();`,
      ],
    ],
    thought: "(p - t)^2 = p^2 - 2pt + t^2.",
    kills: ["losses.mse.forward"],
  },
  {
    name: "mse-slopes-in-one-tensor",
    method: "MeanSquaredError.inputGradients",
    within: "file",
    change: [
      [
        `export class MeanSquaredError extends Loss {`,
        `export class MeanSquaredError extends Loss {
  private slopes: Tensor | null = null;
`,
      ],
      [
        `return [yPred.sub(yTrue).mul(2 / yPred.size)];`,
        `const slopes = yPred.sub(yTrue).mul(2 / yPred.size);
    const fits = this.slopes?.dtype === slopes.dtype && this.slopes.shape.join() === slopes.shape.join();
    this.slopes = fits && this.slopes ? this.slopes.assign(slopes) : slopes;
    return [this.slopes];`,
      ],
    ],
    thought: "The memory of the last slopes is used again.",
    kills: ["losses.overTime"],
  },
  {
    name: "l2-mean-of-squares",
    method: "L2.forward",
    within: "file",
    change: [
      [`return weight.square().sum().mul(this.l2);`, `return weight.square().mean().mul(this.l2);`],
      [
        `return [this.inputs[0].mul(2 * this.l2)];`,
        `return [this.inputs[0].mul((2 * this.l2) / this.inputs[0].size)];`,
      ],
    ],
    thought: "The mean does not depend on the size of the layer.",
    kills: ["losses.l2"],
  },
]);
