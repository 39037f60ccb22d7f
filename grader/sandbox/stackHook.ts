/** Decides in which context the text of `error.stack` is made. */

type StackFormatter = (context: unknown, error: unknown, calls: { toString(): string }[]) => string;

/**
 * Returns Node's hook for all errors of the process. Node keeps it for its own tests (`--expose-internals`), and offers no
 * other way to it. A Node without the hook is still safe: the host's context is sealed, so an attack fails one step later.
 *
 * @returns a function that sets the formatter
 */
export function stackHook(): (format: StackFormatter) => void {
  try {
    const { internalBinding } = require("internal/test/binding");
    return internalBinding("errors").setPrepareStackTraceCallback;
  } catch {
    return () => {};
  }
}
