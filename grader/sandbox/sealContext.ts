/**
 * Makes the host's context useless to a submission that escapes from its own. Node documents that `vm` is no security
 * boundary: errors that Node's own code throws on a stack overflow belong to the host's context, and their prototypes lead to
 * its `Object`.
 */
import vm from "node:vm";

/** Globals of the language that can run code later, share memory, or compile. */
const removedToo = [
  "Atomics",
  "FinalizationRegistry",
  "Intl",
  "SharedArrayBuffer",
  "WeakRef",
  "WebAssembly",
  "console",
  "eval",
];

/**
 * Leaves only the language's built-ins on the global object (no `process`, `require`, `fetch` or timers), and freezes them.
 * The host must hold what it needs in variables by then.
 *
 * Node's flag --frozen-intrinsics does only the second part, and makes arrays three times slower in all contexts.
 *
 * @param names of the language's globals
 */
export function sealContext(names: readonly string[]): void {
  for (const key of Reflect.ownKeys(globalThis)) {
    const isKept = typeof key === "string" && names.includes(key) && !removedToo.includes(key);
    if (!isKept && !Reflect.deleteProperty(globalThis, key) && Reflect.get(globalThis, key) !== undefined)
      throw new Error(`${String(key)} cannot be removed`);
  }
  // It would create Promises of this context, whose callbacks run when no time limit applies.
  Reflect.deleteProperty(Array, "fromAsync");
  // A function of Node's, which Node itself installs.
  Reflect.deleteProperty(Error, "prepareStackTrace");
  // The option `cachedData` of its constructor accepts machine code. A script, which the host holds, must not lead there.
  const script = vm.Script.prototype;
  Reflect.deleteProperty(script, "constructor");
  Reflect.deleteProperty(Reflect.getPrototypeOf(script) as object, "constructor");
  freeze([globalThis, script, ...hidden()]);
}

/** Freezes objects and everything reachable from them. */
function freeze(roots: object[]): void {
  const reached = new Set<object>();
  const add = (value: unknown) => {
    if ((typeof value === "object" && value !== null) || typeof value === "function") reached.add(value);
  };
  roots.forEach(add);
  // A loop over a set also visits the elements that the loop adds.
  for (const object of reached) {
    add(Reflect.getPrototypeOf(object));
    for (const key of Reflect.ownKeys(object)) {
      const { value, get, set } = Reflect.getOwnPropertyDescriptor(object, key) as PropertyDescriptor;
      [value, get, set].forEach(add);
    }
  }
  for (const object of reached) Object.freeze(object);
}

/** Built-ins that no property leads to, only syntax or a call. */
function hidden(): object[] {
  return [
    [].values(),
    new Map().entries(),
    new Set().values(),
    ""[Symbol.iterator](),
    "".matchAll(/./g),
    (function* () {})(),
    (async function* () {})(),
    async () => {},
    new Error(),
  ];
}
