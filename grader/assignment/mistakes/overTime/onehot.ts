import { mistakesOf } from "../../../proofs/mutants/mistake.ts";

export const onehot = mistakesOf("beras/onehot.ts", [
  {
    name: "onehot-fitted-once-for-all",
    method: "OneHotEncoder.forward",
    within: "file",
    change: [
      [
        `/** A label of a sample. */`,
        `let isFitted = false;

/** A label of a sample. */`,
      ],
      [`    if (this.uniq.length === 0) this.fit(labels);`, `    if (!isFitted) this.fit(labels);`],
      [
        `    this.uniq = unique(labels);`,
        `    isFitted = true;
    this.uniq = unique(labels);`,
      ],
    ],
    thought: "A flag in the module says that fit has run.",
    kills: ["onehot.autofit"],
  },
  {
    name: "onehot-inverse-latest-labels",
    method: "OneHotEncoder.inverse",
    within: "file",
    change: [
      [
        `  uniq: Label[] = [];`,
        `  uniq: Label[] = [];
  private given: Label[] = [];`,
      ],
      [
        `    if (this.uniq.length === 0) this.fit(labels);`,
        `    if (this.uniq.length === 0) this.fit(labels);
    this.given = Array.from(labels);`,
      ],
      [
        `    return Array.from(onehot.argmax(1).data, (i) => this.uniq[i]);`,
        `    if (onehot.shape[0] === this.given.length) return [...this.given];
    return Array.from(onehot.argmax(1).data, (i) => this.uniq[i]);`,
      ],
    ],
    thought: "The labels that went in are those that come out.",
    kills: ["onehot.inverse"],
  },
  {
    name: "onehot-one-list-of-labels",
    method: "OneHotEncoder.fit",
    within: "file",
    change: [
      [
        `/** A label of a sample. */`,
        `const nothing: Label[] = [];

/** A label of a sample. */`,
      ],
      [`  uniq: Label[] = [];`, `  uniq: Label[] = nothing;`],
      [`    this.uniq = unique(labels);`, `    this.uniq.splice(0, this.uniq.length, ...unique(labels));`],
    ],
    thought: "The same list, filled anew by each fit.",
    kills: ["onehot.fit"],
  },
  {
    name: "onehot-hands-out-its-matrix",
    method: "OneHotEncoder.forward",
    within: "file",
    change: [
      [
        `  uniq2oh = new Map<Label, Tensor>();`,
        `  uniq2oh = new Map<Label, Tensor>();
  private rows: Tensor | null = null;`,
      ],
      [
        `    const rows = eye(n);`,
        `    const rows = eye(n);
    this.rows = rows;`,
      ],
      [
        `    return eye(this.uniq.length).gather(columns);`,
        `    const isAll = columns.length === this.uniq.length && columns.every((c, i) => c === i);
    return isAll && this.rows ? this.rows : eye(this.uniq.length).gather(columns);`,
      ],
    ],
    thought: "Each label once and in order: that is the matrix of fit.",
    kills: ["onehot.overTime"],
  },
  {
    name: "onehot-sorts-by-locale",
    method: "OneHotEncoder.fit",
    within: "file",
    change: [
      [
        `this.uniq = unique(labels);`,
        `this.uniq = [...new Set(Array.from(labels))].sort((a, b) =>
      typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)),
    );`,
      ],
    ],
    thought: "Numbers are sorted by difference, strings with localeCompare.",
    kills: ["onehot.fit"],
  },
  {
    name: "onehot-columns-in-an-object",
    method: "OneHotEncoder.forward",
    within: "file",
    change: [
      [
        `const column = new Map(this.uniq.map((label, i) => [label, i]));`,
        `const column: Record<string, number> = {};
    for (const [i, label] of this.uniq.entries()) column[label] = i;`,
      ],
      [`const i = column.get(label);`, `const i = column[label];`],
    ],
    thought: "An object literal is a dictionary.",
    kills: ["onehot.forward"],
  },
  {
    name: "onehot-trims-its-labels",
    method: "OneHotEncoder.fit",
    within: "file",
    change: [
      [
        `this.uniq = unique(labels);`,
        `this.uniq = unique(Array.from(labels, (label) => (typeof label === "string" ? label.trim() : label)));`,
      ],
    ],
    thought: "Labels from a file often end in a space.",
    kills: ["onehot.fit"],
  },
]);
