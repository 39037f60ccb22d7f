// The benchmark's steps in TensorFlow.js, on its WebAssembly backend. Formulas as in numpy_bench.py.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { answerTasks } from "./contest.mjs";

const rate = 1e-3;
const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];

const makeArray = (data, shape) => tf.tensor(data, shape, "float32");

/** The backend's own transposed products are ten times slower than a product of the transposed copy. */
const product = (a, b, transposeA = false, transposeB = false) =>
  tf.matMul(transposeA ? tf.transpose(a) : a, transposeB ? tf.transpose(b) : b);
const leaky = (x) => tf.leakyRelu(x, 0.3);
const slope = (x) => tf.where(tf.greater(x, 0), tf.onesLike(x), tf.fill(x.shape, 0.3));
const accuracyOf = (p, y) => tf.mean(tf.cast(tf.equal(tf.argMax(p, 1), tf.argMax(y, 1)), "float32"));

const predict = {
  simple: ([w, b], x) => leaky(tf.add(tf.matMul(x, w), b)),
  advanced: ([w1, b1, w2, b2], x) => tf.add(tf.matMul(leaky(tf.add(tf.matMul(x, w1), b1)), w2), b2),
};

/** The gradients of each weight, loss and accuracy. */
const gradients = {
  simple([w, b], x, y) {
    const s = tf.add(tf.matMul(x, w), b);
    const p = leaky(s);
    const difference = tf.sub(p, y);
    const d = tf.mul(tf.mul(difference, 2 / p.size), slope(s));
    const grads = [product(x, d, true), tf.sum(d, 0)];
    return { grads, loss: tf.mean(tf.square(difference)), accuracy: accuracyOf(p, y) };
  },
  advanced([w1, b1, w2, b2], x, y) {
    const s = tf.add(tf.matMul(x, w1), b1);
    const h = leaky(s);
    const p = tf.softmax(tf.add(tf.matMul(h, w2), b2));
    const batch = y.shape[0];
    const loss = tf.div(tf.sum(tf.mul(tf.log(tf.clipByValue(p, 1e-7, 1 - 1e-7)), y)), -batch);
    // The gradient of softmax and cross-entropy together.
    const d2 = tf.div(tf.sub(p, y), batch);
    const d1 = tf.mul(product(d2, w2, false, true), slope(s));
    const grads = [product(x, d1, true), tf.sum(d1, 0), product(h, d2, true), tf.sum(d2, 0)];
    return { grads, loss, accuracy: accuracyOf(p, y) };
  },
};

const update = {
  simple: ({ weights }, grads) => ({ weights: weights.map((w, i) => tf.sub(w, tf.mul(grads[i], 0.1))) }),
  advanced({ weights, m, v }, grads, t) {
    const state = { weights: [], m: [], v: [] };
    grads.forEach((g, i) => {
      const mean = tf.add(tf.mul(m[i], beta1), tf.mul(g, 1 - beta1));
      const square = tf.add(tf.mul(v[i], beta2), tf.mul(tf.square(g), 1 - beta2));
      const root = tf.add(tf.sqrt(tf.div(square, 1 - beta2 ** t)), epsilon);
      state.weights.push(tf.sub(weights[i], tf.div(tf.mul(mean, rate / (1 - beta1 ** t)), root)));
      state.m.push(mean);
      state.v.push(square);
    });
    return state;
  },
};

function makeModel(name, weights) {
  const zeros = () => weights.map((w) => tf.zerosLike(w));
  let state = name === "advanced" ? { weights, m: zeros(), v: zeros() } : { weights };
  let t = 0;
  return {
    step(x, y) {
      t += 1;
      const result = tf.tidy(() => {
        const { grads, loss, accuracy } = gradients[name](state.weights, x, y);
        return { next: update[name](state, grads, t), loss, accuracy };
      });
      const numbers = [result.loss.dataSync()[0], result.accuracy.dataSync()[0]];
      tf.dispose([state, result.loss, result.accuracy, x, y]);
      state = result.next;
      return numbers;
    },
    accuracy: (x, y) => tf.tidy(() => accuracyOf(predict[name](state.weights, x), y).dataSync()[0]),
  };
}

const makeProduct = (a, b, transposeA, transposeB) => () =>
  tf.tidy(() => product(a, b, transposeA, transposeB).dataSync());

setWasmPaths(join(dirname(fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm"))), "/"));
await tf.setBackend("wasm");
await answerTasks("@tensorflow/tfjs-core", { makeArray, makeProduct, makeModel });
