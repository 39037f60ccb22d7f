import { variantsOf } from "../../proofs/styles/variant.ts";

export const onehot = variantsOf("beras/onehot.ts", [
  {
    name: "onehot-set-and-sort",
    method: "OneHotEncoder.fit",
    style: "A Set, sorted by a comparison; rows of a loop.",
    imports: ["zeros"],
    body: `
    const compare = (a: Label, b: Label) => (a < b ? -1 : a > b ? 1 : 0);
    this.uniq = [...new Set(Array.from(labels))].sort(compare);
    this.uniq2oh = new Map();
    for (const [i, label] of this.uniq.entries()) {
      const row = zeros([this.uniq.length]);
      row.data[i] = 1;
      this.uniq2oh.set(label, row);
    }`,
  },
  {
    name: "onehot-clears-the-map",
    method: "OneHotEncoder.fit",
    style: "Clears and fills the Map that is there; rows by gather.",
    body: `
    this.uniq.splice(0, this.uniq.length, ...unique(labels));
    this.uniq2oh.clear();
    const identity = eye(this.uniq.length);
    for (let i = 0; i < this.uniq.length; i++) this.uniq2oh.set(this.uniq[i], identity.gather([i]).reshape(-1));`,
  },
  {
    name: "onehot-rows-of-one",
    method: "OneHotEncoder.fit",
    style: "Rows of shape [1, classes].",
    body: `
    this.uniq = Array.from(unique(labels));
    const n = this.uniq.length;
    this.uniq2oh = new Map(this.uniq.map((label, i) => [label, eye(n).slice(i, i + 1)]));`,
  },
  {
    name: "onehot-stack",
    method: "OneHotEncoder.forward",
    style: "Stacks the rows of uniq2oh.",
    imports: ["stack"],
    body: `
    if (this.uniq2oh.size === 0) this.fit(labels);
    const rows = Array.from(labels, (label) => {
      const row = this.uniq2oh.get(label);
      if (!row) throw new Error(\`label \${label} was not seen\`);
      return row.reshape(-1);
    });
    return stack(rows);`,
  },
  {
    name: "onehot-index-of",
    method: "OneHotEncoder.forward",
    style: "indexOf and a matrix of zeros that is written to.",
    imports: ["zeros"],
    body: `
    if (!this.uniq.length) this.fit(labels);
    const classes = this.uniq.length;
    const result = zeros([labels.length, classes]);
    for (let s = 0; s < labels.length; s++) {
      const column = this.uniq.indexOf(labels[s]);
      if (column < 0) throw new RangeError(String(labels[s]));
      result.data[s * classes + column] = 1;
    }
    return result;`,
  },
  {
    name: "onehot-inverse-map",
    method: "OneHotEncoder.inverse",
    style: "A list of columns, mapped.",
    body: "return [...onehot.argmax(-1).data].map((column) => this.uniq[column]);",
  },
  {
    name: "onehot-inverse-index",
    method: "OneHotEncoder.inverse",
    style: "A product with 0, 1, 2, ... finds the column.",
    imports: ["arange"],
    body: `
    const columns = onehot.matmul(arange(this.uniq.length).astype(onehot.dtype).reshape(-1, 1)).reshape(-1);
    return Array.from(columns.data, (column) => this.uniq[Math.round(column)]);`,
  },
]);
