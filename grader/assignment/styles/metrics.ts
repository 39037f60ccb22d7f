import { variantsOf } from "../../proofs/styles/variant.ts";

export const metrics = variantsOf("beras/metrics.ts", [
  {
    name: "accuracy-count-divided",
    method: "CategoricalAccuracy.forward",
    style: "The number of right answers, divided by the number of samples; the last axis.",
    body: "return probs.argmax(-1).equal(labels.argmax(-1)).sum().item() / probs.shape[0];",
  },
  {
    name: "accuracy-filter",
    method: "CategoricalAccuracy.forward",
    style: "Counts with a filter.",
    body: `
    const predicted = Array.from(probs.argmax(1).data);
    const truth = labels.argmax(1).data;
    return predicted.filter((label, i) => label === truth[i]).length / predicted.length;`,
  },
  {
    name: "accuracy-picked-by-label",
    method: "CategoricalAccuracy.forward",
    style: "Is the probability at the label the largest one of its row?",
    body: "return probs.mul(labels).sum(1).equal(probs.max(1)).mean().item();",
  },
]);
