/** Mutants with correct numbers whose result shares an object, and mutants that overwrite an object after use. */
import type { Draft } from "../mutant.ts";
import { type Idioms, type MarkedMethod, type Site, wrap } from "../site.ts";

const helpers = `
const buffers = new WeakMap<object, Map<string, any>>();
/** Copies the result into the object that an earlier call returned, if it fits. */
function reused<T>(owner: object, result: T): T {
  const own = buffers.get(owner) ?? new Map();
  buffers.set(owner, own);
  const key = Array.isArray(result) ? "list" : String((result as any)?.shape);
  const buffer = own.get(key);
  if (buffer === undefined || buffer === result) own.set(key, result);
  else if (Array.isArray(buffer)) buffer.splice(0, buffer.length, ...(result as any));
  else buffer.assign(result);
  return own.get(key);
}
/** Copies the result into the argument, if it fits. */
function into<T>(argument: any, result: T): T {
  if (Array.isArray(argument)) argument.splice(0, argument.length, ...(result as any));
  else if (String(argument?.shape) !== String((result as any)?.shape)) return result;
  else argument.assign(result);
  return argument;
}
`;

const isReusable = (returns: string) => returns === "Tensor" || returns.endsWith("[]");

export function reuseResult({ methods }: Site): Draft[] {
  return methods
    .filter(({ returns, owner }) => owner && isReusable(returns))
    .map((method) => ({
      operator: "alias-of-field",
      change: "the object that the call before gave, filled anew",
      edits: wrap(method, "return reused(this, (", ")());"),
      ending: helpers,
    }));
}

export function resultIntoArgument({ methods }: Site): Draft[] {
  const fits: Record<string, string> = { tensor: "Tensor", tensors: "Tensor[]" };
  return methods.flatMap((method) =>
    method.subjects
      .filter(({ kind }) => fits[kind] === method.returns)
      .map(({ expression }) => ({
        operator: "alias-of-argument",
        change: `the result is written into ${expression}, and that is returned`,
        edits: wrap(method, `return into(${expression}, (`, ")());"),
        ending: helpers,
      })),
  );
}

/** Changes to a subject after the result has been computed. */
const harms: Record<string, [change: string, harm: (expression: string) => string][]> = {
  tensor: [["other numbers in", (x) => `(${x} as any)?.assignAdd(1)`]],
  tensors: [
    ["the last one taken off", (x) => `(${x} as any).pop()`],
    ["reversed", (x) => `(${x} as any).reverse()`],
    ["other numbers in the first of", (x) => `(${x} as any)[0]?.assignAdd(1)`],
    ["other numbers in the last of", (x) => `(${x} as any).at(-1)?.assignAdd(1)`],
  ],
  bytes: [["zeros in", (x) => `(${x} as any).fill(0)`]],
  list: [
    ["sorted", (x) => `Array.prototype.sort.call(${x})`],
    ["another first entry in", (x) => `(${x} as any)[0] = (${x} as any)[1]`],
  ],
};

export function writeIntoArgument({ methods, idioms }: Site): Draft[] {
  return methods.flatMap((method) =>
    subjectsAndFields(method, idioms).flatMap(({ expression, kind }) =>
      (harms[kind] ?? []).map(([change, harm]) => ({
        operator: "write-into-argument",
        change: `${change} ${expression}, after the result is there`,
        edits: wrap(method, "return after((", `)(), () => ${harm(expression)});`),
        ending: "function after<T>(result: T, harm: () => unknown): T { harm(); return result; }",
      })),
    ),
  );
}

/** What a method works on, and the fields that it reads: without parameters, the result of the latest call. */
function subjectsAndFields({ owner, node, isStatic, subjects }: MarkedMethod, { inputs, weights }: Idioms) {
  const readsLatest = owner && !isStatic && node.parameters.length === 0 && subjects.length > 0;
  const hasWeights = owner?.members.some((member) => member.name?.getText() === weights?.method);
  const fields = [
    ...(readsLatest && inputs ? [inputs.result] : []),
    ...(hasWeights && weights && !isStatic ? [weights.first] : []),
  ];
  return [...subjects, ...fields.map((expression) => ({ expression, kind: "tensor" }))];
}
