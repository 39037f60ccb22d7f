/**
 * The guest: the part of the sandbox that shares a context with the student's code. It runs before that code and keeps its
 * own references to the built-ins it needs. The host never passes in an object of its own context, so nothing here leads out
 * of the sandbox: the host calls the functions below with texts and numbers, and reads texts and byte arrays.
 *
 * Only `run` and `runImport` have a time limit, so only they may run the student's code. The other functions run without one.
 * They touch none of the student's objects and call no method that a student can replace. They add to lists without
 * assignment, which would look for a setter in `Array.prototype`.
 */

import seedrandom from "seedrandom";
import * as errors from "#errors";
import * as tensor from "#tensor";
import { loading } from "../wording/loading.ts";
import { decode, encode, type Wire } from "./codec.ts";
import { console, takeLines, takeOutput } from "./guestConsole.ts";
import { describeThrown, fileError, formatStack, originIn, reasonOf } from "./guestErrors.ts";
import { removeGlobals } from "./guestGlobals.ts";
import { maxProgress } from "./protocol.ts";

type ModuleFunction = (
  module: { exports: unknown },
  exports: unknown,
  require: (name: string) => unknown,
) => void;

const { apply, defineProperty } = Reflect;
const { create, hasOwn } = Object;
const Buffer = ArrayBuffer;
const Bytes = Uint8Array;
const given: Record<string, unknown> = { __proto__: null, "#tensor": tensor, "#errors": errors } as never;
const definitions: Record<string, ModuleFunction> = { __proto__: null } as never;
const loaded: Record<string, { exports: unknown }> = { __proto__: null } as never;

/** A module that throws on every use. The Proxy is the prototype, so that it survives the copy that `import *` makes. */
function brokenModule(message: string, origin: string): object {
  const trap = new Proxy(create(null), {
    get(_, key) {
      if (typeof key !== "string" || key === "__esModule" || key === "default" || key === "then")
        return undefined;
      throw fileError(message, origin);
    },
  });
  return create(trap);
}

/** The module being imported. The host reads it when an import does not end. */
let importing = "";

function importModule(name: unknown): unknown {
  if (typeof name !== "string") throw fileError(loading["import-by-value"], "import-by-value ");
  if (given[name]) return given[name];
  if (loaded[name]) return loaded[name].exports;
  const define = definitions[name];
  if (!define) return brokenModule(loading["import-unknown"]({ name }), `import-unknown ${name}`);
  const module = { exports: {} as unknown };
  loaded[name] = module;
  const outer = importing;
  importing = name;
  apply(define, undefined, [module, module.exports, importModule]);
  importing = outer;
  return module.exports;
}

/** The modules as a check sees them: each exported name is looked up when the check uses it. */
// Has no prototype, so that a check that stores something here does not run a setter of the student's.
const modules: Record<string, unknown> = { __proto__: null, tensor } as never;

/** Passed to checks that run long: tells them the time they have used, and reports their progress. */
export interface Monitor {
  /** The processor time that this process has used, in milliseconds. */
  usedMs(): number;
  /** Sends a short text to the grader, at most ten per second. */
  report(text: string): void;
}

const { now } = Date;
const reportEveryMs = 100;
let reportedAt = 0;
/** Functions of the host. Only the monitor may hold them. */
let send: (text: string) => void = () => {};
let clock: () => number = () => 0;

const monitor: Monitor = {
  __proto__: null,
  usedMs(): number {
    try {
      return +clock();
    } catch {
      // An error of the host's, such as a stack overflow, must not reach the submission.
      return 0;
    }
  },
  report(text: string): void {
    const time = now();
    if (typeof text !== "string" || text.length > maxProgress || time - reportedAt < reportEveryMs) return;
    reportedAt = time;
    try {
      send(text);
    } catch {
      // As above.
    }
  },
} as never;

type Check = (modules: unknown, args: unknown, attachments: Uint8Array[], monitor: Monitor) => unknown;

let imported = "";
let args: Wire = { text: "null", buffers: [] };
let attachments: Uint8Array[] = [];
/** The outcome of a call: name, message and stack of what it threw, or its value. */
let texts: string[] = [];
let results: ArrayBuffer[] = [];

function append<T>(list: T[], value: T): void {
  const descriptor = { __proto__: null, value, enumerable: true, configurable: true, writable: true };
  defineProperty(list, list.length, descriptor as PropertyDescriptor);
}

/** Calls a function and encodes its result. Never throws, unless the stack overflows. */
function outcomeOf(call: () => unknown): "returned" | "threw" {
  texts = [];
  results = [];
  try {
    const wire = encode(call());
    texts = [wire.text];
    results = wire.buffers;
    return "returned";
  } catch (error) {
    const { name, message, stack } = describeThrown(error);
    texts = [name, message, stack];
    return "threw";
  }
}

/** The functions that the host calls, in the order in which it calls them for a check. */
export const guest = {
  /** Seeds both sources of random numbers: Math.random and #tensor's. */
  seed(seed: string): void {
    tensor.random.seed(seed);
    Math.random = seedrandom(seed);
  },

  formatStack,

  connect(sendText: (text: string) => void, usedMs: () => number): void {
    send = sendText;
    clock = usedMs;
  },

  define(name: string, define: ModuleFunction): void {
    definitions[name] = define;
  },

  /** Makes every later use of this module throw an error with this message and origin. */
  stub(name: string, message: string, origin: string): void {
    loaded[name] = { exports: brokenModule(message, origin) };
  },

  /** Declares which module exports a name. */
  export(name: string, module: string): void {
    Object.defineProperty(modules, name, {
      // Not enumerable: a check that copies `modules` would import the whole submission.
      enumerable: false,
      get() {
        const value = (importModule(module) as Record<string, unknown>)[name];
        if (value !== undefined) return value;
        throw fileError(loading["not-exported"]({ file: module, name }), `not-exported ${module}`);
      },
    });
  },

  importing: () => importing,

  /** Selects the module that `runImport` imports. */
  prepareImport(name: string): void {
    importing = "";
    imported = name;
  },

  /** Imports the module. One that throws is replaced by a stub. */
  runImport(): "returned" | "threw" {
    return outcomeOf(() => {
      const name = imported;
      try {
        if (!loaded[name]) importModule(name);
      } catch (error) {
        importing ||= name;
        const thrown = describeThrown(error);
        // What the import met first is the origin.
        const origin = originIn(thrown) ?? `import-failed ${importing}`;
        const message = loading["import-failed"]({ file: importing, reason: reasonOf(thrown) });
        guest.stub(importing, message, origin);
        if (importing !== name)
          guest.stub(name, loading["import-of-broken"]({ file: name, imported: importing }), origin);
        throw error;
      }
    });
  },

  allocate(bytes: number): ArrayBuffer {
    return new Buffer(bytes);
  },

  /** Sets the arguments of the next call. */
  setArgs(text: string): void {
    args = { text, buffers: [] };
  },

  addBuffer(buffer: ArrayBuffer): void {
    append(args.buffers, buffer);
  },

  addAttachment(buffer: ArrayBuffer): void {
    append(attachments, new Bytes(buffer));
  },

  /** Calls a check with the modules and the arguments set before. */
  run(check: Check): "returned" | "threw" {
    const received = args;
    const attached = attachments;
    args = { text: "null", buffers: [] };
    attachments = [];
    return outcomeOf(() => check(modules, decode(received), attached, monitor));
  },

  /** Records a stack overflow, for a call that ended in the middle of `run`. */
  exhausted(): void {
    texts = ["RangeError", "Maximum call stack size exceeded", ""];
    results = [];
  },

  resultText: (index: number) => (index < texts.length ? texts[index] : ""),
  resultBuffer: (index: number) => (index < results.length ? results[index] : null),

  takeOutput,
  takeLines: () => `${takeLines()}`,
};

// Older engines lack `using`. The compiler's replacement and given code look for these two symbols.
const symbols = Symbol as unknown as Record<string, symbol>;
if (!hasOwn(Symbol, "dispose")) symbols.dispose = Symbol.for("Symbol.dispose");
if (!hasOwn(Symbol, "asyncDispose")) symbols.asyncDispose = Symbol.for("Symbol.asyncDispose");
// Compiles the kernels now. Otherwise the first large product would.
tensor.implementation();
removeGlobals();
Object.defineProperty(globalThis, "console", { value: console, writable: true, configurable: true });

/** The API that the guest script returns. */
export type Guest = typeof guest;
