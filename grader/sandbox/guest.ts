/**
 * The part of the sandbox that lives in the same realm as the student's code. It is run first, before any of that code,
 * and keeps what it needs of the built-ins. Nothing of the host's realm is ever handed in, so there is no way out to
 * climb along: the host calls the functions below with texts and numbers, and reads texts and byte arrays.
 *
 * Only `run` and `runImport` have a time limit, so everything that can run the student's code happens in there. All the
 * others are called without one. They touch no object of the student's, call no method that a student can have replaced,
 * and put nothing into a list by assignment, which would ask `Array.prototype` for a setter.
 */

import seedrandom from "seedrandom";
import * as errors from "#errors";
import * as tensor from "#tensor";
import { decode, encode, type Wire } from "./codec.ts";
import { console, takeLines, takeOutput } from "./guestConsole.ts";
import { describeThrown, fileError, formatStack, reasonOf } from "./guestErrors.ts";
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

/** A module that answers every use with an error. A Proxy as prototype survives the wrapping of an `import *`. */
function brokenModule(problem: string): object {
  const trap = new Proxy(create(null), {
    get(_, key) {
      if (typeof key !== "string" || key === "__esModule" || key === "default" || key === "then")
        return undefined;
      throw fileError(problem);
    },
  });
  return create(trap);
}

/** The module that is being imported now; the host reads it when an import does not come to an end. */
let importing = "";

function importModule(name: unknown): unknown {
  if (typeof name !== "string") throw fileError("an import takes the name of a module");
  if (given[name]) return given[name];
  if (loaded[name]) return loaded[name].exports;
  const define = definitions[name];
  if (!define) return brokenModule(`"${name}" cannot be imported here`);
  const module = { exports: {} as unknown };
  loaded[name] = module;
  const outer = importing;
  importing = name;
  apply(define, undefined, [module, module.exports, importModule]);
  importing = outer;
  return module.exports;
}

/** What a check gets to see: each name of the contract, looked up in its module when it is used. */
// Without a prototype: what a check keeps in it must not run into a setter of the student's.
const modules: Record<string, unknown> = { __proto__: null, tensor } as never;

/** For the function of a check that runs long: its clock, and its way to say how far it is. */
export interface Monitor {
  /** How much of the processor's time this process has used, in milliseconds. */
  usedMs(): number;
  /** Sends a short text to the grader, at most ten a second. */
  report(text: string): void;
}

const { now } = Date;
const reportEveryMs = 100;
let reportedAt = 0;
/** Functions of the host's. Only those of the monitor may know them. */
let send: (text: string) => void = () => {};
let clock: () => number = () => 0;

const monitor: Monitor = {
  __proto__: null,
  usedMs(): number {
    try {
      return +clock();
    } catch {
      // The host's error, such as that of an exhausted stack, must not come into the submission's hands.
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
/** What a call came to: name, message and stack of what it threw; or the value. */
let texts: string[] = [];
let results: ArrayBuffer[] = [];

function append<T>(list: T[], value: T): void {
  const descriptor = { __proto__: null, value, enumerable: true, configurable: true, writable: true };
  defineProperty(list, list.length, descriptor as PropertyDescriptor);
}

/** Calls a function whose result is to be encoded. Never throws, unless the stack is exhausted. */
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

/** The functions that the host calls, in the order of a check's life. */
export const guest = {
  /** Random numbers, the student's own and those of #tensor, begin at `seed`. */
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

  /** From now on, every use of this module throws `problem`. */
  stub(name: string, problem: string): void {
    loaded[name] = { exports: brokenModule(problem) };
  },

  /** Says from which module a name comes. */
  export(name: string, module: string): void {
    Object.defineProperty(modules, name, {
      // Not enumerable: a check that copied all of them would need all of the submission.
      enumerable: false,
      get() {
        const value = (importModule(module) as Record<string, unknown>)[name];
        if (value !== undefined) return value;
        throw fileError(`${module} does not export ${name}: was it renamed or deleted?`);
      },
    });
  },

  importing: () => importing,

  /** Readies the import of a module. */
  prepareImport(name: string): void {
    importing = "";
    imported = name;
  },

  /** Imports it. A module that throws is stubbed. */
  runImport(): "returned" | "threw" {
    return outcomeOf(() => {
      const name = imported;
      try {
        if (!loaded[name]) importModule(name);
      } catch (error) {
        importing ||= name;
        guest.stub(importing, `${importing} cannot be imported: ${reasonOf(describeThrown(error))}`);
        if (importing !== name) guest.stub(name, `${name} cannot be imported, because ${importing} cannot`);
        throw error;
      }
    });
  },

  allocate(bytes: number): ArrayBuffer {
    return new Buffer(bytes);
  },

  /** The arguments of the next call. */
  setArgs(text: string): void {
    args = { text, buffers: [] };
  },

  addBuffer(buffer: ArrayBuffer): void {
    append(args.buffers, buffer);
  },

  addAttachment(buffer: ArrayBuffer): void {
    append(attachments, new Bytes(buffer));
  },

  /** Calls a check with the modules and what the host has set before. */
  run(check: Check): "returned" | "threw" {
    const received = args;
    const attached = attachments;
    args = { text: "null", buffers: [] };
    attachments = [];
    return outcomeOf(() => check(modules, decode(received), attached, monitor));
  },

  /** For a call that ended in the middle of `run`. */
  exhausted(): void {
    texts = ["RangeError", "Maximum call stack size exceeded", ""];
    results = [];
  },

  resultText: (index: number) => (index < texts.length ? texts[index] : ""),
  resultBuffer: (index: number) => (index < results.length ? results[index] : null),

  takeOutput,
  takeLines: () => `${takeLines()}`,
};

// Older engines have no `using`; the compiler's replacement and our tape look for these two.
const symbols = Symbol as unknown as Record<string, symbol>;
if (!hasOwn(Symbol, "dispose")) symbols.dispose = Symbol.for("Symbol.dispose");
if (!hasOwn(Symbol, "asyncDispose")) symbols.asyncDispose = Symbol.for("Symbol.asyncDispose");
// Compiles the kernels, which it would do at the first large product otherwise.
tensor.implementation();
removeGlobals();
Object.defineProperty(globalThis, "console", { value: console, writable: true, configurable: true });

/** What the guest script returns. */
export type Guest = typeof guest;
