import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tinyDataset } from "../../testing/tinyDataset.ts";
import { datasetKey, loadTestSet } from "./testSet.ts";

const { MNIST_DIR } = process.env;
afterAll(() => {
  if (MNIST_DIR === undefined) delete process.env.MNIST_DIR;
  else process.env.MNIST_DIR = MNIST_DIR;
});

test("reports and queues know the data by its bytes: one other label makes another data set", () => {
  const { folder } = tinyDataset();
  process.env.MNIST_DIR = folder;
  const { name, title, hash } = loadTestSet().about;
  // Only the published bytes are called MNIST.
  expect([name, title, hash]).toEqual([
    "other",
    "images other than MNIST",
    expect.stringMatching(/^[0-9a-f]{16}$/),
  ]);
  expect(datasetKey()).toBe(`other-${hash}`);

  const labels = join(folder, "t10k-labels-idx1-ubyte");
  const bytes = readFileSync(labels);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] + 1) % 10;
  writeFileSync(labels, bytes);
  const changed = loadTestSet().about.hash;
  expect(changed).not.toBe(hash);
  expect(datasetKey()).toBe(`other-${changed}`);
});
