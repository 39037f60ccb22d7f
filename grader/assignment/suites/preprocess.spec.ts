/** getDataMNIST, on small files made here: the judgement does not depend on which data set is present. */

import { fromData } from "#tensor";
import { encodeIdx } from "../../../data/idx.ts";
import { CheckError, check, generator } from "../../checks/check.ts";
import {
  describeValue,
  expectList,
  expectObject,
  expectTensor,
  isTensor,
  typeFailure,
} from "../../checks/values.ts";
import { side } from "../constants.ts";
import { submission } from "./submission.ts";

const pixels = side * side;

interface Files {
  n: number;
  images: Uint8Array;
  truth: Uint8Array;
  imageFile: Uint8Array;
  labelFile: Uint8Array;
}

/** Files of different sizes, which have nothing to do with MNIST's own: a number typed in would show. */
function drawFiles(): Files[] {
  // A count of more than one byte; and more calls than a memory of the first few can hide.
  const sizes = [1, 7, 300, 3, 2, 2, 2, 2, 2, 2, 2];
  return sizes.map((n, i) => {
    const from = generator(`${n} images, file ${i}`);
    // Not every file has a white pixel; one has hardly a grey one.
    const largest = { 7: 200, 3: 1 }[n] ?? 255;
    const images = Uint8Array.from(from.uniform(0, largest + 1, [n * pixels]).data, Math.floor);
    images[0] = 0;
    images[1] = largest;
    const truth = Uint8Array.from(from.uniform(0, 10, [n]).data, Math.floor);
    return { n, images, truth, imageFile: encodeIdx([n, 28, 28], images), labelFile: encodeIdx([n], truth) };
  });
}

/** Runs getDataMNIST on them, one after another. */
async function preprocess() {
  const files = drawFiles();
  const values = await submission.evaluate(
    ({ getDataMNIST }, files) => {
      // A file may lie anywhere in its buffer.
      const within = (file: Uint8Array, lead: number) => {
        const padded = new Uint8Array(lead + file.length + 2);
        padded.set(file, lead);
        return padded.subarray(lead, lead + file.length);
      };
      return files.map(({ imageFile, labelFile }) => {
        const [images, labels] = [within(imageFile, 5), within(labelFile, 3)];
        const samples = getDataMNIST(images, labels);
        const isChanged = [images, labels].map((file, i) =>
          file.some((byte, at) => byte !== [imageFile, labelFile][i][at]),
        );
        return { samples, isChanged };
      });
    },
    files.map(({ imageFile, labelFile }) => ({ imageFile, labelFile })),
  );
  return expectList(values, "{ inputs, labels }").map((value, i) => {
    const { samples, isChanged } = expectObject(value, "{ inputs, labels }");
    const { inputs, labels } = expectObject(samples, "{ inputs, labels }");
    return { ...files[i], inputs, labels, isChanged };
  });
}

check("preprocess.inputs", async () => {
  for (const { n, inputs, images, imageFile } of await preprocess()) {
    const tensor = expectTensor(inputs, "inputs", [n, pixels]);
    // Which pixel is where; the scale is judged by the next check. A larger byte must be a larger number.
    const scale = (tensor.data[1] || 1) / images[1];
    if (images.every((byte, i) => Math.round(tensor.data[i] / scale) === byte)) continue;
    const asRead = (bytes: Uint8Array, of = (value: number) => value) =>
      fromData(
        Float64Array.from(bytes, (byte) => of(byte / 255)),
        [n, pixels],
      );
    const from = (start: number) => asRead(imageFile.subarray(start, start + n * pixels));
    expect(tensor).toBeAllClose(asRead(images), {
      name: "inputs",
      rtol: 2 ** -22,
      atol: 2 ** -22,
      mistakes: () => ({
        imagesWithHeader: from(0),
        imagesShortHeader: from(8),
        imagesTransposed: asRead(images).reshape(n, side, side).transpose([0, 2, 1]).reshape(n, pixels),
        imagesInverted: asRead(images, (value) => 1 - value),
        imagesCentred: asRead(images, (value) => 2 * value - 1),
      }),
    });
  }
});

check("preprocess.range", async () => {
  for (const { n, inputs, images } of await preprocess()) {
    const tensor = expectTensor(inputs, "inputs", [n, pixels]);
    // Half a unit of float32's last place, twice: the division may be done as a product with 1/255.
    const expected = fromData(
      Float64Array.from(images, (value) => value / 255),
      [n, pixels],
    );
    expect(tensor).toBeAllClose(expected, { name: "inputs", rtol: 2 ** -22 });
    expect(tensor.dtype).toBeExactly("float32", { message: "dtype of the inputs" });
  }
});

check("preprocess.labels", async () => {
  for (const { n, labels, truth, labelFile, isChanged } of await preprocess()) {
    if (isTensor(labels)) throw new CheckError(typeFailure(labels, "labels", "a list of numbers as labels"));
    const values = Array.from(
      (ArrayBuffer.isView(labels) ? labels : expectList(labels, "labels")) as ArrayLike<unknown>,
    );
    expect(values).toBeExactly([...truth], {
      message: `labels of ${n} images: ${describeValue(truth)}`,
      mistakes: () => ({
        labelsWithHeader: [...labelFile],
        labelsLongHeader: [...truth.slice(8)],
        labelsSorted: [...truth].sort(),
      }),
    });
    expect(isChanged).toBeExactly([false, false], {
      message: "has getDataMNIST changed the bytes of the image file, and of the label file",
    });
  }
});
