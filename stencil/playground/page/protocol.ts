/** The messages between the page and the worker in which the student's code runs. */

/** The bytes of the four files, as `getDataMNIST` receives them. */
export interface Data {
  trainImages: Uint8Array;
  trainLabels: Uint8Array;
  testImages: Uint8Array;
  testLabels: Uint8Array;
}

/** The model to build. The models of assignment.ts have their own settings; the others here are for "build". */
export interface Settings {
  model: "simple" | "advanced" | "build";
  /** Outputs of a first Dense layer; 0 for no such layer. */
  hidden: number;
  initializer: "zero" | "normal" | "xavier" | "kaiming";
  /** LeakyReLU's slope for negative inputs. */
  alpha: number;
  /** The end of the model: LeakyReLU with the mean squared error, or Softmax with the cross-entropy. */
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
  /** The number of batches so far. */
  step: number;
  /** Increases by 1 with every pass through the data. */
  epoch: number;
  /** Means over the batches since the last message. */
  loss: number;
  acc: number;
  /** Measured on some of the test images; null if not measured this time. */
  testAcc: number | null;
  msPerStep: number;
}

export type FromWorker =
  /** Student code begins to run. If no message follows, this code does not end. */
  | { type: "entering"; what: string }
  | { type: "built"; layers: string[]; batchSize: number; epochs: number }
  | ({ type: "progress" } & Progress)
  /** The first layer's weights, and their change since the start: `count` images of 28 x 28 each. */
  | { type: "weights"; images: Float32Array; learned: Float32Array; count: number; areDigits: boolean }
  | { type: "stopped"; isDone: boolean }
  | {
      type: "prediction";
      outputs: number[];
      /** The first layer's outputs after its activation; null without a hidden layer. */
      hidden: number[] | null;
      /** 28 x 28: where more ink (above 0) or less (below) would make the model surer; null while the tape does not work. */
      pull: Float32Array | null;
    }
  | { type: "failed"; name: string; message: string; stack: string };
