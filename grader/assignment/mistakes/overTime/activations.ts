import { mistakesOf } from "../../../proofs/mutants/mistake.ts";

export const activations = mistakesOf("beras/activations.ts", [
  {
    name: "leaky-alpha-below-one",
    method: "LeakyReLU.constructor",
    change: [
      `    super();`,
      `    super();
    if (alpha >= 1) throw new RangeError("alpha must be below 1");`,
    ],
    thought: "With a slope of 1 it would do nothing.",
    named: "LeakyReLU",
    kills: ["activations.leakyRelu.overTime"],
  },
  {
    name: "leaky-latest-slope-of-all",
    method: "LeakyReLU",
    within: "file",
    change: [
      [
        `/** Activations: functions without weights`,
        `let slope = 0.3;

/** Activations: functions without weights`,
      ],
      [
        `  constructor(readonly alpha = 0.3) {
    super();`,
        `  constructor(readonly alpha = 0.3) {
    super();
    slope = alpha;`,
      ],
      [
        `return [where(x.greater(0), 1, this.alpha).astype(x.dtype)];`,
        `return [where(x.greater(0), 1, slope).astype(x.dtype)];`,
      ],
    ],
    thought: "One variable that forward and derivative both see.",
    kills: ["activations.leakyRelu.overTime"],
  },
  {
    name: "leaky-slope-rounded",
    method: "LeakyReLU.inputGradients",
    within: "file",
    change: [
      [
        `return [where(x.greater(0), 1, this.alpha).astype(x.dtype)];`,
        `return [where(x.greater(0), 1, Math.round(this.alpha * 100) / 100)];`,
      ],
    ],
    thought: "0.1 + 0.2 has ugly digits: two decimals are enough.",
    kills: ["activations.leakyRelu.overTime"],
  },
  {
    name: "leaky-threshold-of-epsilon",
    method: "LeakyReLU.forward",
    within: "file",
    change: [
      [
        `return where(x.greater(0), x, x.mul(this.alpha));`,
        `return where(x.greater(1e-7), x, x.mul(this.alpha));`,
      ],
    ],
    thought: "Never compare floating-point numbers with exactly 0.",
    kills: ["activations.leakyRelu.forward"],
  },
  {
    name: "leaky-reads-the-memory",
    method: "LeakyReLU.forward",
    within: "file",
    change: [
      [
        `return where(x.greater(0), x, x.mul(this.alpha));`,
        `const y = x.copy();
    const numbers = x.buffer;
    for (let i = 0; i < y.size; i++) y.data[i] = numbers[i] > 0 ? numbers[i] : this.alpha * numbers[i];
    return y;`,
      ],
    ],
    thought: "The buffer has the numbers.",
    kills: ["activations.leakyRelu.overTime"],
  },
]);
