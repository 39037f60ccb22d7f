/** Metrics and encoders. The first program is a long one. */
import { fromData } from "#tensor";
import type { Draft } from "./draft.ts";
import { path } from "./program.ts";

/** With ties, rows of zeros, and classes that are missing. */
export function metricProgram(draft: Draft, number: number): void {
  const metrics = Array.from({ length: 1 + draft.below(2) }, () =>
    draft.create("accuracy", "CategoricalAccuracy"),
  );
  for (let step = 0; step < (number === 0 ? 25 : 5); step++) {
    const [n, classes] = [1 + draft.below(6), 1 + draft.below(4)];
    const probs = () => {
      const value = draft.chance(0.3) ? draft.oneHot(n, classes) : draft.value(n, classes);
      return draft.chance(0.5)
        ? value
        : fromData(
            value.data.map((x) => Math.trunc(x)),
            [n, classes],
          );
    };
    const labels = draft.either("labels", [n, classes], () =>
      draft.chance(0.1) ? draft.oneHot(n, classes).mul(0.75) : draft.oneHot(n, classes),
    );
    const args = [draft.chance(0.1) ? labels : draft.either("probs", [n, classes], probs), labels];
    draft.call(draft.pick(metrics), "call", args.map(path));
    if (draft.chance(0.3)) {
      const which = draft.below(2);
      const value = which ? draft.oneHot(n, classes) : draft.eighths(n, classes);
      // The same tensor twice is labels, which are one-hot.
      if (args[0] === args[1] && !which) continue;
      draft.call(args[which], "assign", [path(draft.tensor(which ? "labels" : "probs", value))]);
      draft.call(draft.pick(metrics), "call", args.map(path));
    }
  }
}

type Label = number | string;

const vocabularies: Label[][] = [
  [0, 1, 2, 3],
  [10, 9, 2, 33, -1],
  ["cat", "dog", "Ant", "bee"],
  [0, 5],
  [1, 5],
  [7],
  ["1", "10", "9"],
  ["b", "A", "a", "B", "é", ""],
  ["toString", "constructor", "__proto__"],
  ["a ", "a", " a"],
  [0.5, -1.5, 2.25],
];

interface Encoder {
  name: string;
  /** What it was fitted to. */
  known: Label[] | null;
  /** What it has encoded, with the number of columns: it may be asked about again after another fit. */
  rows: { name: string; classes: number; labels: Label[] }[];
  /** Labels that it gave back. */
  found: string[];
}

export function encoderProgram(draft: Draft, number: number): void {
  const encoders = Array.from(
    { length: number === 0 ? 1 : 1 + draft.below(2) },
    (): Encoder => ({ name: draft.create("encoder", "OneHotEncoder"), known: null, rows: [], found: [] }),
  );
  const lists: { name: string; labels: Label[]; isBytes: boolean }[] = [];
  /** A list that there is already, or a fresh one. */
  const listOf = (labels: Label[]) => {
    const same = lists.filter((list) => list.labels.every((label) => labels.includes(label)));
    if (same.length && draft.chance(0.4)) return draft.pick(same);
    // All of them in their order, at times: the rows are the identity matrix.
    const drawn = draft.chance(0.25)
      ? [...new Set(labels)].sort((a, b) => (a < b ? -1 : 1))
      : draft.some(labels, 1 + draft.below(5));
    const isBytes =
      drawn.every((label) => Number.isInteger(label) && (label as number) >= 0) && draft.chance(0.3);
    const list = { name: draft.list("labels", drawn, isBytes), labels: drawn, isBytes };
    lists.push(list);
    return list;
  };
  const fitTo = (encoder: Encoder) => {
    const { name, labels } = listOf(draft.pick(vocabularies));
    draft.call(encoder.name, "fit", [path(name)]);
    encoder.known = [...labels];
  };
  for (let step = 0; step < (number === 0 ? 60 : 8); step++) {
    const encoder = draft.pick(encoders);
    const what = draft.below(13);
    if (what < 3) fitTo(encoder);
    else if (what < 6) {
      const { name, labels } = listOf(encoder.known ?? draft.pick(vocabularies));
      // The first call may be the one that fits.
      encoder.known ??= [...labels];
      const rows = draft.call(encoder.name, "call", [path(name)], "rows");
      encoder.rows.push({ name: rows, classes: new Set(encoder.known).size, labels: [...labels] });
    } else if (what < 7 && encoder.known) {
      const { known } = encoder;
      // A label's twin: "7" is not 7.
      const twin = typeof known[0] === "number" ? String(known[0]) : Number(known[0]) || 99;
      const unknown = draft.pick([twin, typeof known[0] === "number" ? 99 : "zebra", "valueOf"]);
      draft.call(encoder.name, "call", [[...draft.some(known, draft.below(3)), unknown]]);
    } else if (what < 10) {
      const fitting = encoder.rows.filter(({ classes }) => classes === new Set(encoder.known).size);
      if (fitting.length)
        encoder.found.push(draft.call(encoder.name, "inverse", [path(draft.pick(fitting).name)], "found"));
    } else if (what < 11 && encoder.rows.length) {
      // The rows are the caller's.
      const { name, labels } = draft.pick(encoder.rows);
      const [n, classes] = draft.shapeOf(name);
      draft.call(name, "assign", [path(draft.tensor("other", draft.oneHot(n, classes).mul(0.5)))]);
      encoder.rows = encoder.rows.filter((rows) => rows.name !== name);
      if (labels.every((label) => encoder.known?.includes(label)))
        draft.call(encoder.name, "call", [labels], "rows");
    } else if (what < 12 && encoder.found.length) {
      // So are the labels.
      draft.call(draft.pick(encoder.found), "fill", [typeof encoder.known?.[0] === "number" ? 99 : "zebra"]);
      const { known } = encoder;
      if (known) draft.call(encoder.name, "call", [known], "rows");
    } else {
      const changeable = lists.filter(({ isBytes }) => !isBytes);
      if (changeable.length === 0) continue;
      // Other labels in the same list. What was made of it before stays as it is.
      const list = draft.pick(changeable);
      const { known } = encoder;
      const fresh = draft.some(known ?? draft.pick(vocabularies), 1 + draft.below(4));
      draft.call(list.name, "splice", [0, list.labels.length, ...fresh]);
      list.labels = fresh;
      if (known) draft.call(encoder.name, "call", [path(list.name)], "rows");
    }
  }
}
