/**
 * Removes the globals that a submission does not need and that could break the sandbox: those that run code between two
 * calls, where no time limit applies; those that wait without using time; and those that return objects of the host's context.
 */

/**
 * FinalizationRegistry calls back after garbage collection. Atomics and SharedArrayBuffer wait and share memory with threads
 * that do not exist. WebAssembly's memory gives both back, and its compilers run in the background.
 */
export const removedGlobals = ["FinalizationRegistry", "Atomics", "SharedArrayBuffer", "WebAssembly"];

/** Called once, after #tensor has compiled its kernels and before any code of the submission runs. */
export function removeGlobals(): void {
  for (const name of removedGlobals) {
    if (!Reflect.deleteProperty(globalThis, name)) throw new Error(`${name} cannot be removed`);
  }
}
