/** The losses of the assignment, and their sum. */
import { fromData } from "#tensor";
import { Rounded } from "../../../../checks/rounded.ts";
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

/** How far from 0 the given loss clips. */
const clipping = 1e-7;

export class CategoricalCrossentropy extends Layer {
  override differentiableInputs = 1;

  override formula([yPred, yTrue]: Rounded[]): Rounded {
    // Exact zeros are clipped, and have no gradient. What is clipped beside them is left open.
    const { data } = yPred.value;
    if (data.some((p) => p !== 0 && !(p >= 1e-5 && p <= 1 - 1e-5))) throw new Unjudged();
    const zeros = fromData(
      Float64Array.from(data, (p) => (p === 0 ? 1 : 0)),
      yPred.shape,
    );
    const clipped = yPred.mul(Rounded.of(zeros.neg().add(1))).add(Rounded.of(zeros.mul(clipping)));
    return clipped
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
