/** The messages between the grader and the sandbox process: one request at a time, one reply to each. */
import type { Message } from "../wording/catalogue.ts";
import type { crashes } from "../wording/crashes.ts";
import type { Wire } from "./codec.ts";

/** Why a module cannot be used. */
export interface ModuleProblem {
  /** What every use of the module throws. */
  message: string;
  /** The code of the problem and the file that has it: "syntax lib/stats.ts". */
  origin: string;
}

/** The name of the errors that a broken module throws, in front of the origin. */
export const fileErrorName = "#SubmissionFileError";

/** The origin of an error about a file; null for any other error. */
export function originOf({ name }: Pick<Thrown, "name">): { problem: string; file: string } | null {
  const [, problem, file] = /^#SubmissionFileError ([\w-]*) (.*)$/s.exec(name) ?? [];
  return problem === undefined ? null : { problem, file };
}

/** One compiled file of the submission, or the reason that there is none. */
export interface GuestModule {
  /** `lib/queue.ts` */
  name: string;
  code: string;
  /** The URL of the student's source, for a debugger. */
  url?: string;
  /** Set when the file is missing or does not compile. */
  problem?: ModuleProblem;
}

/**
 * The file descriptor of the pipe between the two. Node's IPC channel is no alternative: the grader would rebuild objects of
 * any size and depth before it could check them.
 */
export const pipe = 3;

/** Prepares a fresh sandbox process. */
export interface LoadRequest {
  type: "load";
  /** The guest's name in its context. No submission can guess it. */
  entry: string;
  /** The names of the language's globals: those of a context that Node has added nothing to. */
  globals: string[];
  /** The guest runtime: the body of a function that returns a `Guest`. */
  guest: string;
  modules: GuestModule[];
  /** Maps an exported name to the module that must export it. */
  exports: [name: string, module: string][];
  /** How long one module may take at import. */
  loadTimeoutMs: number;
  /** Modules that could not be imported in an earlier process. */
  broken: [module: string, problem: ModuleProblem][];
}

/** Starts over with a new context: fresh built-ins, the submission loaded anew, random numbers from `seed`. */
export interface OpenRequest {
  type: "open";
  seed: string;
}

/** Runs a function, given as source text, on the submission's modules. */
export interface EvaluateRequest {
  type: "evaluate";
  source: string;
  /** The encoded text of the arguments. */
  args: string;
  /** The lengths of the arguments' buffers and of the attachments. Their bytes follow the request in this order. */
  buffers: number[];
  attachments: number[];
  timeoutMs: number;
}

export type Request = LoadRequest | OpenRequest | EvaluateRequest;

/** Sent with a request and returned with its reply, so that no reply can be sent in advance. */
export type RequestId = string;

/** An exception from the submission's code. Its contents are untrusted and cut to size. */
export interface Thrown {
  /** Begins with "#" for an error of given code, and for no other. */
  name: string;
  message: string;
  /** As V8 writes it, with positions in the compiled modules. */
  stack: string;
}

/** What a submission printed: the beginning of the text, and the number of lines. */
export interface Output {
  text: string;
  lines: number;
}

/** A file that could not be imported, and the reason. */
export interface LoadProblem {
  module: string;
  kind: "threw" | "timeout" | "crashed";
  /** For `threw`. */
  thrown?: Thrown;
  /** For `crashed`. */
  reason?: Message<typeof crashes>;
}

/** A reply. The process may have been taken over, so `replies.ts` validates everything that it sends. */
export type Reply =
  | { type: "loaded" }
  /** Not a final reply: sent while a context is opened, so that a crash can be blamed on the right file. */
  | { type: "importing"; module: string }
  /** Not a final reply: the progress of a long call, in the words of the function that runs. */
  | { type: "progress"; text: string }
  | { type: "opened"; problems: LoadProblem[]; output: Output }
  | { type: "returned"; wire: Wire; output: Output }
  | { type: "threw"; thrown: Thrown; output: Output }
  | { type: "timeout"; output: Output };

/** The longest text of a progress message. */
export const maxProgress = 200;
