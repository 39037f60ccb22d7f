/** One-hot encoding. */
import { tensor } from "#tensor";
import { type Box, exact, type Outcome, resultOf, Unjudged } from "./box.ts";

type Label = number | string;

export class OneHotEncoder {
  uniq: Label[] = [];

  fit(labels: Label[]): Outcome {
    this.uniq = [...new Set(labels)].sort((a, b) => (a < b ? -1 : 1));
    return { expected: null };
  }

  call(labels: Label[]): Outcome {
    if (this.uniq.length === 0) this.fit(labels);
    if (labels.some((label) => !this.uniq.includes(label))) return { expected: { kind: "throws" } };
    const rows = labels.map((label) => this.uniq.map((known) => (known === label ? 1 : 0)));
    return resultOf(exact(tensor(rows, "float64")));
  }

  inverse(rows: Box): Outcome {
    const { data, shape } = rows.value.value;
    // A shortened program may have been fitted to fewer labels.
    if (shape[1] !== this.uniq.length) throw new Unjudged();
    const labels = Array.from(
      { length: shape[0] },
      (_, i) => this.uniq[data.indexOf(1, i * shape[1]) % shape[1]],
    );
    return { value: labels, expected: { kind: "exactly", value: labels } };
  }
}
