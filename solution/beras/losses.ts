/** Losses: a single number that says how wrong the predictions are. */
import { log, type Tensor, where } from "#tensor";
import { Diffable } from "./core.ts";

/** The distance that probabilities keep from 0 and 1, so that the logarithm stays finite. Keras's value. */
const epsilon = 1e-7;

/** Base class of all losses. `call(yPred, yTrue)` returns a tensor without axes (shape []); `.item()` is its number. */
export abstract class Loss extends Diffable<[yPred: Tensor, yTrue: Tensor]> {
  /** yPred, yTrue: [batch, classes] -> [] */
  abstract override forward(yPred: Tensor, yTrue: Tensor): Tensor;

  /** The output is one number, so J is one number, and the chain rule is a product with it. */
  override composeToInput(J: Tensor): Tensor[] {
    return this.inputGradients().map((local) => local.mul(J));
  }
}

/**
 * The mean of the squared differences over all elements of the batch. As keras.losses.MeanSquaredError.
 *
 * @example new MeanSquaredError().call(tensor([[1, 2]]), tensor([[1, 4]])).item(); // 2
 */
export class MeanSquaredError extends Loss {
  /** yPred, yTrue: [batch, classes] -> [] */
  override forward(yPred: Tensor, yTrue: Tensor): Tensor {
    // TODO: The mean over the whole batch AND all classes.
    // BEGIN SOLUTION
    return yPred.sub(yTrue).square().mean();
    // END SOLUTION
  }

  /** The derivative with respect to yPred: one tensor, [batch, classes]. Labels are data and need no derivative. */
  override inputGradients(): Tensor[] {
    // TODO: Differentiate the formula of `forward`. By how many elements does the mean divide?
    // BEGIN SOLUTION
    const [yPred, yTrue] = this.inputs;
    return [yPred.sub(yTrue).mul(2 / yPred.size)];
    // END SOLUTION
  }
}

/**
 * The mean over the batch of -log(probability of the correct class): -sum(yTrue * log(yPred)) / batch. Expects probabilities,
 * so use it after a Softmax. Given. As keras.losses.CategoricalCrossentropy for rows that sum to 1. Keras divides other rows by
 * their sum first; this loss does not, because such a row is a mistake that should show.
 *
 * @example new CategoricalCrossentropy().call(tensor([[0.5, 0.5]]), tensor([[1, 0]])).item(); // 0.6931472
 */
export class CategoricalCrossentropy extends Loss {
  /** yPred: [batch, classes], probabilities; yTrue: [batch, classes], one-hot -> [] */
  override forward(yPred: Tensor, yTrue: Tensor): Tensor {
    return log(yPred.clip(epsilon, 1 - epsilon))
      .mul(yTrue)
      .sum()
      .div(-yPred.shape[0]);
  }

  /** The derivative with respect to yPred: one tensor, [batch, classes]; 0 where the probability was clipped. */
  override inputGradients(): Tensor[] {
    const [yPred, yTrue] = this.inputs;
    const clipped = yPred.clip(epsilon, 1 - epsilon);
    return [where(yPred.equal(clipped), yTrue.div(clipped).div(-yPred.shape[0]), 0)];
  }
}

/**
 * OPTIONAL, for the advanced model (CS2470). A penalty on large weights: `l2` times the sum of their squares. As
 * keras.regularizers.L2. Call it on a weight while the tape records, and add it to the loss. It needs no other code: the tape
 * finds two paths to the weight and adds their gradients.
 *
 * @example new L2(0.1).call(tensor([[1, 2]])).item(); // 0.5
 */
export class L2 extends Diffable<[weight: Tensor]> {
  /** @param l2 the strength of the penalty */
  constructor(readonly l2 = 0.01) {
    super();
  }

  /** weight: any shape -> [] */
  override forward(weight: Tensor): Tensor {
    // TODO (optional)
    // BEGIN SOLUTION
    return weight.square().sum().mul(this.l2);
    // END SOLUTION
  }

  /** The derivative with respect to the weight: one tensor of its shape. */
  override inputGradients(): Tensor[] {
    // TODO (optional)
    // BEGIN SOLUTION
    return [this.inputs[0].mul(2 * this.l2)];
    // END SOLUTION
  }

  override composeToInput(J: Tensor): Tensor[] {
    return this.inputGradients().map((local) => local.mul(J));
  }
}

/**
 * The sum of several losses, as one loss: call it on tensors without axes. Given, for use with L2.
 *
 * @example new Sum().call(tensor(1), tensor(2), tensor(3)).item(); // 6
 */
export class Sum extends Diffable {
  override forward(...terms: Tensor[]): Tensor {
    return terms.reduce((total, term) => total.add(term));
  }

  override inputGradients(): Tensor[] {
    return this.inputs.map((term) => term.mul(0).add(1));
  }

  override composeToInput(J: Tensor): Tensor[] {
    return this.inputs.map(() => J);
  }
}
