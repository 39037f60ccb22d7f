/** Losses: one number that says how wrong the predictions are. */
import { NotImplementedError } from "#errors";
import { log, type Tensor, where } from "#tensor";
import { Diffable } from "./core.ts";

/** How far a probability is kept away from 0 and 1, so that its logarithm stays finite. Keras's value. */
const epsilon = 1e-7;

/** Base of all losses. `call(yPred, yTrue)`, in this order, gives a tensor without axes (shape []); `.item()` is its number. */
export abstract class Loss extends Diffable<[yPred: Tensor, yTrue: Tensor]> {
  /** yPred, yTrue: [batch, classes] -> [] */
  abstract override forward(yPred: Tensor, yTrue: Tensor): Tensor;

  /** The output is one number, so J is one number, and the chain rule is a product with it. */
  override composeToInput(J: Tensor): Tensor[] {
    return this.inputGradients().map((local) => local.mul(J));
  }
}

/**
 * The mean of the squared differences, over all numbers of the batch. As keras.losses.MeanSquaredError.
 *
 * @example new MeanSquaredError().call(tensor([[1, 2]]), tensor([[1, 4]])).item(); // 2
 */
export class MeanSquaredError extends Loss {
  /** yPred, yTrue: [batch, classes] -> [] */
  override forward(yPred: Tensor, yTrue: Tensor): Tensor {
    // TODO: The mean over the whole batch AND all classes.
    throw new NotImplementedError("MeanSquaredError.forward");
  }

  /** The derivative with respect to yPred: one tensor, [batch, classes]. The labels are data and need none. */
  override inputGradients(): Tensor[] {
    // TODO: Differentiate what `forward` computes. By how many numbers does the mean divide?
    throw new NotImplementedError("MeanSquaredError.inputGradients");
  }
}

/**
 * The mean over the batch of -log(probability of the right class): -sum(yTrue * log(yPred)) / batch. Wants probabilities,
 * so it goes after a Softmax. Given. As keras.losses.CategoricalCrossentropy for rows that add up to 1; other rows Keras
 * divides by their sum first. Here they are taken as they are: a row that is no probabilities is a mistake, better seen.
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
 * OPTIONAL, for the advanced model (CS2470). A penalty on large weights, `l2` times the sum of their squares. As
 * keras.regularizers.L2. Called on a weight while the tape records, and added to the loss, it needs no other code: the
 * tape finds two paths to the weight and adds them up.
 *
 * @example new L2(0.1).call(tensor([[1, 2]])).item(); // 0.5
 */
export class L2 extends Diffable<[weight: Tensor]> {
  /** @param l2 how strong the penalty is */
  constructor(readonly l2 = 0.01) {
    super();
  }

  /** weight: any shape -> [] */
  override forward(weight: Tensor): Tensor {
    // TODO (optional)
    throw new NotImplementedError("L2.forward");
  }

  /** The derivative with respect to the weight: one tensor of its shape. */
  override inputGradients(): Tensor[] {
    // TODO (optional)
    throw new NotImplementedError("L2.inputGradients");
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
