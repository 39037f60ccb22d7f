/** What the page and the worker, in which the student's code runs, say to each other. */

/** The bytes of the four files, as `getDataMNIST` is handed them. */
export interface Data {
  trainImages: Uint8Array;
  trainLabels: Uint8Array;
  testImages: Uint8Array;
  testLabels: Uint8Array;
}

/** Which model to build. Those of assignment.ts bring their own; what else is here is for "build". */
export interface Settings {
  model: "simple" | "advanced" | "build";
  /** Outputs of a first Dense layer; 0 for none. */
  hidden: number;
  initializer: "zero" | "normal" | "xavier" | "kaiming";
  /** LeakyReLU's slope for negative inputs. */
  alpha: number;
  /** At the end: LeakyReLU with the mean squared error, or Softmax with the cross-entropy. */
  output: "leaky" | "softmax";
  optimizer: "basic" | "rmsprop" | "adam";
  learningRate: number;
  batchSize: number;
  epochs: number;
}

export type ToWorker =
  | { type: "build"; data: Data; settings: Settings }
  | { type: "go"; epochs: number }
  | { type: "stop" }
  /** pixels: 28 x 28, 0 to 1 */
  | { type: "predict"; pixels: Float32Array };

export interface Progress {
  /** Batches so far. */
  step: number;
  /** Counts up by 1 with every pass through the data. */
  epoch: number;
  /** Means over the batches since the last time. */
  loss: number;
  acc: number;
  /** On some of the test images; null when they were not looked at this time. */
  testAcc: number | null;
  msPerStep: number;
}

export type FromWorker =
  /** Student code begins to run; if nothing more is heard, it is this that does not end. */
  | { type: "entering"; what: string }
  | { type: "built"; layers: string[]; batchSize: number; epochs: number }
  | ({ type: "progress" } & Progress)
  /** The first layer's weights, and how they have changed since the start: `count` images of 28 x 28, each. */
  | { type: "weights"; images: Float32Array; learned: Float32Array; count: number; areDigits: boolean }
  | { type: "stopped"; isDone: boolean }
  | {
      type: "prediction";
      outputs: number[];
      /** What the first layer's outputs have become behind its activation; null where there is no hidden layer. */
      hidden: number[] | null;
      /** 28 x 28: where more ink (above 0) or less (below) would make the model surer; null while the tape cannot say. */
      pull: Float32Array | null;
    }
  | { type: "failed"; name: string; message: string; stack: string };
