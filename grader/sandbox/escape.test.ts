/**
 * The sandbox without its `vm` layer. The attacks run in the host's own context, sealed as it is for a submission, as if a
 * submission had escaped with a script of the host's and an error of Node's. Neither may lead any further.
 */

import { assignment } from "../assignment/index.ts";
import { compileSubmission } from "../submission/compile.ts";
import { sandboxBundles } from "./bundles.ts";
import { decode, encode } from "./codec.ts";
import { Sandbox } from "./sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  const { host } = await sandboxBundles();
  // The host's own code, except that the scripts of checks run in its context. Their results are sent as usual.
  const escaped = `
    const vm = require("node:vm"), pass = require, { Script } = vm, { stringify } = JSON;
    const leaked = [new Script("1")];
    try { leaked[0].runInThisContext({ timeout: -1 }); } catch (error) { leaked[1] = error; }
    const construct = (target, [code, options]) => {
      if (options.filename !== "check") return new target(code, options);
      const [, entry, source] = /^"use strict";(\\w+)\\.run\\(([^]*)\\)$/.exec(code);
      return { runInContext(context, options) {
        const result = stringify(new target(source).runInThisContext(options)(leaked[0], leaked[1]));
        return new target(entry + ".run(() => " + result + ")").runInContext(context, options);
      } };
    };
    const escapedVm = { ...vm, Script: new Proxy(Script, { construct }) };
    (function (require) { ${host} })((name) => (name === "node:vm" ? escapedVm : pass(name)));`;
  const files = new Map([["beras/layers.ts", "export const Dense = () => 1;"]]);
  const code = await compileSubmission({ assignment, root: "/nowhere", files });
  sandbox = new Sandbox(code, 256, [], undefined, escaped);
  await sandbox.open("seed");
});
afterAll(() => sandbox.end());

/** Runs an attack with a script and an error. Returns what it finds, or what it throws, as text. */
async function find(attack: string): Promise<unknown> {
  const source = `(script, error) => {
    try { return (${attack})(script, error) ?? "nothing"; } catch (thrown) { return thrown.name + ": " + thrown.message; }
  }`;
  const outcome = await sandbox.call(source, encode(null), 5_000);
  return outcome.kind === "returned" ? decode(outcome.wire) : outcome;
}

/** Collects everything that an attack can reach through properties, prototypes and accessors. */
const walk = `
  const generator = function* () {};
  const own = new Set([script, [].values(), new Map().entries(), new Set().values(), ""[Symbol.iterator](), "".matchAll(/./g),
    generator, async () => {}, async function* () {}, generator(), new Uint8Array(1), Promise.resolve()]);
  try { null.x } catch (typeError) { own.add(typeError); }
  try { (function deep() { deep(); })(); } catch (rangeError) { own.add(rangeError); }
  const reached = new Set([globalThis, ...own]);
  for (const object of reached) {
    const add = (value) => { if ((typeof value === "object" && value) || typeof value === "function") reached.add(value); };
    add(Reflect.getPrototypeOf(object));
    for (const key of Reflect.ownKeys(object)) {
      const { value, get, set } = Reflect.getOwnPropertyDescriptor(object, key);
      [value, get, set].forEach(add);
    }
  }`;

test("the global object holds nothing but the language", async () => {
  const names = (await find("() => Reflect.ownKeys(globalThis).map(String)")) as string[];
  const language = (await sandboxBundles()).globals;
  expect(names.filter((name) => !language.includes(name) && !name.startsWith("Symbol("))).toEqual([]);
  expect(names).not.toContain("WebAssembly");
  expect(names.length).toBeGreaterThan(40);
});

test("no function of Node's is reachable, except the methods of the script itself", async () => {
  const found = await find(`(script) => { ${walk}
    const isNative = (f) => Function.prototype.toString.call(f).endsWith("{ [native code] }");
    const isOwn = (f) => [...own].some((object) => object === f || object.prototype === f);
    return [...reached].filter((f) => typeof f === "function" && !isNative(f) && !isOwn(f)).map((f) => f.name);
  }`);
  expect(found).toEqual(["runInThisContext", "runInContext", "runInNewContext"]);
});

test("no prototype and no built-in can be changed", async () => {
  const found = await find(`(script) => { ${walk}
    const isOwn = (x) => [...own].some((object) => object === x || object.prototype === x);
    return [...reached].filter((x) => !Object.isFrozen(x) && !isOwn(x)).map((x) => typeof x + " " + x.constructor?.name + " " + x.name);
  }`);
  expect(found).toEqual([]);
});

test("an error of Node's leads to error classes, and no further", async () => {
  const found = await find(`(script, error) => { ${walk}
    const before = new Set(reached);
    const further = new Set([error]);
    for (const object of further) {
      const add = (value) => {
        if (((typeof value === "object" && value) || typeof value === "function") && !before.has(value)) further.add(value);
      };
      add(Reflect.getPrototypeOf(object));
      for (const key of Reflect.ownKeys(object)) {
        const { value, get, set } = Reflect.getOwnPropertyDescriptor(object, key);
        [value, get, set].forEach(add);
      }
    }
    return [...further].filter((x) => typeof x === "function").map((x) => x.name);
  }`);
  const known = ["get constructor", "get [kIsNodeError]", "toString", "NodeError", "RangeError"];
  expect((found as string[]).filter((name) => !known.includes(name))).toEqual([]);
});

test.each([
  ["process", "() => process", "ReferenceError: process is not defined"],
  ["require", "() => require", "ReferenceError: require is not defined"],
  ["module", "() => module", "ReferenceError: module is not defined"],
  ["Buffer", "() => Buffer", "ReferenceError: Buffer is not defined"],
  ["built-in modules, as `node -e` has them", "() => fs ?? v8 ?? vm", "ReferenceError: fs is not defined"],
  ["WebAssembly", "() => WebAssembly", "ReferenceError: WebAssembly is not defined"],
  ["the script's constructor", "(script) => script.constructor.name", "Object"],
  ["code from a string", "() => Function('return 1')()", /^EvalError/],
  ["code from a string, indirectly", "() => (0, globalThis.eval)?.('1')", "nothing"],
  [
    "the global object of sloppy code",
    "() => Object.getOwnPropertyNames(function () { return this }()).includes('process') || null",
    "nothing",
  ],
  [
    "a stack's frames",
    "() => { Error.prepareStackTrace = (_, frames) => frames; return typeof new Error().stack; }",
    "string",
  ],
  ["an unlimited stack trace", "() => { Error.stackTraceLimit = 1e9; return Error.stackTraceLimit; }", 10],
  ["a Promise of this context through an array", "() => Array.fromAsync", "nothing"],
  [
    "a setter on all arrays",
    "() => { 'use strict'; Object.defineProperty(Array.prototype, '0', { set() {} }); }",
    /^TypeError/,
  ],
  [
    "the next method of iterators",
    "() => { 'use strict'; Object.getPrototypeOf([].values()).next = () => 1; }",
    /^TypeError/,
  ],
  ["default options", "() => { 'use strict'; Object.prototype.timeout = 1; }", /^TypeError/],
  [
    "the prototype of a prototype",
    "() => Reflect.setPrototypeOf(Array.prototype, null) || Reflect.setPrototypeOf(Object.prototype, {})",
    false,
  ],
  ["a new global", "() => { 'use strict'; globalThis.found = 1; }", /^TypeError/],
])("%s is out of reach", async (_, attack, found) => {
  expect(await find(attack)).toEqual(found instanceof RegExp ? expect.stringMatching(found) : found);
});

test("a dynamic import finds no module", async () => {
  const state = "Reflect.get(script, 'loot')";
  await find(`(script) => {
    script.loot = { seen: "nothing" };
    import("node:fs").then((fs) => { script.loot.seen = typeof fs.writeFileSync; }, (error) => { script.loot.seen = error.code; });
  }`);
  // To open a context, the host does what Node does between two events.
  await sandbox.open("another");
  expect(await find(`(script) => ${state}.seen`)).toMatch(
    /^(nothing|ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING)/,
  );
});
