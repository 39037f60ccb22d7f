/** Layers: functions with weights. */
import { NotImplementedError } from "#errors";
import { ones, random, type Tensor, zeros } from "#tensor";
import { Diffable } from "./core.ts";

/** How to initialize the weight matrix of a Dense layer. */
export type Initializer = "zero" | "normal" | "xavier" | "kaiming";

/**
 * A fully connected layer: every output is a weighted sum of every input, plus a bias. As keras.layers.Dense.
 *
 * @example new Dense(784, 10).call(zeros([32, 784])); // shape [32,10]
 */
export class Dense extends Diffable<[x: Tensor]> {
  /**
   * @param inputSize the number of inputs of a sample
   * @param outputSize the number of outputs of a sample
   * @param initializer how to initialize the weight matrix; see `initializeWeights`
   * @throws Error for an unknown initializer
   */
  constructor(inputSize: number, outputSize: number, initializer: Initializer = "kaiming") {
    super();
    this.weights = Dense.initializeWeights(initializer, inputSize, outputSize);
  }

  /** The weight matrix, [in, out]. */
  get w(): Tensor {
    return this.weights[0];
  }

  /** The bias, [out] (or [1, out]). */
  get b(): Tensor {
    return this.weights[1];
  }

  /** x: [batch, in] -> [batch, out] */
  override forward(x: Tensor): Tensor {
    // TODO: x times w, plus b. The bias is one row; broadcasting adds it to every row of the batch.
    throw new NotImplementedError("Dense.forward");
  }

  /** The derivative of the output with respect to x: one tensor of shape [in, out], the same for every sample. */
  override inputGradients(): Tensor[] {
    // TODO: output[o] is the sum over i of x[i] * w[i, o]. What is its derivative with respect to x[i]?
    throw new NotImplementedError("Dense.inputGradients");
  }

  /** The derivatives of the output with respect to w and b, in this order, in the shapes of Diffable.weightGradients. */
  override weightGradients(): Tensor[] {
    // TODO: The input of the latest call is this.inputs[0], of shape [batch, in].
    //  - w: how does output[o] change with w[i, o]? The answer is the same for all o, so the shape
    //    [batch, in, 1] is enough (`expandDims`); composeToWeight turns that into one fast matrix product.
    //  - b: how does output[o] change with b[o]?
    throw new NotImplementedError("Dense.weightGradients");
  }

  /**
   * Initial weights of a layer: `[w, b]` with w: [in, out] and b: [out].
   *
   *  - `zero`     all zeros (try what happens to a network that starts like this)
   *  - `normal`   normally distributed, mean 0, standard deviation 1
   *  - `xavier`   normally distributed, mean 0, variance 2 / (in + out)
   *  - `kaiming`  normally distributed, mean 0, variance 2 / in
   *
   * Do not give a dtype here: new tensors have the current one, float32 for training, float64 in most checks.
   *
   * The bias starts at zero with every initializer. Keras calls the last two GlorotNormal and HeNormal and truncates them
   * at two standard deviations. You need not do this (if you do, rescale to keep the variance).
   *
   * @example Dense.initializeWeights("xavier", 784, 10)[0]; // shape [784,10]
   * @throws Error for any other name
   */
  static initializeWeights(initializer: Initializer, inputSize: number, outputSize: number): Tensor[] {
    // TODO: `random.normal(mean, standardDeviation, shape)` from #tensor draws the numbers. It expects the STANDARD
    //  DEVIATION, while the table above gives the VARIANCE. Throw an error for an unknown name, with the name in its message.
    throw new NotImplementedError("Dense.initializeWeights");
  }
}

/**
 * OPTIONAL, for the advanced model (CS2470). During training, sets each element to zero with probability `rate` and scales
 * the others by 1 / (1 - rate), so that their expected sum stays the same. Otherwise returns the input unchanged.
 * As keras.layers.Dropout.
 */
export class Dropout extends Diffable {
  /**
   * @param rate the share of the inputs to drop, 0 <= rate < 1
   * @throws Error for any other rate
   */
  constructor(readonly rate: number) {
    super();
    if (!(rate >= 0 && rate < 1)) throw new Error(`Dropout: the rate must be in [0, 1), received ${rate}`);
  }

  /** x: any shape -> the same shape */
  override forward(x: Tensor): Tensor {
    // TODO (optional): `this.training` says whether to drop. `random.uniform` and `greaterEqual` make a mask.
    throw new NotImplementedError("Dropout.forward");
  }

  /** Elementwise: one tensor of x's shape. */
  override inputGradients(): Tensor[] {
    // TODO (optional): Which elements were kept, and by what were they multiplied? Use the mask of the same call.
    throw new NotImplementedError("Dropout.inputGradients");
  }

  /** Each output depends only on its own input, so the chain rule is an elementwise product. */
  override composeToInput(J: Tensor): Tensor[] {
    return this.inputGradients().map((local) => local.mul(J));
  }
}
