import { variantsOf } from "../../proofs/styles/variant.ts";

export const layers = variantsOf("beras/layers.ts", [
  {
    name: "dense-in-steps",
    method: "Dense.forward",
    style: "Names for the parts, and the bias in front.",
    body: `
    const [w, b] = this.weights;
    const product = x.matmul(w);
    return b.add(product);`,
  },
  {
    name: "dense-bias-as-row",
    method: "Dense.forward",
    style: "The bias as a row of shape [1, out], and functions in the place of methods.",
    imports: ["matmul", "add"],
    body: "return add(matmul(x, this.w), this.b.reshape(1, this.w.shape[1]));",
  },
  {
    name: "dense-bias-in-place",
    method: "Dense.forward",
    style: "Adds in place to the fresh product, which nothing else refers to.",
    body: "return x.matmul(this.w).assignAdd(this.b);",
  },
  {
    name: "dense-homogeneous",
    method: "Dense.forward",
    style: "One product: a column of ones behind x, and the bias as the last row of w.",
    imports: ["concatenate"],
    body: `
    const one = ones([x.shape[0], 1], x.dtype);
    return concatenate([x, one], 1).matmul(concatenate([this.w, this.b.reshape(1, -1)], 0));`,
  },
  {
    name: "dense-input-gradient-copied",
    method: "Dense.inputGradients",
    style: "A copy, so that callers cannot change the weights through it.",
    body: "return [this.weights[0].copy()];",
  },
  {
    name: "dense-input-gradient-per-sample",
    method: "Dense.inputGradients",
    style: "[batch, in, out], the same matrix for every sample.",
    imports: ["stack"],
    body: "return [stack(Array.from({ length: this.inputs[0].shape[0] }, () => this.w))];",
  },
  {
    name: "dense-input-gradient-broadcast",
    method: "Dense.inputGradients",
    style: "[batch, in, out] by broadcasting.",
    body: "return [this.w.expandDims(0).add(zeros([this.inputs[0].shape[0], 1, 1], this.w.dtype))];",
  },
  {
    name: "dense-weight-gradient-full",
    method: "Dense.weightGradients",
    style: "Per sample and output, [batch, in, out], as the original handout shows it.",
    body: `
    const x = this.inputs[0];
    const [batch] = x.shape;
    const outputs = this.w.shape[1];
    return [x.expandDims(2).mul(ones([batch, 1, outputs], x.dtype)), ones([batch, outputs], x.dtype)];`,
  },
  {
    name: "dense-weight-gradient-row-of-ones",
    method: "Dense.weightGradients",
    style: "The bias gradient as [1, out].",
    imports: ["onesLike"],
    body: "return [this.inputs[0].reshape(...this.inputs[0].shape, 1), onesLike(this.b).reshape(1, -1)];",
  },
  {
    name: "dense-weight-gradient-stacked",
    method: "Dense.weightGradients",
    style: "A sample at a time, stacked.",
    imports: ["stack"],
    body: `
    const [x] = this.inputs;
    const samples: Tensor[] = [];
    for (let s = 0; s < x.shape[0]; s++) samples.push(x.slice(s, s + 1).T);
    return [stack(samples), ones([1, this.w.shape[1]], x.dtype)];`,
  },
  {
    name: "initializers-switch",
    method: "Dense.initializeWeights",
    style: "A switch, a bias of shape [1, out].",
    body: `
    const bias = zeros([1, outputSize]);
    const shape = [inputSize, outputSize];
    switch (initializer) {
      case "zero":
        return [zeros(shape), bias];
      case "normal":
        return [random.normal(0, 1, shape), bias];
      case "xavier":
        return [random.normal(0, Math.sqrt(2 / (inputSize + outputSize)), shape), bias];
      case "kaiming":
        return [random.normal(0, Math.sqrt(2 / inputSize), shape), bias];
      default:
        throw new TypeError(\`unknown: \${initializer}\`);
    }`,
  },
  {
    name: "initializers-stencils-throw",
    method: "Dense.initializeWeights",
    style: "Keeps the stencil's own throw line for all other names.",
    body: `
    const variances = { zero: 0, normal: 1, xavier: 2 / (inputSize + outputSize), kaiming: 2 / inputSize };
    if (initializer in variances) {
      const w = random.normal(0, Math.sqrt(variances[initializer]), [inputSize, outputSize]);
      return [w, zeros([outputSize])];
    }
    throw new NotImplementedError("Dense.initializeWeights");`,
    helpers: 'import { NotImplementedError } from "#errors";',
  },
  {
    name: "initializers-scaled",
    method: "Dense.initializeWeights",
    style: "Draws from N(0, 1), then scales.",
    body: `
    const scale: Record<string, number> = {
      zero: 0,
      normal: 1,
      xavier: Math.SQRT2 / Math.sqrt(inputSize + outputSize),
      kaiming: (2 / inputSize) ** 0.5,
    };
    if (!(initializer in scale)) throw new Error(initializer);
    const w = random.normal(0, 1, [inputSize, outputSize]).mul(scale[initializer]);
    return [initializer === "zero" ? zeros([inputSize, outputSize]) : w, zeros([outputSize])];`,
  },
  {
    name: "initializers-truncated",
    method: "Dense.initializeWeights",
    style: "As Keras: cut off at two standard deviations, and rescaled so that the variance holds.",
    imports: ["tensor"],
    helpers: `
/** Draws anew what lies beyond two standard deviations; the deviation of what is left is 0.8796. */
function truncated(deviation: number, shape: number[]): Tensor {
  const w = random.normal(0, 1, shape);
  const data = Array.from(w.data, (value) => {
    while (Math.abs(value) > 2) value = random.normal().item();
    return (value * deviation) / 0.87962566103423978;
  });
  return tensor(data).reshape(shape);
}`,
    body: `
    const shape = [inputSize, outputSize];
    const bias = zeros([outputSize]);
    if (initializer === "zero") return [zeros(shape), bias];
    if (initializer === "normal") return [random.normal(0, 1, shape), bias];
    if (initializer === "xavier") return [truncated(Math.sqrt(2 / (inputSize + outputSize)), shape), bias];
    if (initializer === "kaiming") return [truncated(Math.sqrt(2 / inputSize), shape), bias];
    throw new Error(\`Dense does not know \${initializer}\`);`,
  },
  {
    name: "initializers-by-sum-of-uniforms",
    method: "Dense.initializeWeights",
    style: "An own normal distribution by Marsaglia's polar method, from Math.random.",
    imports: ["tensor"],
    helpers: `
function gauss(): number {
  for (;;) {
    const [u, v] = [2 * Math.random() - 1, 2 * Math.random() - 1];
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}`,
    body: `
    const deviations = new Map<string, number>([
      ["zero", 0],
      ["normal", 1],
      ["xavier", Math.sqrt(2 / (inputSize + outputSize))],
      ["kaiming", Math.sqrt(2 / inputSize)],
    ]);
    const deviation = deviations.get(initializer);
    if (deviation === undefined) throw new RangeError(\`initializer \${initializer} does not exist\`);
    const values = Array.from({ length: inputSize * outputSize }, () => deviation && gauss() * deviation);
    return [tensor(values).reshape(inputSize, outputSize), zeros([outputSize])];`,
  },
  {
    name: "dense-float32-array",
    method: "Dense.forward",
    style: "Loops that add up in a Float32Array.",
    imports: ["fromData"],
    advice: ["policy.vectorised"],
    body: `
    const [batch, inputs] = x.shape;
    const outputs = this.w.shape[1];
    const [xs, w, b] = [x.data, this.w.data, this.b.data];
    const out = new Float32Array(batch * outputs);
    for (let s = 0; s < batch; s++) {
      for (let o = 0; o < outputs; o++) {
        out[s * outputs + o] = b[o];
        for (let i = 0; i < inputs; i++) out[s * outputs + o] += xs[s * inputs + i] * w[i * outputs + o];
      }
    }
    return fromData(out, [batch, outputs]);`,
  },
  {
    name: "dense-weight-gradient-float32",
    method: "Dense.weightGradients",
    style: "Both in float32, spelt out.",
    body: `
    const x = this.inputs[0].astype("float32");
    return [x.expandDims(2), ones([x.shape[0], this.w.shape[1]], "float32")];`,
  },
  {
    name: "initializers-float32",
    method: "Dense.initializeWeights",
    style: "Names its dtype, as the library's default has it.",
    body: `
    const deviation = {
      zero: 0,
      normal: 1,
      xavier: Math.sqrt(2 / (inputSize + outputSize)),
      kaiming: Math.sqrt(2 / inputSize),
    }[initializer];
    if (deviation === undefined) throw new Error(\`unknown initializer: \${initializer}\`);
    const w = random.normal(0, 1, [inputSize, outputSize]).mul(deviation);
    return [w.astype("float32"), zeros([outputSize], "float32")];`,
  },
  {
    name: "initializers-float64",
    method: "Dense.initializeWeights",
    style: "Names the other dtype: trains in float64.",
    body: `
    const bias = zeros([outputSize], "float64");
    if (initializer === "zero") return [zeros([inputSize, outputSize], "float64"), bias];
    const variance = { normal: 1, xavier: 2 / (inputSize + outputSize), kaiming: 2 / inputSize }[initializer];
    if (variance === undefined) throw new Error(\`unknown initializer: \${initializer}\`);
    return [random.normal(0, Math.sqrt(variance), [inputSize, outputSize]).astype("float64"), bias];`,
  },
]);
