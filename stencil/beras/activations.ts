/** Activations: functions without weights. Without them, a network of Dense layers would be one big matrix. */
import { NotImplementedError } from "#errors";
import { exp, eye, Tensor, where } from "#tensor";
import { Diffable } from "./core.ts";

/**
 * Base class of all activations. `inputGradients` may be
 *  - elementwise, in the input's shape, if each output depends on one input only (LeakyReLU, ReLU),
 *  - or `[batch, n, n]`, a Jacobian per sample, if the outputs depend on several inputs (Softmax).
 */
export abstract class Activation extends Diffable<[x: Tensor]> {
  override composeToInput(J: Tensor): Tensor[] {
    const [local] = this.inputGradients();
    if (local instanceof Tensor && local.ndim === this.inputs[0].ndim) return [local.mul(J)];
    return super.composeToInput(J);
  }
}

/**
 * x where x is positive, alpha * x elsewhere. As keras.layers.LeakyReLU.
 *
 * @example new LeakyReLU(0.1).call(tensor([-2, 3])); // [-0.2, 3]
 */
export class LeakyReLU extends Activation {
  /** @param alpha the slope for negative inputs, from 0 to 1 */
  constructor(readonly alpha = 0.3) {
    super();
  }

  /** x: any shape -> the same shape */
  override forward(x: Tensor): Tensor {
    // TODO: `where(condition, a, b)` from #tensor selects from a or b, element by element. Do not change x itself.
    throw new NotImplementedError("LeakyReLU.forward");
  }

  /** Elementwise: one tensor of the input's shape. */
  override inputGradients(): Tensor[] {
    // TODO: The slope at each element of this.inputs[0]. (At exactly 0 there is none: any finite number will do.)
    throw new NotImplementedError("LeakyReLU.inputGradients");
  }
}

/**
 * x where x is positive, 0 elsewhere: a LeakyReLU that does not leak.
 *
 * @example new ReLU().call(tensor([-2, 3])); // [0, 3]
 */
export class ReLU extends LeakyReLU {
  constructor() {
    super(0);
  }
}

/**
 * Turns each row into probabilities: positive, and summing to 1. CS2470.
 *
 * @example new Softmax().call(tensor([[1000, 1000], [0, 1000]])); // [[0.5, 0.5], [0, 1]]
 */
export class Softmax extends Activation {
  /** x: [batch, n] -> [batch, n], along the last axis */
  override forward(x: Tensor): Tensor {
    // TODO (CS2470): exp(x) divided by the sum of exp(x) over the row.
    //  exp(1000) is Infinity. Softmax does not change if the same number is subtracted from a whole row: which number
    //  makes it safe?
    throw new NotImplementedError("Softmax.forward");
  }

  /** One tensor of shape [batch, n, n]: entry [s, i, o] is the derivative of output o with respect to input i. */
  override inputGradients(): Tensor[] {
    // TODO (CS2470): With y = this.outputs[0], the derivative of y[o] with respect to x[i] is
    //     y[i] * (1 - y[i])   where i = o,
    //    -y[i] * y[o]         elsewhere.
    //  Can you write both lines as one expression with the identity matrix (`eye`)?
    throw new NotImplementedError("Softmax.inputGradients");
  }
}
