/**
 * Reads an exception, which may be anything at all, without letting it do harm; and tells what given code has thrown by what
 * it is. Names are no evidence: a submission may call its errors as it likes.
 */
import { NotImplementedError } from "#errors";
import { ValueError } from "#tensor";
import type { Thrown } from "./protocol.ts";

// The realm is the student's, too: whatever is used below is kept from before, prototypes included.
const { apply, getPrototypeOf } = Reflect;
const { slice, toWellFormed } = String.prototype;
const { get, set } = WeakMap.prototype;
const { toString: errorToString } = Error.prototype;
const quote = JSON.stringify;
const maxName = 100;
const maxMessage = 2_000;
const maxStack = 8_000;
/** Nobody derives an error from so many others. A Proxy can pretend to. */
const maxAncestors = 20;

/** Thrown when a file is used that is missing or broken; the message is for the student. */
class SubmissionFileError extends Error {
  override name = "SubmissionFileError";
}

/**
 * What each of these says. A submission can catch one, change it, and make more with its constructor: what counts is that it
 * was made here, and what it said then.
 */
const fileProblems = new WeakMap<object, string>();

export function fileError(problem: string): Error {
  const error = new SubmissionFileError(problem);
  apply(set, fileProblems, [error, problem]);
  return error;
}

const givenErrors: [prototype: object, name: string][] = [
  [NotImplementedError.prototype, "#NotImplementedError"],
  [ValueError.prototype, "#ValueError"],
];

/**
 * Name, message and stack of whatever was thrown, as texts of bounded length. Never throws. A name that begins with "#" says
 * that it is an error of given code: no other can begin like this.
 */
export function describeThrown(error: unknown): Thrown {
  if (typeof error === "function")
    return { name: "", message: "a function was thrown, which is not an Error", stack: "" };
  if (typeof error !== "object" || error === null) {
    const shown = typeof error === "string" ? quote(text(error, maxMessage / 2)) : text(error, maxMessage);
    return { name: "", message: `${shown} was thrown, which is not an Error`, stack: "" };
  }
  const stack = property(error, "stack", maxStack);
  const problem = apply(get, fileProblems, [error]) as string | undefined;
  if (problem !== undefined) return { name: "#SubmissionFileError", message: problem, stack };
  return { name: nameOf(error), message: property(error, "message", maxMessage), stack };
}

/** What an import has thrown, as a part of a sentence: our own words, or the submission's as what it threw. */
export function reasonOf({ name, message }: Thrown): string {
  if (name === "#SubmissionFileError") return message;
  const shown = name[0] === "#" ? (apply(slice, name, [1]) as string) : name;
  return `it throws ${shown || "an error"}${message ? `: ${message}` : ""}`;
}

/**
 * The text that V8 keeps as `error.stack`, for every error in the process: "Error: message", then a line for each call.
 *
 * Node's own function for this belongs to the host's realm, and so do the errors that it throws at the end of the stack or
 * for an odd error: they led out of the context. What this one throws belongs to the submission's realm.
 */
export function formatStack(_realm: unknown, error: unknown, calls: { toString(): string }[]): string {
  let stack = "Error";
  try {
    stack = apply(errorToString, error, []);
  } catch {
    // Its name or message cannot be read.
  }
  for (let i = 0; i < calls.length; i++) stack += `\n    at ${calls[i].toString()}`;
  return stack;
}

function nameOf(error: object): string {
  try {
    let ancestor = getPrototypeOf(error);
    for (let i = 0; ancestor && i < maxAncestors; i++) {
      for (let j = 0; j < givenErrors.length; j++)
        if (givenErrors[j][0] === ancestor) return givenErrors[j][1];
      ancestor = getPrototypeOf(ancestor);
    }
  } catch {
    // A Proxy's trap.
  }
  let name = property(error, "name", maxName);
  while (name[0] === "#") name = apply(slice, name, [1]) as string;
  return name;
}

function property(object: object, key: string, maxLength: number): string {
  try {
    const value = (object as Record<string, unknown>)[key];
    return value === undefined || value === null ? "" : text(value, maxLength);
  } catch {
    return "";
  }
}

function text(value: unknown, maxLength: number): string {
  if (typeof value === "object" || typeof value === "function") return "";
  const string = typeof value === "symbol" ? "a symbol" : `${value}`;
  return apply(toWellFormed, apply(slice, string, [0, maxLength]), []) as string;
}
