/** What a submission returned. Each fits after "returned". The sandbox uses these codes, so this file imports nothing. */

/** What is not plain data. The sandbox sends the code, and the name of the class. */
export const oddValues = {
  function: "a function",
  symbol: "a symbol",
  bigint: "a bigint",
  thenable: "a thenable (something like a Promise)",
  instance: ({ name }: { name: string }) => `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`,
  "unusual-object": "an unusual object",
  "unreadable-object": "an object that cannot be read",
  "nested-too-deeply": "an object that is nested too deeply, or within itself",
  "object-too-large": "an object that is too large",
  "list-too-long": "a list that is too long",
  "text-too-long": "a text that is too long",
  "too-many-numbers": "more than 32 MB of numbers",
  "too-much-data": "too much data",
  "tensor-without-numbers": "a Tensor without numbers",
  "tensor-without-shape": "a Tensor without a shape",
  "tensor-without-dtype": "a Tensor without a dtype",
  "tensor-shape-damaged": "a Tensor with a damaged shape",
  "tensor-shape-mismatch": "a Tensor whose shape and data disagree",
  "tensor-damaged": "a damaged Tensor",
  damaged: "damaged data",
};

/** What a check asks for. Each fits after "expected". */
export const wanted = {
  tensor: ({ shape }: { shape?: string }) => `a Tensor${shape === undefined ? "" : ` of shape ${shape}`}`,
  scalarTensor: ({ value }: { value: string }) => `a Tensor holding ${value}`,
  list: ({ length }: { length?: number }) => `a list${length === undefined ? "" : ` of ${length}`}`,
  entryOf: ({ name }: { name: string }) => `an entry of ${name}`,
  number: ({ name }: { name?: string }) => `a number${name === undefined ? "" : ` as ${name}`}`,
  plainNumber: ({ name }: { name: string }) => `a number as ${name}: x.item() is the number of a tensor`,
  /** A name in braces says which entries it has. */
  object: ({ name }: { name: string }) => `an object${name.startsWith("{") ? ` ${name}` : ""}`,
  from: ({ low }: { low: string }) => `${low} or more`,
  between: ({ low, high }: { low: string; high: string }) => `${low} to ${high}`,
  /** A number with its name, and the range around it that is right, too. */
  named: ({ name, value, accepted }: { name: string; value: string; accepted?: string }) =>
    `${name} = ${value}${accepted ? `    accepted: ${accepted}` : ""}`,
  different: "expected the values to differ",
};
