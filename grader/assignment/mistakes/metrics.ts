import { mistakesOf } from "../../proofs/mutants/mistake.ts";

export const metrics = mistakesOf("beras/metrics.ts", [
  {
    name: "accuracy-wrong-axis",
    method: "CategoricalAccuracy.forward",
    change: ["probs.argmax(1).equal(labels.argmax(1))", "probs.argmax(0).equal(labels.argmax(0))"],
    thought: "Axis 0 is the first one to try.",
    kills: ["metrics.accuracy"],
  },
  {
    name: "accuracy-argmin",
    method: "CategoricalAccuracy.forward",
    change: ["probs.argmax(1)", "probs.argmin(1)"],
    thought: "The smallest error wins.",
    kills: ["metrics.accuracy"],
  },
  {
    name: "accuracy-count",
    method: "CategoricalAccuracy.forward",
    change: [".mean().item()", ".sum().item()"],
    thought: "The number of right answers.",
    kills: ["metrics.accuracy"],
    diagnosis: "factor",
    factor: "the number of samples",
  },
  {
    name: "accuracy-percent",
    method: "CategoricalAccuracy.forward",
    change: [".mean().item()", ".mean().item() * 100"],
    thought: "People read percentages.",
    kills: ["metrics.accuracy"],
    diagnosis: "accuracyPercent",
  },
  {
    name: "accuracy-tensor",
    method: "CategoricalAccuracy.forward",
    change: [".mean().item()", ".mean() as never"],
    thought: "A tensor of shape [] is a number.",
    kills: ["metrics.accuracy"],
  },
  {
    name: "accuracy-by-entry",
    method: "CategoricalAccuracy.forward",
    change: ["probs.argmax(1).equal(labels.argmax(1))", "probs.greater(0.5).equal(labels.greater(0.5))"],
    thought: "A probability above one half counts as a yes.",
    kills: ["metrics.accuracy"],
    diagnosis: "accuracyByEntry",
  },
  {
    name: "accuracy-rounded-equal",
    method: "CategoricalAccuracy.forward",
    change: ["probs.argmax(1).equal(labels.argmax(1))", "probs.equal(labels)"],
    thought: "Prediction equals label.",
    kills: ["metrics.accuracy"],
  },
  {
    name: "accuracy-error-rate",
    method: "CategoricalAccuracy.forward",
    change: [".equal(", ".notEqual("],
    thought: "Count the mistakes.",
    kills: ["metrics.accuracy"],
    diagnosis: "accuracyWrongShare",
  },
  {
    name: "accuracy-divides-by-classes",
    method: "CategoricalAccuracy.forward",
    change: [".mean().item()", ".sum().item() / probs.shape[1]"],
    thought: "One share for each class.",
    kills: ["metrics.accuracy"],
  },
  {
    name: "accuracy-labels-sorted-out",
    method: "CategoricalAccuracy.forward",
    change: ["labels.argmax(1)", "labels.sum(1)"],
    thought: "A one-hot row sums to its label.",
    kills: ["metrics.accuracy"],
  },
  {
    name: "accuracy-prints",
    method: "CategoricalAccuracy.forward",
    change: ["return probs", 'for (let i = 0; i < 20; i++) console.log("accuracy", i);\n    return probs'],
    thought: "A line of debugging output in a method that runs for every batch.",
    kills: ["policy.printing"],
  },
  {
    name: "accuracy-tie-is-right",
    method: "CategoricalAccuracy.forward",
    change: [
      "probs.argmax(1).equal(labels.argmax(1)).mean().item()",
      "probs.mul(labels).sum(1).greaterEqual(probs.max(1)).mean().item()",
    ],
    thought: "The label's probability is the largest.",
    kills: ["metrics.overTime"],
  },
  {
    name: "accuracy-rounds-to-two-decimals",
    method: "CategoricalAccuracy.forward",
    within: "file",
    change: [
      [
        `return probs.argmax(1).equal(labels.argmax(1)).mean().item();`,
        `return probs.round(2).argmax(1).equal(labels.argmax(1)).mean().item();`,
      ],
    ],
    thought: "Rounding errors should not decide.",
    kills: ["metrics.accuracy"],
  },
  {
    name: "accuracy-reads-the-memory",
    method: "CategoricalAccuracy.forward",
    within: "file",
    change: [
      [
        `return probs.argmax(1).equal(labels.argmax(1)).mean().item();`,
        `const classes = probs.shape[1];
    const best = ({ buffer }: Tensor, s: number) => {
      const row = Array.from(buffer.subarray(s * classes, (s + 1) * classes));
      return row.indexOf(Math.max(...row));
    };
    let right = 0;
    for (let s = 0; s < probs.shape[0]; s++) if (best(probs, s) === best(labels, s)) right++;
    return right / probs.shape[0];`,
      ],
    ],
    thought: "Row s begins at s * classes.",
    kills: ["metrics.overTime"],
  },
]);
