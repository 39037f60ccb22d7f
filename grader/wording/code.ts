/** What is to be seen in a line of code. Each follows a file and a line. */
import type { Message } from "./catalogue.ts";

/** Code that compiles and does something else than in Python. True of the line, whatever is wrong with it. */
export const habits = {
  "negative-index": (p: { text: string; list: string; index: string }) =>
    `${p.text} is undefined: an index does not count from the end; ${p.list}.at(${p.index}) does`,
  "tensor-as-key":
    "the keys of an object are texts, so tensors that print alike share a key; a Map keeps them apart (new Map(), .get, .set)",
  "tensor-as-index": "an index is a number, not a tensor: x.item() is the number of a tensor with one entry",
  "map-brackets": "a Map has no brackets: .get(key) reads, .set(key, value) writes, .has(key) asks",
  "in-list": "`in` asks for the name of a property; list.includes(x) and map.has(key) ask for what is in it",
  "tensor-as-condition":
    "a tensor counts as true, whatever is in it: where(condition, a, b) selects entry by entry, x.item() is the number of a tensor with one entry",
  caret: "^ compares bits; a power is **",
  "reversed-in-place": ({ callee }: { callee: string }) =>
    `${callee}() turns the list itself around, and leaves it so; toReversed() makes a new list`,
  "sorted-as-texts":
    "sort() without a comparison compares texts, so 10 comes before 9; (a, b) => a - b compares numbers",
  "entry-replaced": ({ entry }: { entry: string }) =>
    `${entry} = ... puts another tensor into the list; the one that was there does not change (x.assign and x.assignSub change it)`,
  "tensors-compared": ({ operator }: { operator: string }) =>
    `${operator} asks whether two tensors are the same object; x.equal(y) compares their entries`,
  "name-reassigned": ({ name }: { name: string }) =>
    `this gives the name ${name} to another tensor; the tensor that was passed in does not change (x.assign and x.assignSub change it)`,
  "result-unused": ({ callee }: { callee: string }) =>
    `the result of ${callee}(...) is not used: the method returns a new tensor and does not change the old one`,
  "tensor-length": "a tensor has no length: it has x.shape[0] rows and x.size entries",
  "arrow-without-return": "this arrow function returns nothing: after => { the value needs a `return`",
  "assignment-as-condition": "= sets a name, and is no question; === compares",
  "case-goes-on": "a case without `break` or `return` goes on into the next one",
  "last-of-list": ({ text, last }: { text: string; last: string }) =>
    `${text} is ${last} alone: a list is [a, b], and an object { a, b }`,
  "error-not-thrown": "an Error stops nothing until it is thrown: throw new Error(...)",
  "return-alone": "`return` ends with its line, and returns nothing: the value begins on the same line",
  shadowed: ({ keyword, name }: { keyword: string; name: string }) =>
    `${keyword} declares another ${name}, which ends with its block; without ${keyword}, this line sets the ${name} above`,
  "not-declared": ({ name }: { name: string }) =>
    `a new name is declared where it first stands: const ${name}, or let ${name} if it changes`,
  "get-with-default": ({ map }: { map: string }) =>
    `get takes only a key; for what the Map does not have: ${map}.get(key) ?? value`,
  "list-reassigned": ({ name }: { name: string }) =>
    `this gives the name ${name} to another list; the tensors of the list that was passed in do not change (x.assign and x.assignSub change them)`,
  "body-of-one-line": "without { }, only the next line is repeated or conditional",
  "division-as-comment": "// begins a comment: division is /, and Math.floor(a / b) rounds down",
  "for-in": "for ... in loops over the indices, as texts; for ... of loops over the entries",
};
export type Habit = Message<typeof habits>;

export const loops = {
  "entry-loop": "loops over single numbers; one call on the whole tensor does the same",
};

/** More numbers, text or names than code has. */
export const tables = {
  "long-list": ({ items }: { items: number }) => `a list of ${items} items`,
  literals: (sizes: Sizes) => `texts and numbers of ${compressed(sizes)}`,
  names: (sizes: Sizes) => `names of ${compressed(sizes)}`,
};

interface Sizes {
  bytes: number;
  total: number;
  limit: number;
}
const compressed = ({ bytes, total, limit }: Sizes) =>
  `${bytes} bytes when compressed (${total} in the whole submission; at most ${limit} are usual)`;

export const prints = {
  print: ({ call, method }: { call: string; method?: string }) => `${call} in ${method ?? "the file itself"}`,
};

export const names = {
  misspelt: ({ found, method }: { found: string; method: string }) =>
    `this is called ${found}, and there is no ${method}: is that what it should be called?`,
};

const arithmetic = " Operators take numbers; a tensor has methods: x.add(y), x.mul(2), x.div(y).";

/** What the TypeScript compiler leaves out, by its codes. Each follows the compiler's sentence. */
export const compilerAdvice: Record<number, string> = {
  // "'this' implicitly has type 'any' ..."
  2683: " Inside of `function (...) { }` it is not the object; an arrow function `(...) => { }` keeps it.",
  // "A function whose declared type ... must return a value."
  2355: " Is a `return` missing?",
  // "The left-hand side (or: right-hand side) of an arithmetic operation must be of type ..."
  2362: arithmetic,
  2363: arithmetic,
  // "Operator '+' cannot be applied to types ..."
  2365: arithmetic,
  // "Type 'Tensor' cannot be used as an index type."
  2538: " A Map takes any key: map.get(key), map.set(key, value).",
  // "Element implicitly has an 'any' type because index expression is not of type 'number'."
  7015: " A list has its entries by number: list[0].",
  // "The return type of an async function or method must be the global Promise<T> type ..."
  1064: " Here, leave out `async`.",
  // "Left side of comma operator is unused ..."
  2695: " Python's (a, b) is [a, b].",
};
