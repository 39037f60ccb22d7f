/** What the engine's own errors mean: for people who know Python's. Each is true of every error with this message. */

/** Methods of Python's lists, dicts and arrays, and where else to look for them. */
const otherNames: Record<string, string> = {
  append: "a list takes one more by .push(item)",
  extend: "a list takes more by .push(...others)",
  insert: "a list takes an item at a place by .splice(index, 0, item)",
  remove: "a list without an item is list.filter((other) => other !== item)",
  items: "a Map has .entries()",
  update: "a Map takes a value by .set(key, value)",
  index: "a list finds an item by .indexOf(item)",
  count: "list.filter((item) => ...).length counts",
  format: `a text with values in it is \`a \${b}\`, between backticks`,
  lower: "it is called .toLowerCase()",
  upper: "it is called .toUpperCase()",
  strip: "it is called .trim()",
  startswith: "it is called .startsWith(text)",
  multiply: "it is called x.mul(y)",
  subtract: "it is called x.sub(y)",
  divide: "it is called x.div(y)",
  power: "it is called x.pow(y)",
  randn: "it is random.normal(0, 1, shape)",
  rand: "it is random.uniform(0, 1, shape)",
  numpy: "a tensor is what NumPy's array is: nothing is to be converted",
  ravel: "it is x.reshape(-1)",
  tolist: "it is x.toArray()",
};

/** A tensor's and a list's, which are no methods. */
const properties = ["shape", "size", "ndim", "dtype", "data", "T", "length"];

export const engineErrors: [RegExp, (...parts: string[]) => string][] = [
  [
    /^Cannot (?:read|set) properties of (undefined|null) \((?:reading|setting) '(\w{1,100})'\)/,
    (value, name) =>
      `What stands before ${/^\d/.test(name) ? `[${name}]` : `.${name}`} is ${value}: a field that was never set or has another name, an entry that is not in its list, a Map's get() of a key that it does not have, or what a method without \`return\` gives.`,
  ],
  [
    /(\w{1,100}) is not a function or its return value is not iterable/,
    (name) =>
      `Either there is no ${name} to call, or what it returns is no list. A tensor is none: x.toArray() and x.data have its numbers.`,
  ],
  [
    /(\.?)\b(\w{1,100}) is not a function/,
    (dot, name) => {
      if (Object.hasOwn(otherNames, name)) return `There is no ${name} here: ${otherNames[name]}.`;
      if (properties.includes(name)) return `${name} is no method: leave out the parentheses behind it.`;
      if (!dot)
        return `${name} itself cannot be called. If it is an object, call a method of it: ${name}.method(...).`;
      return `What stands before .${name} has no method of this name: is it spelt as where it is declared, does it belong to this object, and is it no property, which takes no parentheses?`;
    },
  ],
  [
    /is not iterable/,
    () =>
      "A list, a Map, a Set and a text can be looped over by for ... of, spread by [...x] and taken apart by [a, b] = x. A number, an object and a tensor cannot: for a tensor there are x.toArray() and x.data.",
  ],
  [
    /^Iterator value .{1,100} is not an entry object/,
    () => "new Map(...) takes a list of pairs: [[key, value], [key, value]].",
  ],
  [
    /^\S{1,100} returned a function; expected/,
    () => "Parentheses call a method: `x.mean` is the method itself, `x.mean()` its result.",
  ],
  [
    /^\S{1,100} returned a Promise; expected/,
    () => "A method that is `async` returns a Promise: leave out `async`.",
  ],
  [
    /^\S{1,100} returned (?:a number|an array|a Float\d\dArray|a boolean); expected a Tensor/,
    () =>
      "The methods of tensors return tensors; tensor(values) makes one of numbers, and x.reshape(shape) gives it a shape.",
  ],
  [
    /^Assignment to constant variable/,
    () => "A name that is declared with `const` cannot be set again: declare it with `let`.",
  ],
  [
    /^Class constructor (\w{1,100}) cannot be invoked without 'new'/,
    (name) => `An object of a class is made by \`new ${name}(...)\`.`,
  ],
  [/^(.{1,100}) is not a constructor/, () => "`new` makes an object of a class, and this is not a class."],
  [
    /which has only a getter/,
    () =>
      "It is a getter, which is computed whenever it is read. Change what it is computed from; its declaration (`get ...`) says what that is.",
  ],
  [
    /^Cannot access '(\w{1,100})' before initialization/,
    (name) => `${name} is used above the line that declares it.`,
  ],
  [
    /^Maximum call stack size exceeded/,
    () => "A method calls itself without end, directly or through another one that calls it.",
  ],
  [
    /^\w{1,20}: shapes .{1,200} do not align/,
    () =>
      "x.matmul(y) takes [n, k] and [k, m]: the last length of x is the one before the last of y. Write both shapes down: are the two in this order?",
  ],
  [
    /^\w{1,20}: operands could not be broadcast together/,
    () =>
      "Shapes are compared from the right: each pair of lengths must be equal, or one of them 1. x.sum(-1, true) keeps the axis that x.sum(-1) drops.",
  ],
];
