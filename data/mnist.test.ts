import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeIdx } from "./idx.ts";
import { mnistFolder, readMnist } from "./mnist.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "beras-mnist-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const images = (count: number) => encodeIdx([count, 28, 28], new Uint8Array(count * 784).fill(count));
const labels = (...values: number[]) => encodeIdx([values.length], Uint8Array.from(values));

/** A small but complete data set: three training images, two test images. */
const SOUND: Record<string, Uint8Array> = {
  "train-images-idx3-ubyte": images(3),
  "train-labels-idx1-ubyte": labels(5, 0, 4),
  "t10k-images-idx3-ubyte": images(2),
  "t10k-labels-idx1-ubyte": labels(7, 2),
};

function write(files: Record<string, Uint8Array>): void {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(dir, name), bytes);
}

describe("readMnist", () => {
  it.each([
    ["plain", (name: string) => name],
    ["gzipped", (name: string) => `${name}.gz`],
    ["with a dot before idx", (name: string) => name.replace("-idx", ".idx")],
    ["with a dot before idx, gzipped", (name: string) => `${name.replace("-idx", ".idx")}.gz`],
  ])("reads files %s", (_, rename) => {
    for (const [name, bytes] of Object.entries(SOUND)) {
      const path = join(dir, rename(name));
      writeFileSync(path, path.endsWith(".gz") ? gzipSync(bytes) : bytes);
    }
    const { train, test } = readMnist(dir);
    expect(train.count).toBe(3);
    expect(Array.from(train.images)).toEqual(Array.from(images(3)));
    expect(Array.from(train.labels)).toEqual(Array.from(labels(5, 0, 4)));
    expect(test.count).toBe(2);
    expect(Array.from(test.images)).toEqual(Array.from(images(2)));
    expect(Array.from(test.labels)).toEqual(Array.from(labels(7, 2)));
  });

  it("prefers the downloader's file name", () => {
    write({
      ...SOUND,
      "t10k-labels-idx1-ubyte": new Uint8Array(3),
      "t10k-labels-idx1-ubyte.gz": gzipSync(labels(1, 1)),
    });
    expect(Array.from(readMnist(dir).test.labels)).toEqual(Array.from(labels(1, 1)));
  });

  it.each<[string, Record<string, Uint8Array>, string]>([
    [
      "fewer labels than images",
      { "train-labels-idx1-ubyte": labels(5, 0) },
      "train-labels-idx1-ubyte: expected 3 labels, one for each image of DIR/train-images-idx3-ubyte, received 2. To fetch both again: npm run data",
    ],
    [
      "a label that is not a digit",
      { "train-labels-idx1-ubyte": labels(5, 10, 4) },
      "train-labels-idx1-ubyte: expected labels from 0 to 9, received 10 (label number 1). To fetch it again: npm run data",
    ],
    [
      "images of another size",
      { "t10k-images-idx3-ubyte": encodeIdx([2, 20, 20], new Uint8Array(800)) },
      "t10k-images-idx3-ubyte: expected images, n x 28 x 28, received dimensions 2 x 20 x 20. To fetch it again: npm run data",
    ],
    [
      "no images at all",
      { "t10k-images-idx3-ubyte": encodeIdx([0, 28, 28], new Uint8Array(0)) },
      "t10k-images-idx3-ubyte: expected images, n x 28 x 28, received dimensions 0 x 28 x 28. To fetch it again: npm run data",
    ],
    [
      "labels and images swapped",
      { "t10k-labels-idx1-ubyte": images(2) },
      "t10k-labels-idx1-ubyte: expected labels in one dimension, received dimensions 2 x 28 x 28. To fetch it again: npm run data",
    ],
    [
      "a web page instead of a gzip file",
      { "train-images-idx3-ubyte.gz": new TextEncoder().encode("<html>Not found</html>") },
      "train-images-idx3-ubyte.gz: expected a complete gzip file, received 22 bytes that do not unzip (incorrect header check). To fetch it again: npm run data",
    ],
    [
      "a gzip file that was cut short",
      { "train-labels-idx1-ubyte.gz": gzipSync(labels(5, 0, 4)).subarray(0, 20) },
      "train-labels-idx1-ubyte.gz: expected a complete gzip file, received 20 bytes that do not unzip (unexpected end of file). To fetch it again: npm run data",
    ],
    [
      "a truncated file",
      { "t10k-images-idx3-ubyte": images(2).subarray(0, 1000) },
      "t10k-images-idx3-ubyte: expected 1584 bytes for dimensions 2 x 28 x 28, received 1000 (truncated). To fetch it again: npm run data",
    ],
  ])("refuses %s", (_, broken, message) => {
    write({ ...SOUND, ...broken });
    expect(() => readMnist(dir)).toThrow(
      expect.objectContaining({ name: "DataError", message: `DIR/${message}`.replaceAll("DIR", dir) }),
    );
  });

  it("names the missing files", () => {
    write({ "train-images-idx3-ubyte": images(3), "t10k-images-idx3-ubyte": images(2) });
    expect(() => readMnist(dir)).toThrow(
      `${dir}: expected the four MNIST files, each with or without .gz, received no train-labels-idx1-ubyte, no t10k-labels-idx1-ubyte. To download them: npm run data -- --dir ${dir}`,
    );
  });

  it("reports a missing folder", () => {
    expect(() => readMnist(join(dir, "nowhere"))).toThrow(
      /nowhere: expected the four MNIST files.* received no such folder\./,
    );
  });
});

describe("mnistFolder", () => {
  it("is the named folder, even if it is empty, so that digits never replace the requested data", () => {
    write(SOUND);
    expect(mnistFolder("named", dir)).toBe("named");
  });

  it("is the default folder if it holds any of the files, so that a partial download is noticed", () => {
    write({ "t10k-labels-idx1-ubyte.gz": gzipSync(labels(7, 2)) });
    expect(mnistFolder(undefined, dir)).toBe(dir);
  });

  it("is undefined if the default folder is missing or holds other files", () => {
    write({ "notes.txt": new Uint8Array(1) });
    expect(mnistFolder(undefined, dir)).toBeUndefined();
    expect(mnistFolder("", join(dir, "nowhere"))).toBeUndefined();
  });
});
