/** The losses of the assignment, and their sum. */
import type { Rounded } from "../../../../checks/rounded.ts";
import { Unjudged } from "./box.ts";
import { Layer } from "./layer.ts";

export class MeanSquaredError extends Layer {
  override differentiableInputs = 1;

  override formula([yPred, yTrue]: Rounded[]): Rounded {
    // The contract says [batch, classes]: who divides by the product of the two is right.
    if (yPred.value.ndim !== 2) throw new Unjudged();
    return yPred.sub(yTrue).square().mean();
  }
}

export class CategoricalCrossentropy extends Layer {
  override differentiableInputs = 1;

  override formula([yPred, yTrue]: Rounded[]): Rounded {
    // Clipped probabilities have no gradient.
    if (yPred.value.min().item() < 1e-5 || yPred.value.max().item() > 1 - 1e-5) throw new Unjudged();
    return yPred
      .log()
      .mul(yTrue)
      .sum()
      .mul(-1 / yPred.shape[0]);
  }
}

export class Sum extends Layer {
  override formula(terms: Rounded[]): Rounded {
    return terms.reduce((total, term) => total.add(term));
  }
}
