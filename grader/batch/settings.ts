/** What all submissions of a batch are graded with. */
import { createHash } from "node:crypto";
import { DEFAULT_MNIST_DIR } from "../../data/index.ts";
import { mnistFolder, readMnist } from "../../data/mnist.ts";
import type { Track } from "../assignment/contract.ts";
import { contentKey } from "../contentKey.cjs";
import type { Settings } from "./job.ts";

/** The hash of everything that decides about scores: the grader with its suites and rubric. */
export function graderVersion(): string {
  return contentKey({ suites: true });
}

/**
 * The data set by its content. The synthetic digits are drawn by the grader, so that its version says which they are.
 * @throws DataError when MNIST is there but damaged
 */
export function datasetKey(): string {
  const folder = mnistFolder(process.env.MNIST_DIR, DEFAULT_MNIST_DIR);
  if (folder === undefined) return "synthetic-digits";
  const { train, test } = readMnist(folder);
  const hash = createHash("sha256");
  for (const bytes of [train.images, train.labels, test.images, test.labels]) hash.update(bytes);
  return `mnist-${hash.digest("hex").slice(0, 16)}`;
}

export function makeSettings(options: {
  seed: string;
  track?: Track;
  timeout: number;
  memory: number;
}): Settings {
  return {
    version: graderVersion(),
    dataset: datasetKey(),
    seed: options.seed,
    track: options.track ?? null,
    timeoutSeconds: options.timeout,
    memoryMb: options.memory,
  };
}
