/** One-hot encoding: labels as rows with a single 1. */
import { eye, type Tensor, unique } from "#tensor";
import { Callable } from "./core.ts";

/** A label of a sample. */
export type Label = number | string;

/**
 * Turns labels into one-hot rows, and back. Column i stands for the i-th label in sorted order.
 *
 * @example
 * const encoder = new OneHotEncoder();
 * const rows = encoder.call(["dog", "cat", "dog"]); // [[0, 1], [1, 0], [0, 1]]
 * encoder.inverse(rows); // ["dog", "cat", "dog"]
 */
export class OneHotEncoder extends Callable<[labels: ArrayLike<Label>], Tensor> {
  /** The labels that `fit` has seen, without duplicates, sorted: numbers by size, strings as `<` compares them. */
  uniq: Label[] = [];
  /** Maps a label to its row, a tensor of shape [classes]. */
  uniq2oh = new Map<Label, Tensor>();

  /** Learns the set of labels: all numbers, or all strings. A second call replaces the first. */
  fit(labels: ArrayLike<Label>): void {
    // TODO: Fill `uniq` and `uniq2oh`. `unique` from #tensor finds and sorts the labels; the rows of an identity
    //  matrix (`eye`) are one-hot rows, and `reshape` makes [1, classes] into [classes].
    // BEGIN SOLUTION
    this.uniq = unique(labels);
    const n = this.uniq.length;
    const rows = eye(n);
    this.uniq2oh = new Map(this.uniq.map((label, i) => [label, rows.slice(i, i + 1).reshape(n)]));
    // END SOLUTION
  }

  /**
   * labels: n labels -> [n, classes]
   *
   * Calls `fit` with `labels` first if `fit` was never called.
   * @throws Error for a label that `fit` has not seen
   */
  override forward(labels: ArrayLike<Label>): Tensor {
    // TODO: One row per label. `stack` joins many tensors; `gather` selects rows of one tensor, which is much faster for
    //  60,000 labels. Throw an error for a label that is not in `uniq2oh`, with the label in its message.
    // BEGIN SOLUTION
    if (this.uniq.length === 0) this.fit(labels);
    const column = new Map(this.uniq.map((label, i) => [label, i]));
    const columns = Array.from(labels, (label) => {
      const i = column.get(label);
      if (i === undefined) {
        throw new Error(
          `OneHotEncoder: unknown label ${JSON.stringify(label)}; fit saw ${this.uniq.join(", ")}`,
        );
      }
      return i;
    });
    return eye(this.uniq.length).gather(columns);
    // END SOLUTION
  }

  /** onehot: [n, classes] -> the n labels that were encoded */
  inverse(onehot: Tensor): Label[] {
    // TODO: In which column is the 1? That column's label is in `uniq`.
    // BEGIN SOLUTION
    return Array.from(onehot.argmax(1).data, (i) => this.uniq[i]);
    // END SOLUTION
  }
}
