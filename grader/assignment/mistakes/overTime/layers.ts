import { mistakesOf } from "../../../proofs/mutants/mistake.ts";

export const layers = mistakesOf("beras/layers.ts", [
  {
    name: "xavier-mean-rounded-down",
    method: "Dense.initializeWeights",
    change: [`xavier: 2 / (inputSize + outputSize)`, `xavier: 1 / ((inputSize + outputSize) >> 1)`],
    thought: "The mean of two sizes is a size.",
    kills: ["initializers.xavier"],
  },
  {
    name: "dense-derivative-clips-w",
    method: "Dense.inputGradients",
    within: "file",
    change: [[`    return [this.w];`, `    return [this.w.assign(this.w.clip(-1e3, 1e3))];`]],
    thought: "Weights that have run away are brought back.",
    kills: ["layers.dense.overTime"],
  },
  {
    name: "zero-matrices-are-shared",
    method: "Dense.initializeWeights",
    within: "file",
    change: [
      [
        `/** How to initialize the weight matrix of a Dense layer. */`,
        `const zeroMatrices = new Map<string, Tensor>();

/** How to initialize the weight matrix of a Dense layer. */`,
      ],
      [
        `    const shape = [inputSize, outputSize];`,
        `    const shape = [inputSize, outputSize];
    const zero = zeroMatrices.get(shape.join()) ?? zeros(shape);
    zeroMatrices.set(shape.join(), zero);`,
      ],
      [`      initializer === "zero" ? zeros(shape) :`, `      initializer === "zero" ? zero :`],
    ],
    thought: "Zeros of one shape are made once.",
    kills: ["layers.dense.overTime", "model.overfits"],
  },
  {
    name: "bias-of-the-layer-before",
    method: "Dense.constructor",
    within: "file",
    change: [
      [
        `    this.weights = Dense.initializeWeights(initializer, inputSize, outputSize);`,
        `    this.weights = Dense.initializeWeights(initializer, inputSize, outputSize);
    if (latest?.shape[0] === outputSize && latest.dtype === this.b.dtype) this.weights[1] = latest;
    latest = this.b;`,
      ],
      [
        `/** How to initialize the weight matrix of a Dense layer. */`,
        `let latest: Tensor | null = null;

/** How to initialize the weight matrix of a Dense layer. */`,
      ],
    ],
    named: "Dense.initializeWeights",
    thought: "Zeros again: the layer before has them.",
    kills: ["layers.dense.overTime"],
  },
  {
    name: "deviation-by-name",
    method: "Dense.initializeWeights",
    within: "file",
    change: [
      [
        `/** How to initialize the weight matrix of a Dense layer. */`,
        `const deviations = new Map<string, number>();

/** How to initialize the weight matrix of a Dense layer. */`,
      ],
      [
        `    const shape = [inputSize, outputSize];`,
        `    const deviation = deviations.get(initializer) ?? Math.sqrt(variances[initializer]);
    deviations.set(initializer, deviation);
    const shape = [inputSize, outputSize];`,
      ],
      [`random.normal(0, Math.sqrt(variances[initializer]), shape)`, `random.normal(0, deviation, shape)`],
    ],
    thought: "Each initializer has its deviation, worked out once.",
    kills: ["initializers.xavier", "initializers.kaiming"],
  },
  {
    name: "dense-gradient-at-weights-of-the-call",
    method: "Dense.inputGradients",
    within: "file",
    change: [
      [
        `  /** The weight matrix, [in, out]. */`,
        `  private wOfCall?: Tensor;

  /** The weight matrix, [in, out]. */`,
      ],
      [
        `    return x.matmul(this.w).add(this.b);`,
        `    this.wOfCall = this.w.copy();
    return x.matmul(this.w).add(this.b);`,
      ],
      [`return [this.w];`, `return [this.wOfCall ?? this.w];`],
    ],
    thought:
      "The derivative belongs to the call, so I keep the weights of the call beside the inputs of the call.",
    kills: ["layers.dense.overTime"],
  },
  {
    name: "xavier-by-geometric-mean",
    method: "Dense.initializeWeights",
    within: "file",
    change: [[`xavier: 2 / (inputSize + outputSize),`, `xavier: 1 / Math.sqrt(inputSize * outputSize),`]],
    thought: "The mean of in and out; for sizes, the geometric one.",
    kills: ["initializers.xavier"],
  },
  {
    name: "weights-mirrored",
    method: "Dense.initializeWeights",
    within: "file",
    change: [
      [
        `return [w, zeros([outputSize])];`,
        `const half = Math.floor(inputSize / 2);
    if (half > 0) w.slice(half, 2 * half).assign(w.slice(0, half).neg());
    return [w, zeros([outputSize])];`,
      ],
    ],
    thought: "Antithetic numbers: half of the weights are the negatives of the others, so the mean is 0.",
    kills: ["initializers.normal", "initializers.xavier", "initializers.kaiming", "initializers.independent"],
  },
  {
    name: "weights-centred-exactly",
    method: "Dense.initializeWeights",
    within: "file",
    change: [[`return [w, zeros([outputSize])];`, `return [w.sub(w.mean()), zeros([outputSize])];`]],
    thought: "The mean must be 0, and a sample's mean is not.",
    kills: ["initializers.independent", "initializers.normal", "initializers.xavier", "initializers.kaiming"],
  },
  {
    name: "weights-sum-of-three-uniforms",
    method: "Dense.initializeWeights",
    within: "file",
    change: [
      [
        `initializer === "zero" ? zeros(shape) : random.normal(0, Math.sqrt(variances[initializer]), shape);`,
        `initializer === "zero"
        ? zeros(shape)
        : [1, 2, 3].reduce((sum) => sum.add(random.uniform(-1, 1, shape)), zeros(shape)).mul(Math.sqrt(variances[initializer]));`,
      ],
    ],
    thought: "By the central limit theorem, a sum of uniform numbers is normal; three have variance 1.",
    kills: ["initializers.normal", "initializers.xavier", "initializers.kaiming"],
  },
  {
    name: "dropout-mask-drawn-once-per-shape",
    method: "Dropout.forward",
    within: "file",
    change: [
      [
        `this.latestMask = null;
    if (!this.training || this.rate === 0) return x;
`,
        `if (!this.training || this.rate === 0) {
      this.latestMask = null;
      return x;
    }
    if (this.drawn?.shape.join() === x.shape.join()) {
      this.latestMask = this.drawn;
      return x.mul(this.drawn);
    }
`,
      ],
      [
        `this.latestMask = kept.div(1 - this.rate);
    return x.mul(this.latestMask);`,
        `this.latestMask = kept.div(1 - this.rate);
    this.drawn = this.latestMask;
    return x.mul(this.latestMask);`,
      ],
      [
        `private latestMask: Tensor | null = null;`,
        `private latestMask: Tensor | null = null;
  private drawn: Tensor | null = null;`,
      ],
    ],
    thought: "Drawing is slow; a mask can be used again for the next batch.",
    kills: ["layers.dropout"],
  },
]);
