// What the programs of other libraries share. Each reads one JSON task per line, and answers it with one line of JSON, like numpy_bench.py.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const batches = { simple: 100, advanced: 256 };
const weightShapes = {
  simple: [[784, 10], [10]],
  advanced: [[784, 128], [128], [128, 10], [10]],
};

/** Random numbers of about the right size, as Float32Array or Float64Array. Only time is measured. */
export function makeNumbers(shape, dtype = "float32", scale = 1) {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = dtype === "float64" ? new Float64Array(size) : new Float32Array(size);
  // Sums of three uniform numbers have variance 1/4.
  return data.map(() => scale * 2 * (Math.random() + Math.random() + Math.random() - 1.5));
}

/** Initial weights: matrices of variance 2 / rows, and biases of zeros. */
function makeWeights(model, makeArray) {
  return weightShapes[model].map((shape) =>
    makeArray(makeNumbers(shape, "float32", shape.length === 2 ? Math.sqrt(2 / shape[0]) : 0), shape),
  );
}

function readSplit(folder, split) {
  const pixels = readFileSync(join(folder, `${split}-images`)).subarray(16);
  const labels = readFileSync(join(folder, `${split}-labels`)).subarray(8);
  const y = new Float32Array(labels.length * 10);
  labels.forEach((label, i) => {
    y[i * 10 + label] = 1;
  });
  return { x: Float32Array.from(pixels, (pixel) => pixel / 255), y, count: labels.length };
}

async function timed(count, work) {
  const start = performance.now();
  for (let i = 0; i < count; i++) await work();
  return { ms: (performance.now() - start) / count };
}

/**
 * Answers all tasks.
 *
 * @param makeArray makes an array of the library: (data, shape) => array
 * @param makeProduct (a, b, transposeA, transposeB) => a function that computes the product
 * @param makeModel (name, weights) => { step(x, y), accuracy(x, y) }, whose arguments are arrays that the model disposes of
 */
export async function answerTasks(packageName, { makeArray, makeProduct, makeModel }) {
  const kept = new Map();
  const keep = (key, make) => {
    if (!kept.has(key)) kept.set(key, make());
    return kept.get(key);
  };
  const startModel = (name) => makeModel(name, makeWeights(name, makeArray));
  const tasks = {
    version: () => {
      const { version } = JSON.parse(
        readFileSync(new URL("../package.json", import.meta.resolve(packageName))),
      );
      return { version };
    },
    matmul: ({ dtype, a, b, transposeA, transposeB, count }) => {
      const work = keep(JSON.stringify([dtype, a, b, transposeA, transposeB]), () => {
        const [left, right] = [a, b].map((shape) => makeArray(makeNumbers(shape, dtype), shape));
        return makeProduct(left, right, transposeA, transposeB);
      });
      return timed(count, work);
    },
    step: ({ count }) => {
      const { model, x, y } = keep("step", () => {
        const labels = new Float32Array(batches.advanced * 10);
        for (let i = 0; i < batches.advanced; i++) labels[i * 10 + (i % 10)] = 1;
        return { model: startModel("advanced"), x: makeNumbers([batches.advanced, 784]), y: labels };
      });
      return timed(count, () =>
        model.step(makeArray(x, [batches.advanced, 784]), makeArray(y, [batches.advanced, 10])),
      );
    },
    epoch: async ({ model: name, folder, warmUp }) => {
      const batch = batches[name];
      const { x, y, count } = readSplit(folder, "train");
      const train = async (model, steps) => {
        for (let i = 0; i < steps; i++) {
          const part = (data, columns) => data.subarray(i * batch * columns, (i + 1) * batch * columns);
          await model.step(makeArray(part(x, 784), [batch, 784]), makeArray(part(y, 10), [batch, 10]));
        }
      };
      const steps = Math.floor(count / batch);
      await train(startModel(name), Math.min(steps, warmUp));
      const model = startModel(name);
      const start = performance.now();
      await train(model, steps);
      const ms = performance.now() - start;
      const peakMemory = process.resourceUsage().maxRSS / 1024;
      const test = readSplit(folder, "test");
      const accuracy = await model.accuracy(
        makeArray(test.x, [test.count, 784]),
        makeArray(test.y, [test.count, 10]),
      );
      return { ms, peakMemory, accuracy };
    },
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const task = JSON.parse(line);
    process.stdout.write(`${JSON.stringify(await tasks[task.task](task))}\n`);
  }
}
