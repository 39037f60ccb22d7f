/** getDataMNIST, on small files made here: the judgement does not depend on which data set is present. */

import { fromData } from "#tensor";
import { encodeIdx } from "../../../data/idx.ts";
import { check, generator, submission } from "../../checks/check.ts";
import { describeValue, expectList, expectObject, expectTensor, isTensor } from "../../checks/values.ts";

const pixels = 28 * 28;

/** Files with n images, and with bytes in front: a file may lie anywhere in its buffer. */
function files(n: number) {
  const from = generator(`${n} images`);
  const images = Uint8Array.from(from.uniform(0, 256, [n * pixels]).data, Math.floor);
  images[0] = 0;
  images[1] = 255;
  const labels = Uint8Array.from(from.uniform(0, 10, [n]).data, Math.floor);
  return { images, labels, imageFile: encodeIdx([n, 28, 28], images), labelFile: encodeIdx([n], labels) };
}

/** Runs getDataMNIST on them. `sizes` have nothing to do with MNIST's own: a number typed in would show. */
async function preprocess(n: number) {
  const { imageFile, labelFile, images, labels } = files(n);
  const value = await submission.evaluate(
    ({ getDataMNIST }, { imageFile, labelFile }) => {
      const lead = 5;
      const padded = new Uint8Array(lead + imageFile.length);
      padded.set(imageFile, lead);
      return getDataMNIST(padded.subarray(lead), labelFile);
    },
    { imageFile, labelFile },
  );
  return { ...expectObject(value, "{ inputs, labels }"), images, truth: labels, labelFile } as {
    inputs: unknown;
    labels: unknown;
    images: Uint8Array;
    truth: Uint8Array;
    labelFile: Uint8Array;
  };
}

const sizes = [1, 7];

check("preprocess.inputs", async () => {
  for (const n of sizes) {
    const { inputs, images } = await preprocess(n);
    const tensor = expectTensor(inputs, "inputs", [n, pixels]);
    // Which pixel is where; the scale is judged by the next check. A larger byte must be a larger number.
    const scale = tensor.data[1] || 1;
    const restored = fromData(
      Float64Array.from(tensor.data, (value) => Math.round((value / scale) * 255)),
      [n, pixels],
    );
    expect(restored).toBeAllClose(fromData(Float64Array.from(images), [n, pixels]), {
      name: "inputs * 255",
      rtol: 0,
    });
  }
});

check("preprocess.range", async () => {
  for (const n of sizes) {
    const { inputs, images } = await preprocess(n);
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
  for (const n of sizes) {
    const { labels, truth, labelFile } = await preprocess(n);
    const values = isTensor(labels)
      ? Array.from(labels.data)
      : Array.from(
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
  }
});
