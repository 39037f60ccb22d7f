// The benchmark's steps in jax-js, each traced and compiled as a whole. A function of this library takes its arguments over: `x.ref`
// keeps x for another use.
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import { answerTasks } from "./contest.mjs";

const rate = 1e-3;
const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];

const makeArray = (data, shape) =>
  np.array(data, { shape, dtype: data instanceof Float64Array ? np.float64 : np.float32 });

function accuracyOf(p, y) {
  return np.equal(np.argmax(p, 1), np.argmax(y, 1)).astype(np.float32).mean();
}

/** 784-128-10: LeakyReLU, softmax, cross-entropy. */
function advancedLoss([w1, b1, w2, b2], x, y) {
  const h = nn.leakyRelu(np.matmul(x, w1).add(b1), 0.3);
  const logits = np.matmul(h, w2).add(b2);
  const accuracy = accuracyOf(logits.ref, y.ref);
  const batch = y.shape[0];
  return [
    nn
      .logSoftmax(logits)
      .mul(y)
      .sum()
      .mul(-1 / batch),
    accuracy,
  ];
}

/** 784-10: LeakyReLU, mean squared error. */
function simpleLoss([w, b], x, y) {
  const p = nn.leakyRelu(np.matmul(x, w).add(b), 0.3);
  const accuracy = accuracyOf(p.ref, y.ref);
  return [np.square(p.sub(y)).mean(), accuracy];
}

const advancedStep = jit(({ weights, m, v }, [mCorrection, vCorrection], x, y) => {
  const [[loss, accuracy], grads] = valueAndGrad(advancedLoss, { hasAux: true })(tree.ref(weights), x, y);
  const state = { weights: [], m: [], v: [] };
  grads.forEach((g, i) => {
    const mean = m[i].mul(beta1).add(g.ref.mul(1 - beta1));
    const square = v[i].mul(beta2).add(np.square(g).mul(1 - beta2));
    const root = np.sqrt(square.ref.div(vCorrection.ref)).add(epsilon);
    state.weights.push(weights[i].sub(mean.ref.mul(rate).div(mCorrection.ref).div(root)));
    state.m.push(mean);
    state.v.push(square);
  });
  tree.dispose([mCorrection, vCorrection]);
  return { state, loss, accuracy };
});

const simpleStep = jit(({ weights }, x, y) => {
  const [[loss, accuracy], grads] = valueAndGrad(simpleLoss, { hasAux: true })(tree.ref(weights), x, y);
  return { state: { weights: weights.map((w, i) => w.sub(grads[i].mul(0.1))) }, loss, accuracy };
});

function makeModel(name, weights) {
  const isAdvanced = name === "advanced";
  const zeros = () => weights.map((w) => np.zeros(w.shape));
  let state = isAdvanced ? { weights, m: zeros(), v: zeros() } : { weights };
  let t = 0;
  return {
    step(x, y) {
      t += 1;
      const corrections = () => [1 - beta1 ** t, 1 - beta2 ** t].map((value) => np.array(value));
      const result = isAdvanced ? advancedStep(state, corrections(), x, y) : simpleStep(state, x, y);
      state = result.state;
      return [result.loss.item(), result.accuracy.item()];
    },
    accuracy(x, y) {
      const [loss, accuracy] = (isAdvanced ? advancedLoss : simpleLoss)(tree.ref(state.weights), x, y);
      loss.dispose();
      return accuracy.item();
    },
  };
}

function makeProduct(a, b, transposeA, transposeB) {
  const side = (x, isTransposed) => (isTransposed ? np.transpose(x) : x);
  const product = jit((x, y) => np.matmul(side(x, transposeA), side(y, transposeB)));
  return async () => (await product(a.ref, b.ref).blockUntilReady()).dispose();
}

await init("wasm");
defaultDevice("wasm");
await answerTasks("@jax-js/jax", { makeArray, makeProduct, makeModel });
