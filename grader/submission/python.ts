/** For those who come from Python: what its words are in TypeScript. */

/** Names that Python has, by what stands in their place. */
const names: Record<string, string> = {
  self: "the object itself is `this`",
  len: "a list has .length; the rows of a tensor are x.shape[0]",
  range: "for (let i = 0; i < n; i++) counts",
  enumerate: "list.forEach((item, i) => ...) counts along; for (const [i, item] of list.entries()) as well",
  zip: "list.forEach((item, i) => ...) has the index, with which the other list is read: other[i]",
  np: "its functions are methods of tensors (x.sum(-1)), or are imported from #tensor by name",
  tf: "there is no TensorFlow here: #tensor has what NumPy has",
  print: "console.log prints",
  None: "it is called null, or undefined where nothing was given",
  True: "it is called true",
  False: "it is called false",
  int: "Math.trunc(x) cuts the fraction off",
  float: "Number(text) makes a number",
  str: "String(x) makes a text",
  isinstance: "`x instanceof Tensor` asks for a class",
  dict: "new Map() is what a dict is",
  list: "[...values] makes a list",
  axis: "arguments have no names here: x.sum(-1, true) is what x.sum(axis=-1, keepdims=True) is",
  keepdims: "arguments have no names here: x.sum(-1, true) is what x.sum(axis=-1, keepdims=True) is",
  dtype: 'arguments have no names here: zeros([2, 3], "float32")',
};

const words: Record<string, string> = {
  not: "`not` is `!`",
  and: "`and` is `&&`",
  or: "`or` is `||`",
  is: "`is` is `===`",
  elif: "`elif` is `else if`",
  lambda: "`lambda x: ...` is `(x) => ...`",
  def: "a method begins with its name, a function with `function`",
};

/** What there is in the place of a name that is not defined; null for a name that Python has not either. */
export function inPlaceOf(name: string): string | null {
  return Object.hasOwn(names, name) ? `${name} is Python's: ${names[name]}.` : null;
}

/** What of Python's stands near a line that does not compile; "" for nothing. */
export function pythonNear(text: string, line: number): string {
  const lines = text.split("\n");
  const word = (lines[line - 1] ?? "").slice(0, 500).match(/\b(not|and|or|is|elif|lambda|def)\b(?= )/)?.[1];
  if (word) return words[word];
  for (const [i, near] of lines.slice(Math.max(0, line - 3), line).entries()) {
    const [code, ...rest] = near.slice(0, 500).split("//");
    const open = code.split("(").length - code.split(")").length;
    if (rest.length && open > 0 && code.trim() !== "")
      return `in line ${Math.max(0, line - 3) + i + 1}, // begins a comment: division is /`;
  }
  return "";
}
