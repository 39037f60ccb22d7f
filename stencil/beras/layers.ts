/** Layers: functions with weights. */
import { NotImplementedError } from "#errors";
import { ones, random, type Tensor, zeros } from "#tensor";
import { Diffable } from "./core.ts";

/** How the weight matrix of a Dense layer begins. */
export type Initializer = "zero" | "normal" | "xavier" | "kaiming";

/**
 * A fully connected layer: every output is a weighted sum of every input, plus a bias. As keras.layers.Dense.
 *
 * @example new Dense(784, 10).call(zeros([32, 784])); // shape [32,10]
 */
export class Dense extends Diffable<[x: Tensor]> {
  /**
   * @param inputSize how many numbers a sample has when it comes in
   * @param outputSize how many it has when it leaves
   * @param initializer how the weight matrix begins; see `initializeWeights`
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

  /** The bias, [out]. */
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

  /** The derivatives of the output with respect to w and to b, in this order; shapes as in Diffable.weightGradients. */
  override weightGradients(): Tensor[] {
    // TODO: The input of the latest call is this.inputs[0], of shape [batch, in].
    //  - w: how does output[o] change when w[i, o] does? The answer is the same for all o, so the shape
    //    [batch, in, 1] is enough (`expandDims`); composeToWeight turns that into one fast matrix product.
    //  - b: how does output[o] change when b[o] does?
    throw new NotImplementedError("Dense.weightGradients");
  }

  /**
   * Fresh weights for a layer: `[w, b]` with w: [in, out] and b: [out].
   *
   *  - `zero`     all zeros (see what happens to a network that starts like this)
   *  - `normal`   normally distributed, mean 0, standard deviation 1
   *  - `xavier`   normally distributed, mean 0, variance 2 / (in + out)
   *  - `kaiming`  normally distributed, mean 0, variance 2 / in
   *
   * Name no dtype here: new tensors have the one that was set, float32 for training, float64 in most checks.
   *
   * The bias begins at zero whatever the initializer. Keras calls the last two GlorotNormal and HeNormal and cuts
   * their tails off at two standard deviations; you need not (and if you do, rescale, so that the variance holds).
   *
   * @example Dense.initializeWeights("xavier", 784, 10)[0]; // shape [784,10]
   * @throws Error for any other name
   */
  static initializeWeights(initializer: Initializer, inputSize: number, outputSize: number): Tensor[] {
    // TODO: `random.normal(mean, standardDeviation, shape)` from #tensor draws the numbers. It wants the STANDARD
    //  DEVIATION, the table above gives the VARIANCE. An unknown name should fail loudly, with the name in its message.
    throw new NotImplementedError("Dense.initializeWeights");
  }
}

/**
 * OPTIONAL, for the advanced model (CS2470). While training, sets each number to zero with probability `rate` and
 * scales the others by 1 / (1 - rate), so that their expected sum stays the same; otherwise passes them on unchanged.
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
    // TODO (optional): `this.training` tells whether to drop. `random.uniform` and `greaterEqual` make a mask.
    throw new NotImplementedError("Dropout.forward");
  }

  /** Elementwise: one tensor of x's shape. */
  override inputGradients(): Tensor[] {
    // TODO (optional): which numbers went through, and multiplied by what? The mask must be that of the same call.
    throw new NotImplementedError("Dropout.inputGradients");
  }

  /** Each output depends on its own input alone, so the chain rule is an elementwise product. */
  override composeToInput(J: Tensor): Tensor[] {
    return this.inputGradients().map((local) => local.mul(J));
  }
}
