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
    style: "Is there a 1 in the row of the label, at the place of the largest probability?",
    body: `
    const predicted = probs.argmax(1).data;
    return Array.from(predicted, (column, row) => labels.at(row, column)).reduce((sum, x) => sum + x, 0) / predicted.length;`,
  },
]);
