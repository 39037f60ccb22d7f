/** Converts the bytes of the MNIST files to tensors. */
import { type Tensor, tensor } from "#tensor";

/** One part of the data set, in the form that a model expects. */
export interface Samples {
  /** [n, 784] (all images are 28 x 28), float32, each pixel from 0 (black) to 1 (white) */
  inputs: Tensor;
  /** n labels, 0 to 9: a copy, or a view of the file */
  labels: Uint8Array;
}

/**
 * Reads one part of MNIST (training or test). Given code reads and downloads the files: this function receives the
 * uncompressed bytes of the file with the images and of the file with the labels.
 *
 * Both files start with a few big-endian 32-bit integers (http://yann.lecun.com/exdb/mnist/ calls the format IDX):
 *
 *     images:  2051, number of images, rows (28), columns (28), then one byte per pixel, row by row
 *     labels:  2049, number of labels, then one byte per label
 */
export function getDataMNIST(imageFile: Uint8Array, labelFile: Uint8Array): Samples {
  // TODO: Skip each header (how many bytes is it?), but read the number of images from it. Then flatten each image
  //  into one row, and scale the bytes 0..255 to numbers 0..1. `subarray` of a Uint8Array is a view of a part, without a
  //  copy; `tensor(bytes, "float32")` makes a tensor, and `reshape` and `div` do the rest. Read the integers with
  //  `new DataView(bytes.buffer, bytes.byteOffset)` and its getUint32, which is big-endian. (The bytes may be a part of
  //  a larger buffer: hence the byteOffset.)
  // BEGIN SOLUTION
  const header = new DataView(imageFile.buffer, imageFile.byteOffset);
  const [n, rows, columns] = [4, 8, 12].map((offset) => header.getUint32(offset));
  const pixels = tensor(imageFile.subarray(16), "float32");
  return { inputs: pixels.reshape(n, rows * columns).div(255), labels: labelFile.slice(8) };
  // END SOLUTION
}
