import { mistakesOf } from "../../../proofs/mutants/mistake.ts";

export const optimizers = mistakesOf("beras/optimizers.ts", [
  {
    name: "basic-first-rate",
    method: "BasicOptimizer.applyGradients",
    within: "file",
    change: [
      [
        `    const { learningRate } = this;
    weights.forEach((w, i) => {`,
        `    this.size ??= this.learningRate;
    const learningRate = this.size;
    weights.forEach((w, i) => {`,
      ],
      [
        `export class BasicOptimizer extends Optimizer {`,
        `export class BasicOptimizer extends Optimizer {
  private size: number | null = null;
`,
      ],
    ],
    thought: "A rate is a constant: it is read in the first step.",
    kills: ["optimizers.basic.overTime"],
  },
  {
    name: "basic-first-list-of-weights",
    method: "BasicOptimizer.applyGradients",
    within: "file",
    change: [
      [
        `export class BasicOptimizer extends Optimizer {`,
        `export class BasicOptimizer extends Optimizer {
  private known: Tensor[] | null = null;
`,
      ],
      [
        `    weights.forEach((w, i) => {
      w.assignSub(grads[i].mul(learningRate));`,
        `    this.known ??= [...weights];
    this.known.slice(0, grads.length).forEach((w, i) => {
      w.assignSub(grads[i].mul(learningRate));`,
      ],
    ],
    thought: "The weights are those of the first step.",
    kills: ["optimizers.basic.overTime", "optimizers.iterations"],
  },
  {
    name: "rmsprop-counts-in-the-loop",
    method: "RMSProp.applyGradients",
    within: "file",
    change: [
      [
        `      w.assignSub(grads[i].mul(learningRate).div(v.sqrt().add(epsilon)));
    });
    this.iterations += 1;`,
        `      w.assignSub(grads[i].mul(learningRate).div(v.sqrt().add(epsilon)));
      this.iterations += 1;
    });`,
      ],
    ],
    thought: "Each weight that moves is an iteration.",
    kills: ["optimizers.iterations"],
  },
  {
    name: "adam-m-by-place-v-by-tensor",
    method: "Adam.applyGradients",
    within: "file",
    change: [
      [`  private readonly m = new Map<Tensor, Tensor>();`, `  private readonly m: Tensor[] = [];`],
      [
        `      const m = state(this.m, w);`,
        `      this.m[i] ??= zerosLike(w);
      const m = this.m[i];`,
      ],
    ],
    thought: "A list for m, which came first; a Map for v.",
    kills: ["optimizers.adam.overTime", "optimizers.iterations"],
  },
  {
    name: "basic-counts-each-epoch",
    method: "BasicOptimizer.applyGradients",
    within: "file",
    change: [
      [
        `      w.assignSub(grads[i].mul(learningRate));
    });
    this.iterations += 1;`,
        `      w.assignSub(grads[i].mul(learningRate));
    });
    this.iterations = (this.iterations + 1) % 600;`,
      ],
    ],
    thought: "An epoch has 600 steps: then the count begins again.",
    kills: ["optimizers.iterations"],
  },
  {
    name: "rmsprop-v-starts-again-each-epoch",
    method: "RMSProp.applyGradients",
    within: "file",
    change: [
      [
        `      v.assign(v.mul(beta).add(grads[i].square().mul(1 - beta)));
      w.assignSub(grads[i].mul(learningRate)`,
        `      if (this.iterations % 600 === 0) v.assign(zerosLike(w));
      v.assign(v.mul(beta).add(grads[i].square().mul(1 - beta)));
      w.assignSub(grads[i].mul(learningRate)`,
      ],
    ],
    thought: "A new epoch, a new mean.",
    kills: ["optimizers.rmsprop.overTime"],
  },
  {
    name: "adam-correction-ends-after-1000-steps",
    method: "Adam.applyGradients",
    within: "file",
    change: [
      [
        `const vCorrection = 1 - beta2 ** this.iterations;`,
        `const vCorrection = this.iterations > 1000 ? 1 : 1 - beta2 ** this.iterations;`,
      ],
    ],
    thought: "After a thousand steps the correction is practically 1, and a power costs time.",
    kills: ["optimizers.adam.overTime"],
  },
  {
    name: "decay-never-goes-back",
    method: "ExponentialDecay.call",
    within: "file",
    change: [
      [
        `export class ExponentialDecay implements LearningRateSchedule {
`,
        `export class ExponentialDecay implements LearningRateSchedule {
  private last = 0;
  private factor = 1;

`,
      ],
      [
        `    return this.initialLearningRate * this.decayRate ** (step / this.decaySteps);`,
        `    if (step > this.last) {
      this.factor *= this.decayRate ** ((step - this.last) / this.decaySteps);
      this.last = step;
    }
    return this.initialLearningRate * this.factor;`,
      ],
    ],
    thought: "Steps only ever go forward, so I multiply by what is new since the last call.",
    kills: ["optimizers.exponentialDecay"],
  },
]);
