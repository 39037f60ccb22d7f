/** A data set as the student's `preprocess.ts` receives it: files, not tensors. */
export interface Dataset {
  /** MNIST by its content. Other images in its format are "other". */
  name: "mnist" | "other" | "synthetic-digits";
  /** The name for people. */
  title: string;
  /** 60,000 images of MNIST, or 12,000 synthetic ones. */
  train: Split;
  /** 10,000 images of MNIST, or 2,000 synthetic ones. Never used for training. */
  test: Split;
}

/** Images and their labels, as `getDataMNIST` of the student's `preprocess.ts` receives them. */
export interface Split {
  /** The bytes of an uncompressed IDX file: [count, 28, 28], white (255) on black (0). */
  images: Uint8Array;
  /** The bytes of an uncompressed IDX file: [count], each 0 to 9. */
  labels: Uint8Array;
  /** The number of images, and of labels. */
  count: number;
}

/** Width and height of an image, in pixels. */
export const SIDE = 28;

/** The digits 0 to 9. */
export const CLASSES = 10;
