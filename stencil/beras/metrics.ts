/** Metrics: measures for people, as losses are measures for optimizers. */
import { NotImplementedError } from "#errors";
import type { Tensor } from "#tensor";
import { Callable } from "./core.ts";

/**
 * The share of the samples whose most probable class is the correct one; of equal ones, the first counts. As
 * keras.metrics.CategoricalAccuracy.
 *
 * @example new CategoricalAccuracy().call(tensor([[0.1, 0.9], [0.8, 0.2]]), tensor([[0, 1], [0, 1]])); // 0.5
 */
export class CategoricalAccuracy extends Callable<[probs: Tensor, labels: Tensor], number> {
  /**
   * probs: [batch, classes], labels: [batch, classes], one-hot -> a number from 0 to 1
   */
  override forward(probs: Tensor, labels: Tensor): number {
    // TODO: Use `argmax` along the right axis for both. Compare, and take the mean.
    throw new NotImplementedError("CategoricalAccuracy.forward");
  }
}
