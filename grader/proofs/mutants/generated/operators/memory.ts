/** Mutants that cache a result, and return it again although its inputs have changed. */
import type { Draft } from "../mutant.ts";
import { type MarkedMethod, type Site, wrap } from "../site.ts";

const helpers = `
type Memory = { count: number; kept: Map<unknown, unknown> };
const inModule = {};
const memories = new WeakMap<object, Memory>();
function memoryOf(owner: object): Memory {
  const memory = memories.get(owner) ?? { count: 0, kept: new Map() };
  memories.set(owner, memory);
  return memory;
}
function copied(value: any): any {
  if (Array.isArray(value)) return value.map(copied);
  return typeof value?.copy === "function" ? value.copy() : value;
}
/** Returns the first result for a key. */
function remember<T>(owner: object, key: unknown, make: () => T): T {
  const { kept } = memoryOf(owner);
  if (kept.has(key)) return kept.get(key) as T;
  const result = make();
  kept.set(key, copied(result));
  return result;
}
/** Returns the last result again, after so many results. */
function freeze<T>(owner: object, after: number, make: () => T): T {
  const memory = memoryOf(owner);
  if (memory.count >= after) return memory.kept.get("last") as T;
  memory.count += 1;
  const result = make();
  memory.kept.set("last", copied(result));
  return result;
}
`;

/** The cache keys, by their description. */
const keys: Record<string, (expression: string) => string> = {
  "the object": (expression) => expression,
  "the text": (expression) => `String(${expression})`,
  "the shape": (expression) => `String(${expression}?.shape)`,
};
/** The cache keys that suit each kind of subject. */
const keysOf = {
  tensor: ["the object", "the text", "the shape"],
  tensors: ["the object"],
  bytes: ["the object"],
  list: ["the object", "the text"],
  number: ["the object"],
  boolean: [],
  other: [],
};

export function rememberFirst({ methods }: Site): Draft[] {
  return methods.filter(givesSomething).flatMap((method) => {
    const draft = (owner: string, key: string, change: string): Draft => ({
      operator: "remember-first",
      change,
      edits: wrap(method, `return remember(${owner}, ${key}, `, ");"),
      ending: helpers,
    });
    const drafts = [draft("inModule", '"first"', "the first result, in the module")];
    if (!method.owner) return drafts;
    drafts.unshift(draft("this", '"first"', "the first result, in a field"));
    for (const { expression, kind } of method.subjects) {
      for (const by of keysOf[kind])
        drafts.push(draft("this", keys[by](expression), `the first result for ${by} of ${expression}`));
    }
    return drafts;
  });
}

/** How many calls are correct: more than a short check makes. */
const count = 9;

export function freezeResult({ methods }: Site): Draft[] {
  return methods.filter(givesSomething).map((method) => ({
    operator: "up-to-step",
    change: `after ${count} calls the last result`,
    edits: wrap(method, `return freeze(${method.owner ? "this" : "inModule"}, ${count}, `, ");"),
    ending: helpers,
  }));
}

const givesSomething = ({ returns }: MarkedMethod) => returns !== "void";
