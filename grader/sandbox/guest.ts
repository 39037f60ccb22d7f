/**
 * The part of the sandbox that lives in the same realm as the student's code. It is run first, before any of that code,
 * and keeps what it needs of the built-ins. Nothing of the host's realm is ever handed in, so there is no way out to
 * climb along: the host calls the functions below with texts and numbers, and reads texts and byte arrays.
 */

import seedrandom from "seedrandom";
import * as errors from "#errors";
import * as tensor from "#tensor";
import { decode, encode, type Wire } from "./codec.ts";
import { console, takeOutput } from "./guestConsole.ts";
import { describeThrown } from "./guestErrors.ts";
import { removeGlobals } from "./guestGlobals.ts";

type ModuleFunction = (
  module: { exports: unknown },
  exports: unknown,
  require: (name: string) => unknown,
) => void;

/** Thrown when a file is used that is missing or broken; the message is for the student. */
class SubmissionFileError extends Error {
  override name = "SubmissionFileError";
}

const { apply } = Reflect;
const hasOwn = Object.hasOwn;
// The host calls for these between two calls of the student's code, who may have put something else in their place.
const Buffer = ArrayBuffer;
const Bytes = Uint8Array;
const quote = JSON.stringify;
const given: Record<string, unknown> = { __proto__: null, "#tensor": tensor, "#errors": errors } as never;
const definitions: Record<string, ModuleFunction> = { __proto__: null } as never;
const loaded: Record<string, { exports: unknown }> = { __proto__: null } as never;

/** A module that answers every use with an error. A Proxy as prototype survives the wrapping of an `import *`. */
function brokenModule(problem: string): object {
  const trap = new Proxy(Object.create(null), {
    get(_, key) {
      if (typeof key !== "string" || key === "__esModule" || key === "default" || key === "then")
        return undefined;
      throw new SubmissionFileError(problem);
    },
  });
  return Object.create(trap);
}

/** The module that is being imported now; the host reads it when an import does not come to an end. */
let importing = "";

function importModule(name: string): unknown {
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

/** What `run` hands to the host: a reply's kind and content, as a text and byte arrays. */
interface Outcome extends Wire {
  kind: "returned" | "threw";
}

let prepared: () => Wire = () => encode(null);
let args: Wire = { text: "null", buffers: [] };
let attachments: Uint8Array[] = [];

/** The functions that the host calls, in the order of a check's life. */
export const guest = {
  /** Random numbers, the student's own and those of #tensor, begin at `seed`. */
  seed(seed: string): void {
    tensor.random.seed(seed);
    Math.random = seedrandom(seed);
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
        throw new SubmissionFileError(`${module} does not export ${name}: was it renamed or deleted?`);
      },
    });
  },

  importing: () => importing,

  /** Readies the import of a module. It returns null, or what went wrong (then the module is stubbed). */
  prepareImport(name: string): void {
    importing = "";
    prepared = () => {
      try {
        if (!loaded[name]) importModule(name);
        return encode(null);
      } catch (error) {
        const { name: thrownName, message, stack } = describeThrown(error);
        const culprit = importing || name;
        guest.stub(culprit, `${culprit} cannot be imported: ${message || thrownName}`);
        if (culprit !== name) guest.stub(name, `${name} cannot be imported, because ${culprit} cannot`);
        return encode([culprit, thrownName, message, stack]);
      }
    };
  },

  allocate(bytes: number): ArrayBuffer {
    return new Buffer(bytes);
  },

  /** The arguments of the next call. */
  setArgs(text: string): void {
    args = { text, buffers: [] };
  },

  addBuffer(buffer: ArrayBuffer): void {
    args.buffers[args.buffers.length] = buffer;
  },

  addAttachment(buffer: ArrayBuffer): void {
    attachments[attachments.length] = new Bytes(buffer);
  },

  /** Readies a call of `check` with the modules and the arguments. */
  prepareCall(check: (modules: unknown, args: unknown, attachments: Uint8Array[]) => unknown): void {
    const received = args;
    const attached = attachments;
    args = { text: "null", buffers: [] };
    attachments = [];
    prepared = () => encode(check(modules, decode(received), attached));
  },

  /** Does what was readied. The host calls it under a time limit, so everything that can run student code is in here. */
  run(): Outcome {
    const call = prepared;
    prepared = () => encode(null);
    try {
      const { text, buffers } = call();
      return { kind: "returned", text, buffers };
    } catch (error) {
      const { name, message, stack } = describeThrown(error);
      return { kind: "threw", text: encode([name, message, stack]).text, buffers: [] };
    }
  },

  /** As `encode` would put it; but that may run code of the student's, and nobody limits the time of this call. */
  takeOutput: () => {
    const { text, lines } = takeOutput();
    return `["list",${quote(text)},${lines}]`;
  },
};

// Older engines have no `using`; the compiler's replacement and our tape look for these two.
const symbols = Symbol as unknown as Record<string, symbol>;
if (!hasOwn(Symbol, "dispose")) symbols.dispose = Symbol.for("Symbol.dispose");
if (!hasOwn(Symbol, "asyncDispose")) symbols.asyncDispose = Symbol.for("Symbol.asyncDispose");
removeGlobals();
Object.defineProperty(globalThis, "console", { value: console, writable: true, configurable: true });

/** What the guest script returns. */
export type Guest = typeof guest;
