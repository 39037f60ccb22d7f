/** Python's words in TypeScript. */

const noKeywords = "arguments have no names here: x.sum(axis=-1, keepdims=True) is x.sum(-1, true)";

/** Names that Python has and TypeScript has not. Each follows "NAME is Python's:". */
export const pythonNames: Record<string, string> = {
  self: "the object itself is `this`",
  len: "a list has .length; a tensor has x.shape[0] rows",
  range: "for (let i = 0; i < n; i++) counts",
  enumerate: "list.forEach((item, i) => ...) counts along; so does for (const [i, item] of list.entries())",
  reversed: "list.toReversed() is a list in the opposite order",
  sorted: "list.toSorted((a, b) => a - b) sorts numbers",
  tuple: "[a, b] is a list, and does for a tuple",
  set: "new Set(list) has each item once",
  numpy: "its functions are methods of tensors (x.sum(-1)), or are imported from #tensor by name",
  math: "it is called Math: Math.sqrt(2)",
  type: "x.constructor.name is the name of a class",
  super: "super.method(...) calls the method of the class above",
  Exception: "it is called Error",
  ValueError: "`throw new Error(...)` does for it; ValueError itself is in #errors",
  KeyError: "`throw new Error(...)` does for it",
  zip: "list.forEach((item, i) => ...) has the index for the other list: other[i]",
  np: "its functions are methods of tensors (x.sum(-1)), or are imported from #tensor by name",
  tf: "there is no TensorFlow here: #tensor has what NumPy has",
  print: "console.log prints",
  None: "it is called null, or undefined for a value that was not given",
  True: "it is called true",
  False: "it is called false",
  int: "Math.trunc(x) removes the fraction; a DataView reads the integers of a file (view.getUint32(4))",
  struct: "a DataView reads the integers of a file: view.getUint32(4)",
  defaultdict: "a Map, and map.get(key) ?? 0 for what it does not have",
  abs: "Math.abs(x) for a number, x.abs() for a tensor",
  min: "Math.min(a, b) for numbers, x.min() for a tensor",
  max: "Math.max(a, b) for numbers, x.max() for a tensor",
  sum: "list.reduce((total, item) => total + item, 0) for a list, x.sum() for a tensor",
  round: "Math.round(x) for a number, x.round() for a tensor",
  map: "list.map((item) => ...)",
  filter: "list.filter((item) => ...)",
  all: "list.every((item) => ...), or x.all() for a tensor",
  any: "list.some((item) => ...), or x.any() for a tensor",
  pass: "an empty block is { }",
  deepcopy: "x.copy() copies a tensor, [...list] a list",
  float: "Number(text) makes a number",
  str: "String(x) makes a text",
  isinstance: "`x instanceof Tensor` asks for a class",
  dict: "a dict is a new Map()",
  list: "[...values] makes a list",
  axis: noKeywords,
  keepdims: noKeywords,
  dtype: 'arguments have no names here: zeros([2, 3], "float32")',
};

/** Lines of Python's, by what they look like. */
export const pythonLines: [RegExp, string][] = [
  [/\braise\b/, "`raise E(...)` is `throw new Error(...)`"],
  [/^\s*#/, "a comment begins with //"],
  [/^\s*from\s+\S+\s+import\b/, '`from x import y` is `import { y } from "x"`'],
  [/\bwith\b.{0,200}\bas\s+\w/, "`with X() as x:` is `using x = new X();`"],
  [/"{6}|'{6}/, "a comment of several lines stands between /* and */"],
  [/^\s*(const|let)\s*\(/, "`(a, b) = pair` is `const [a, b] = pair;`"],
  [/^\s*(const|let)\s+\w+(\s*,\s*\w+)+\s*=[^=]/, "`a, b = pair` is `const [a, b] = pair;`"],
  [/\[[^\]]{0,200}\bfor\b[^\]]{0,200}\bin\b/, "`[f(x) for x in list]` is `list.map((x) => f(x))`"],
  [/[\w)\]]\s+if\s[^;{}]{1,200}\selse\s/, "`a if c else b` is `c ? a : b`"],
  [/\blambda\b[^:]{0,100}:/, "`lambda x: ...` is `(x) => ...`"],
  [/\[[^\]]{0,100}\b(None|newaxis)\b/, "x[:, None] is x.expandDims(1)"],
  [
    /^\s*import\s+\w+(\s+as\s+\w+)?\s*;?\s*$/,
    '`import x` is `import { name } from "x"`, with each name that is used',
  ],
  [/^\s*(async )?def\b/, "a method begins with its name, a function with `function`"],
  [/^\s*for\s[^(]/, "`for x in list:` is `for (const x of list) { ... }`"],
  [/^\s*(if|while|elif|else|try|except|class)\b[^{]*:\s*$/, "a block stands in { }, and a condition in ( )"],
  [/\bf["']/, `f"{x}" is \`\${x}\`, between backticks`],
  [
    /[\w)\]]\[[^\]"'?]{0,100}:[^\]"']{0,100}\]/,
    "a part of a list is list.slice(1, 3), and of a tensor x.slice(1, 3)",
  ],
  [/[\w)\]] @ [\w(]/, "x @ y is x.matmul(y)"],
];

export const missingBrace = "is a `}` missing above it, or one too many there?";

/** What the compiler's own reason means. */
export const compilerReasons: [RegExp, string][] = [
  [/ because it is a constant/, "declare it with `let`: a `const` keeps its value"],
  [/^Cannot use a declaration in a single-statement context/, "a body of several lines stands in { }"],
  [/^Top-level return/, "this line stands outside of every method: is there a `}` too many above it?"],
];

/** Keywords of Python's. */
export const pythonWords: Record<string, string> = {
  not: "`not` is `!`",
  and: "`and` is `&&`",
  or: "`or` is `||`",
  is: "`is` is `===`",
  elif: "`elif` is `else if`",
  lambda: "`lambda x: ...` is `(x) => ...`",
  def: "a method begins with its name, a function with `function`",
};

export const python = {
  name: ({ name }: { name: string }) => `${name} is Python's: ${pythonNames[name]}.`,
  /** `a // b` in the middle of an expression. */
  division: ({ line }: { line: number }) => `in line ${line}, // begins a comment: division is /`,
};
