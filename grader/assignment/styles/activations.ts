import { variantsOf } from "../../proofs/styles/variant.ts";

export const activations = variantsOf("beras/activations.ts", [
  {
    name: "leaky-maximum-minimum",
    method: "LeakyReLU.forward",
    style: "max(x, 0) + alpha * min(x, 0).",
    body: "return x.maximum(0).add(x.minimum(0).mul(this.alpha));",
  },
  {
    name: "leaky-mask",
    method: "LeakyReLU.forward",
    style: "Products with masks of zeros and ones.",
    body: `
    const positive = x.greaterEqual(0).astype(x.dtype);
    return x.mul(positive).add(x.mul(this.alpha).mul(positive.mul(-1).add(1)));`,
  },
  {
    name: "leaky-negative-first",
    method: "LeakyReLU.forward",
    style: "The condition the other way round.",
    body: "return where(x.less(0), x.mul(this.alpha), x);",
  },
  {
    name: "leaky-map",
    method: "LeakyReLU.forward",
    style: "A map over the numbers: slower, but right.",
    imports: ["fromData"],
    body: `
    const data = x.data.map((value) => (value > 0 ? value : this.alpha * value));
    return fromData(data, x.shape);`,
  },
  {
    name: "leaky-average",
    method: "LeakyReLU.forward",
    style: "((1 + alpha) x + (1 - alpha) |x|) / 2.",
    body: "return x.mul((1 + this.alpha) / 2).add(x.abs().mul((1 - this.alpha) / 2));",
  },
  {
    name: "leaky-slope-zero-at-zero",
    method: "LeakyReLU.inputGradients",
    style: "0 at exactly 0, as a later handout has it.",
    body: `
    const x = this.inputs[0];
    return [where(x.equal(0), 0, where(x.greater(0), 1, this.alpha)).astype(x.dtype)];`,
  },
  {
    name: "leaky-slope-one-at-zero",
    method: "LeakyReLU.inputGradients",
    style: "1 at exactly 0.",
    body: `
    const [x] = this.inputs;
    const slope = x.greaterEqual(0).astype(x.dtype).mul(1 - this.alpha).add(this.alpha);
    return [slope];`,
  },
  {
    name: "leaky-slope-from-outputs",
    method: "LeakyReLU.inputGradients",
    style: "Judged by the sign of the output, where alpha is positive; else by the input.",
    body: `
    const decides = this.alpha > 0 ? this.outputs[0] : this.inputs[0];
    return [where(decides.greater(0), 1, this.alpha).astype(decides.dtype)];`,
  },
  {
    name: "leaky-slope-filled",
    method: "LeakyReLU.inputGradients",
    style: "A tensor of alphas, ones where x is positive.",
    imports: ["full", "onesLike"],
    body: `
    const x = this.inputs[0];
    const slope = full(x.shape, this.alpha, x.dtype);
    slope.assign(where(x.greater(0), onesLike(x), slope));
    return [slope];`,
  },
  {
    name: "leaky-slope-jacobian",
    method: "LeakyReLU.inputGradients",
    style: "A Jacobian per sample, [batch, n, n], with the slopes on its diagonal.",
    body: `
    const x = this.inputs[0];
    const slope = where(x.greater(0), 1, this.alpha).astype(x.dtype);
    return [slope.expandDims(2).mul(eye(x.shape[1], x.shape[1], x.dtype))];`,
  },
  {
    name: "softmax-whole-maximum",
    method: "Softmax.forward",
    style: "Subtracts the maximum of the whole array.",
    body: `
    const shifted = x.sub(x.max());
    const powers = shifted.exp();
    return powers.div(powers.sum(1, true));`,
  },
  {
    name: "softmax-by-logarithm",
    method: "Softmax.forward",
    style: "exp(x - logsumexp(x)).",
    body: `
    const largest = x.max(-1, true);
    const logSum = exp(x.sub(largest)).sum(-1, true).log().add(largest);
    return exp(x.sub(logSum));`,
  },
  {
    name: "softmax-by-rows",
    method: "Softmax.forward",
    style: "A row at a time, stacked.",
    imports: ["concatenate"],
    body: `
    const rows: Tensor[] = [];
    for (let s = 0; s < x.shape[0]; s++) {
      const row = x.slice(s, s + 1);
      const e = row.sub(row.max()).exp();
      rows.push(e.mul(1 / e.sum().item()));
    }
    return concatenate(rows, 0);`,
  },
  {
    name: "softmax-transposed",
    method: "Softmax.forward",
    style: "On the transpose, where broadcasting needs no keepdims.",
    body: `
    const e = exp(x.T.sub(x.max(1)));
    return e.div(e.sum(0)).T;`,
  },
  {
    name: "softmax-jacobian-identity-minus-y",
    method: "Softmax.inputGradients",
    style: "y[i] * (1[i = o] - y[o]).",
    body: `
    const y = this.outputs[0];
    return [y.expandDims(2).mul(eye(y.shape[1], y.shape[1], y.dtype).sub(y.expandDims(1)))];`,
  },
  {
    name: "softmax-jacobian-by-samples",
    method: "Softmax.inputGradients",
    style: "diag(y) - y y^T, a sample at a time.",
    imports: ["stack"],
    body: `
    const [y] = this.outputs;
    const n = y.shape[1];
    const parts: Tensor[] = [];
    for (let s = 0; s < y.shape[0]; s++) {
      const row = y.slice(s, s + 1);
      parts.push(eye(n, n, y.dtype).mul(row).sub(row.T.matmul(row)));
    }
    return [stack(parts)];`,
  },
  {
    name: "softmax-jacobian-two-cases",
    method: "Softmax.inputGradients",
    style: "Both lines of the formula, put together by where. Runs forward again for y.",
    body: `
    const y = this.forward(this.inputs[0]);
    const n = y.shape[1];
    const same = y.mul(y.mul(-1).add(1)).expandDims(2);
    const other = y.expandDims(2).mul(y.expandDims(1)).neg();
    return [where(eye(n, n, y.dtype).greater(0), same, other)];`,
  },
  {
    name: "leaky-fround",
    method: "LeakyReLU.forward",
    style: "Rounds each product to float32 by hand.",
    imports: ["tensor"],
    body: `
    const data = Array.from(x.data, (value) => Math.fround(value > 0 ? value : Math.fround(this.alpha) * value));
    return tensor(data).reshape(x.shape);`,
  },
  {
    name: "softmax-float32",
    method: "Softmax.forward",
    style: "In float32 from its first step.",
    body: `
    const single = x.astype("float32");
    const e = single.sub(single.max(-1, true)).exp();
    return e.div(e.sum(-1, true));`,
  },
  {
    name: "softmax-float32-log-sum-exp",
    method: "Softmax.forward",
    style: "exp(x - log(sum of exp(x))) in float32, where the logarithm is rounded as x itself is.",
    body: `
    const single = x.astype("float32");
    const largest = single.max(-1, true);
    const logOfSum = single.sub(largest).exp().sum(-1, true).log().add(largest);
    return single.sub(logOfSum).exp();`,
  },
]);
