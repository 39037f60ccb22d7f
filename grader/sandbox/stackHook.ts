/** Decides in which realm the text of `error.stack` is made. */

type StackFormatter = (realm: unknown, error: unknown, calls: { toString(): string }[]) => string;

/**
 * Node's hook for all errors of the process. It is for Node's own tests (`--expose-internals`), and no other way leads to it.
 * Where a Node does not have it, the realm behind the context is sealed all the same; then an attack fails one step later.
 *
 * @returns sets the function that makes the text
 */
export function stackHook(): (format: StackFormatter) => void {
  try {
    const { internalBinding } = require("internal/test/binding");
    return internalBinding("errors").setPrepareStackTraceCallback;
  } catch {
    return () => {};
  }
}
