import { variantsOf } from "../../proofs/styles/variant.ts";

export const losses = variantsOf("beras/losses.ts", [
  {
    name: "mse-by-product",
    method: "MeanSquaredError.forward",
    style: "The difference times itself, other way round.",
    body: `
    const error = yTrue.sub(yPred);
    return error.mul(error).mean();`,
  },
  {
    name: "mse-mean-of-means",
    method: "MeanSquaredError.forward",
    style: "Over the classes, then over the batch.",
    body: "return yPred.sub(yTrue).pow(2).mean(-1).mean();",
  },
  {
    name: "mse-sum-divided",
    method: "MeanSquaredError.forward",
    style: "A sum, divided by the number of entries.",
    body: `
    const [batch, classes] = yPred.shape;
    return yPred.sub(yTrue).square().sum().div(batch * classes);`,
  },
  {
    name: "mse-gradient-in-steps",
    method: "MeanSquaredError.inputGradients",
    style: "Twice the difference, divided; and one for the labels, too.",
    body: `
    const [yPred, yTrue] = this.inputs;
    const [batch, classes] = yPred.shape;
    const dPred = yPred.sub(yTrue).mul(2).div(batch * classes);
    return [dPred, dPred.neg()];`,
  },
  {
    name: "mse-gradient-negated-twice",
    method: "MeanSquaredError.inputGradients",
    style: "-2 (t - p) / n.",
    body: "return [this.inputs[1].sub(this.inputs[0]).mul(-2).div(this.inputs[0].size)];",
  },
  {
    name: "mse-float32-array",
    method: "MeanSquaredError.forward",
    style: "Adds up in a Float32Array with one place.",
    imports: ["fromData"],
    body: `
    const sum = new Float32Array(1);
    const [p, t] = [yPred.data, yTrue.data];
    for (let i = 0; i < p.length; i++) sum[0] += (p[i] - t[i]) ** 2;
    sum[0] /= p.length;
    return fromData(sum, []);`,
  },
]);
