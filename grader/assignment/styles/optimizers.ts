import { variantsOf } from "../../proofs/styles/variant.ts";

export const optimizers = variantsOf("beras/optimizers.ts", [
  {
    name: "basic-loop",
    method: "BasicOptimizer.applyGradients",
    style: "A loop by index, and assign.",
    body: `
    for (let i = 0; i < weights.length; i++) {
      weights[i].assign(weights[i].sub(grads[i].mul(this.learningRate)));
    }
    this.iterations++;`,
  },
  {
    name: "basic-add-negated",
    method: "BasicOptimizer.applyGradients",
    style: "Adds the step with the other sign, and counts first.",
    body: `
    const rate = this.learningRate;
    this.iterations += 1;
    for (const [i, w] of weights.entries()) w.assignAdd(grads[i].mul(-rate));`,
  },
  {
    name: "basic-into-data",
    method: "BasicOptimizer.applyGradients",
    style: "Writes to the memory of the weight.",
    body: `
    weights.forEach((w, i) => {
      w.data.set(w.sub(grads[i].mul(this.learningRate)).data);
    });
    this.iterations++;`,
  },
  {
    name: "rmsprop-epsilon-inside",
    method: "RMSProp.applyGradients",
    style: "Epsilon inside of the root, as Keras.",
    body: `
    const { learningRate, beta, epsilon } = this;
    for (const [i, w] of weights.entries()) {
      const known = this.v.get(w) ?? zerosLike(w);
      const v = known.mul(beta).add(grads[i].mul(grads[i]).mul(1 - beta));
      this.v.set(w, v);
      w.assignSub(grads[i].div(v.add(epsilon).sqrt()).mul(learningRate));
    }
    this.iterations += 1;`,
  },
  {
    name: "rmsprop-by-index",
    method: "RMSProp.applyGradients",
    style: "State in a list, by position; v as v + (1 - beta) (g^2 - v).",
    members: "private readonly squares: Tensor[] = [];",
    body: `
    weights.forEach((w, i) => {
      this.squares[i] ??= zerosLike(w);
      const v = this.squares[i];
      v.assignAdd(grads[i].pow(2).sub(v).mul(1 - this.beta));
      w.assign(w.sub(grads[i].mul(this.learningRate).div(v.sqrt().add(this.epsilon))));
    });
    this.iterations++;`,
  },
  {
    name: "adam-epsilon-hat",
    method: "Adam.applyGradients",
    style: "Keras' form: the correction in the rate, epsilon-hat beside the uncorrected root.",
    body: `
    this.iterations += 1;
    const { beta1, beta2, epsilon, iterations: t } = this;
    const rate = (this.learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
    for (const [i, w] of weights.entries()) {
      const m = state(this.m, w);
      const v = state(this.v, w);
      m.assignAdd(grads[i].sub(m).mul(1 - beta1));
      v.assignAdd(grads[i].square().sub(v).mul(1 - beta2));
      w.assignSub(m.mul(rate).div(v.sqrt().add(epsilon)));
    }`,
  },
  {
    name: "adam-by-index",
    method: "Adam.applyGradients",
    style: "State in lists, by position; t in a field of its own.",
    members: `
  private t = 0;
  private readonly ms: Tensor[] = [];
  private readonly vs: Tensor[] = [];`,
    body: `
    this.t++;
    this.iterations = this.t;
    weights.forEach((w, i) => {
      const g = grads[i];
      this.ms[i] = (this.ms[i] ?? zerosLike(w)).mul(this.beta1).add(g.mul(1 - this.beta1));
      this.vs[i] = (this.vs[i] ?? zerosLike(w)).mul(this.beta2).add(g.mul(g).mul(1 - this.beta2));
      const mHat = this.ms[i].div(1 - Math.pow(this.beta1, this.t));
      const vHat = this.vs[i].div(1 - Math.pow(this.beta2, this.t));
      w.assign(w.sub(mHat.mul(this.learningRate).div(vHat.sqrt().add(this.epsilon))));
    });`,
  },
  {
    name: "adam-epsilon-inside",
    method: "Adam.applyGradients",
    style: "Epsilon squared inside of the root: for gradients near 1 the same.",
    body: `
    this.iterations += 1;
    const t = this.iterations;
    for (let i = 0; i < weights.length; i++) {
      const w = weights[i];
      const m = state(this.m, w).assign(state(this.m, w).mul(this.beta1).add(grads[i].mul(1 - this.beta1)));
      const v = state(this.v, w).assign(state(this.v, w).mul(this.beta2).add(grads[i].square().mul(1 - this.beta2)));
      const root = v.div(1 - this.beta2 ** t).add(this.epsilon ** 2).sqrt();
      w.assignSub(m.div(1 - this.beta1 ** t).div(root).mul(this.learningRate));
    }`,
  },
  {
    name: "adam-float32-state",
    method: "Adam.applyGradients",
    style: "m and v in Float32Arrays, and the weight rounded with them.",
    advice: ["policy.vectorised"],
    members: "private readonly moments = new Map<Tensor, [Float32Array, Float32Array]>();",
    body: `
    this.iterations += 1;
    const { beta1, beta2, epsilon, learningRate, iterations: t } = this;
    for (const [k, w] of weights.entries()) {
      const g = grads[k].data;
      const known = this.moments.get(w);
      const [m, v] = known ?? [new Float32Array(w.size), new Float32Array(w.size)];
      this.moments.set(w, [m, v]);
      const data = Float32Array.from(w.data);
      for (let i = 0; i < data.length; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2;
        data[i] -= (learningRate * (m[i] / (1 - beta1 ** t))) / (Math.sqrt(v[i] / (1 - beta2 ** t)) + epsilon);
      }
      w.data.set(data);
    }`,
  },
]);
