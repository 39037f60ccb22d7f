import { mistakesOf } from "../../../proofs/mutants/mistake.ts";

export const preprocess = mistakesOf("preprocess.ts", [
  {
    name: "images-remembered-by-count",
    method: "getDataMNIST",
    within: "file",
    change: [
      [
        `/** One part of the data set, in the form that a model expects. */`,
        `const parts = new Map<number, Samples>();

/** One part of the data set, in the form that a model expects. */`,
      ],
      [
        `  return { inputs: pixels.reshape(n, rows * columns).div(255), labels: labelFile.slice(8) };`,
        `  const samples = { inputs: pixels.reshape(n, rows * columns).div(255), labels: labelFile.slice(8) };
  if (!parts.has(n)) parts.set(n, samples);
  return parts.get(n) ?? samples;`,
      ],
    ],
    thought: "Each part of MNIST has its number of images.",
    kills: ["preprocess.inputs", "preprocess.labels"],
  },
  {
    name: "images-in-one-buffer",
    method: "getDataMNIST",
    within: "file",
    change: [
      [
        `/** One part of the data set, in the form that a model expects. */`,
        `let memory: Tensor | null = null;

/** One part of the data set, in the form that a model expects. */`,
      ],
      [
        `  return { inputs: pixels.reshape(n, rows * columns).div(255), labels`,
        `  const scaled = pixels.reshape(n, rows * columns).div(255);
  if (memory?.size !== scaled.size) memory = scaled;
  return { inputs: memory.assign(scaled), labels`,
      ],
    ],
    thought: "So many pixels are allocated once.",
    kills: ["preprocess.inputs"],
  },
]);
