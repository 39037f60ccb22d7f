/**
 * Makes the host's realm worth nothing to a submission that gets out of its own. Node says that `vm` is no security boundary,
 * and it is right: errors that Node's own code throws at the end of the stack belong to the host's realm, and by their
 * prototypes one climbs to its `Object`.
 */
import vm from "node:vm";

/** Of the language, yet with a way to run something later, to share memory, or to compile. */
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
 * Leaves the language's built-ins on the global object and nothing else (no `process`, `require`, `fetch` or timer), and
 * freezes all of them. What the host needs it has to hold in variables of its own by then.
 *
 * Node's flag --frozen-intrinsics does the second part only, in a way that makes arrays three times slower in all realms.
 *
 * @param names of the language's globals
 */
export function sealRealm(names: readonly string[]): void {
  for (const key of Reflect.ownKeys(globalThis)) {
    const isKept = typeof key === "string" && names.includes(key) && !removedToo.includes(key);
    if (!isKept && !Reflect.deleteProperty(globalThis, key) && Reflect.get(globalThis, key) !== undefined)
      throw new Error(`${String(key)} cannot be removed`);
  }
  // It would make Promises of this realm, whose callbacks run when no time limit holds.
  Reflect.deleteProperty(Array, "fromAsync");
  // A function of Node's, which puts itself there.
  Reflect.deleteProperty(Error, "prepareStackTrace");
  // Its option `cachedData` is machine code of a kind. The host holds it; a script must not lead to it.
  const script = vm.Script.prototype;
  Reflect.deleteProperty(script, "constructor");
  Reflect.deleteProperty(Reflect.getPrototypeOf(script) as object, "constructor");
  freeze([globalThis, script, ...hidden()]);
}

/** Freezes objects and all that is reached from them. */
function freeze(roots: object[]): void {
  const reached = new Set<object>();
  const add = (value: unknown) => {
    if ((typeof value === "object" && value !== null) || typeof value === "function") reached.add(value);
  };
  roots.forEach(add);
  // A set that grows is walked to its new end.
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
