/**
 * Reads an exception safely, whatever it is. Recognizes errors thrown by given code by identity, not by name: a submission
 * may name its errors as it likes.
 */
import { NotImplementedError } from "#errors";
import { ValueError } from "#tensor";
import { thrown } from "../wording/loading.ts";
import { fileErrorName, type Thrown } from "./protocol.ts";

// The context belongs to the student, too. So this module keeps its own references, prototypes included.
const { apply, getPrototypeOf } = Reflect;
const { slice, startsWith, toWellFormed } = String.prototype;
const { get, set } = WeakMap.prototype;
const { toString: errorToString } = Error.prototype;
const quote = JSON.stringify;
const maxName = 100;
const maxMessage = 2_000;
const maxStack = 8_000;
/** No legitimate error has this many ancestors, but a Proxy can pretend to. */
const maxAncestors = 20;

/** Thrown on use of a file that is missing or broken. The student reads its message. */
class SubmissionFileError extends Error {
  override name = "SubmissionFileError";
}

/**
 * The original message of each such error. A submission can catch one, change it, or construct more. Only errors made here
 * count, with the message that they had.
 */
const fileProblems = new WeakMap<object, { message: string; origin: string }>();

/** @param origin the code of the problem and the file that has it */
export function fileError(message: string, origin: string): Error {
  const error = new SubmissionFileError(message);
  apply(set, fileProblems, [error, { message, origin }]);
  return error;
}

/** The origin of an error that `fileError` made, as its description has it; null for any other error. */
export function originIn({ name }: Thrown): string | null {
  return apply(startsWith, name, [fileErrorName]) ? apply(slice, name, [fileErrorName.length + 1]) : null;
}

const givenErrors: [prototype: object, name: string][] = [
  [NotImplementedError.prototype, "#NotImplementedError"],
  [ValueError.prototype, "#ValueError"],
];

/**
 * Describes a thrown value: name, message and stack, as texts of bounded length. Never throws. The name begins with "#" for an
 * error of given code, and for no other.
 */
export function describeThrown(error: unknown): Thrown {
  if (typeof error === "function") return { name: "", message: thrown.function, stack: "" };
  if (typeof error !== "object" || error === null) {
    const shown = typeof error === "string" ? quote(text(error, maxMessage / 2)) : text(error, maxMessage);
    return { name: "", message: thrown.value({ shown }), stack: "" };
  }
  const stack = property(error, "stack", maxStack);
  const problem = apply(get, fileProblems, [error]) as { message: string; origin: string } | undefined;
  if (problem) return { name: `${fileErrorName} ${problem.origin}`, message: problem.message, stack };
  return { name: nameOf(error), message: property(error, "message", maxMessage), stack };
}

/** Describes what an import threw, as part of a sentence: in our own words, or in those of the submission's error. */
export function reasonOf({ name, message }: Thrown): string {
  if (originIn({ name, message, stack: "" }) !== null) return message;
  const shown = name[0] === "#" ? (apply(slice, name, [1]) as string) : name;
  return thrown.error({ name: shown, message });
}

/**
 * Formats `error.stack` for every error in the process: "Error: message", then a line for each call.
 *
 * Node's own formatter belongs to the host's context, and so do the errors that it throws on a stack overflow or for an
 * unusual error. Those errors would lead out of the sandbox. Errors thrown here belong to the submission's context.
 */
export function formatStack(_context: unknown, error: unknown, calls: { toString(): string }[]): string {
  let stack = "Error";
  try {
    stack = apply(errorToString, error, []);
  } catch {
    // The error's name or message cannot be read.
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
    // A trap of a Proxy threw.
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
