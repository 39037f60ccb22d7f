/** What the grader and the sandbox process say to each other. One request at a time, one reply to each. */
import type { Wire } from "./codec.ts";

/** One file of the submission, compiled; or why it could not be. */
export interface GuestModule {
  /** `beras/layers.ts` */
  name: string;
  code: string;
  /** The URL of what the student wrote, where a debugger has to find it. */
  url?: string;
  /** Set when the file is missing or does not compile: every use of it throws this sentence. */
  problem?: string;
}

/**
 * The descriptor of the pipe between the two. It is no IPC channel of Node's: there the grader would rebuild whatever objects
 * the other side chose to send, of any size and depth, before it had a look at them.
 */
export const pipe = 3;

/** What a fresh sandbox process needs to know. */
export interface LoadRequest {
  type: "load";
  /** What the guest is called in its realm. A name that no submission can guess. */
  entry: string;
  /** The names of the language's globals: those of a realm that Node has added nothing to. */
  globals: string[];
  /** The guest runtime: the body of a function that returns a `Guest`. */
  guest: string;
  modules: GuestModule[];
  /** From an exported name to the module that must export it. */
  exports: [name: string, module: string][];
  /** How long one module may take at import. */
  loadTimeoutMs: number;
  /** Modules that cannot be imported, known from an earlier process: every use of them throws the sentence. */
  broken: [module: string, problem: string][];
}

/** Starts over with a new realm: fresh built-ins, the submission loaded anew, random numbers from `seed`. */
export interface OpenRequest {
  type: "open";
  seed: string;
}

/** Runs a function, given by its source, on the submission's modules. */
export interface EvaluateRequest {
  type: "evaluate";
  source: string;
  /** The text of the arguments. */
  args: string;
  /** The lengths of the arguments' buffers, and of the attachments. Their bytes follow the request, one after another. */
  buffers: number[];
  attachments: number[];
  timeoutMs: number;
}

export type Request = LoadRequest | OpenRequest | EvaluateRequest;

/** Comes with a request, and comes back with its reply: nobody can have replied to it in advance. */
export type RequestId = string;

/** An exception that left the submission's code. Everything in it is the submission's word, cut to size. */
export interface Thrown {
  /** Begins with "#" for an error of given code, and for no other. */
  name: string;
  message: string;
  /** As V8 writes it, with positions in the compiled modules. */
  stack: string;
}

/** What a submission printed: the beginning of it, and how many lines there were. */
export interface Output {
  text: string;
  lines: number;
}

/** A file that could not be imported, and why. */
export interface LoadProblem {
  module: string;
  kind: "threw" | "timeout" | "crashed";
  /** For `threw`. */
  thrown?: Thrown;
  /** For `crashed`: "it used more than 512 MB of memory". */
  reason?: string;
}

/** What comes back. The process may have been taken over: `replies.ts` makes one of what it sends, or nothing. */
export type Reply =
  | { type: "loaded" }
  /** No reply, but news while a realm is opened: whose fault it is if there is none. */
  | { type: "importing"; module: string }
  /** No reply either: how far a long call is, in the words of the function that was sent. */
  | { type: "progress"; text: string }
  | { type: "opened"; problems: LoadProblem[]; output: Output }
  | { type: "returned"; wire: Wire; output: Output }
  | { type: "threw"; thrown: Thrown; output: Output }
  | { type: "timeout"; output: Output };

/** The longest text of a progress message. */
export const maxProgress = 200;

/** What is said of a module that hangs at import. */
export function neverLoads(module: string, limitMs: number): string {
  return `${module} does not finish loading: its top level takes more than ${limitMs / 1000} s`;
}
