/** A dataset as the given code hands it to the student's `preprocess.ts`: files, not tensors. */
export interface Dataset {
  name: "mnist" | "synthetic-digits";
  train: Split;
  test: Split;
}

export interface Split {
  /** The bytes of an uncompressed IDX file: [count, 28, 28], white (255) on black (0). */
  images: Uint8Array;
  /** The bytes of an uncompressed IDX file: [count], each 0 to 9. */
  labels: Uint8Array;
  count: number;
}

/** Width and height of an image, in pixels. */
export const SIDE = 28;

export const CLASSES = 10;
