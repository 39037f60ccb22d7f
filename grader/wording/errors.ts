/** Errors of a submission in words. What they say is the submission's or the engine's. */
import { plainLine } from "../report/plain.ts";

/** "TypeError: x is null" */
export function errorText(name: string, message: string): string {
  const error = shownName(name) || "an error";
  return message ? `${error}: ${asWritten(message)}` : `${error} without a message`;
}

/** How an error calls itself. */
export function shownName(name: string): string {
  return plainLine(name, 100).replace(/^[#\s]+/, "");
}

/** Restores the names of the source: the compiler renames imports and classes, and the engine repeats those names. */
function asWritten(message: string): string {
  return message
    .replace(/^\.for is not iterable/, "an entry of the list in `for (const [a, b] of list)` is not iterable")
    .replace(/\(0 , import_\w{1,100}\.(\w{1,100})\)/g, "$1")
    .replace(/\bimport_\w{1,100}\.(\w{1,100})/g, "$1")
    .replace(/\b_([A-Z]\w{0,100})/g, "$1");
}
