import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError, DEFAULT_MNIST_DIR, loadDataset, parseIdx, syntheticDigits } from "#data";
import { MNIST_FILES } from "./files.ts";
import { mnistFolder } from "./mnist.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("loadDataset", () => {
  const before = process.env.MNIST_DIR;
  afterEach(() => {
    if (before === undefined) delete process.env.MNIST_DIR;
    else process.env.MNIST_DIR = before;
  });

  const nowhere = join(tmpdir(), "beras-no-such-folder");

  it("does not fall back to synthetic digits if a folder was named", () => {
    expect(() => loadDataset({ dir: nowhere })).toThrow(DataError);
    process.env.MNIST_DIR = nowhere;
    expect(() => loadDataset()).toThrow(DataError);
  });

  const withoutDefault = mnistFolder(undefined, DEFAULT_MNIST_DIR) === undefined ? it : it.skip;
  withoutDefault("draws digits if no folder was named (skipped if data/mnist exists)", () => {
    delete process.env.MNIST_DIR;
    const { name, train } = loadDataset();
    expect(name).toBe("synthetic-digits");
    expect(train.count).toBe(12_000);
  });
});

const realMnist = mnistFolder(process.env.MNIST_DIR, DEFAULT_MNIST_DIR);
const describeMnist = realMnist === undefined ? describe.skip : describe;
describeMnist("real MNIST (skipped without MNIST_DIR or data/mnist)", () => {
  it("matches the published files", () => {
    const { name, train, test } = loadDataset({ dir: realMnist });
    expect(name).toBe("mnist");
    expect([train.count, test.count]).toEqual([60_000, 10_000]);
    expect(sha256(train.images)).toBe(MNIST_FILES.trainImages.sha256);
    expect(sha256(train.labels)).toBe(MNIST_FILES.trainLabels.sha256);
    expect(sha256(test.images)).toBe(MNIST_FILES.testImages.sha256);
    expect(sha256(test.labels)).toBe(MNIST_FILES.testLabels.sha256);
  });
});

describe("syntheticDigits", () => {
  const digits = syntheticDigits();

  it("has MNIST's format: IDX bytes of 28 x 28 images and of labels", () => {
    expect(parseIdx(digits.train.images, "images").dims).toEqual([12_000, 28, 28]);
    expect(parseIdx(digits.train.labels, "labels").dims).toEqual([12_000]);
    expect(parseIdx(digits.test.images, "images").dims).toEqual([2_000, 28, 28]);
    expect(parseIdx(digits.test.labels, "labels").dims).toEqual([2_000]);
  });

  /** Recorded after the last intended change of the digits. Node 20, 22 and 24 agree. */
  it("has the same bytes on every machine", () => {
    const all = [digits.train.images, digits.train.labels, digits.test.images, digits.test.labels];
    expect(sha256(Buffer.concat(all))).toBe(
      "0196bc14bea70d523baf207c8c1cc10ff77fdedb4c7d8f6a6797ddb7b6b1c167",
    );
  });

  it("draws every digit about equally often", () => {
    const labels = parseIdx(digits.train.labels, "labels").data;
    const counts = new Array<number>(10).fill(0);
    for (const label of labels) counts[label]++;
    // 12,000 draws with p = 1/10 have mean 1200 and standard deviation sqrt(12000 * 0.1 * 0.9) = 33. Allows 4 of them.
    for (const count of counts) expect(Math.abs(count - 1200)).toBeLessThan(132);
  });

  it("differs for another seed", () => {
    const other = syntheticDigits("another seed");
    expect(sha256(other.test.images)).not.toBe(sha256(digits.test.images));
  });
});
