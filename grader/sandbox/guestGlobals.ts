/**
 * Takes away what a realm has by nature and a submission has no use for: everything that would run its code between two
 * calls, where no time limit holds, that waits without using its time, or that answers with an object of the host's realm.
 */

/**
 * Callbacks when the garbage collector has found something; waiting, and memory to share, with threads that are not there. Of
 * WebAssembly's memory one gets both of the latter back, and its compilers run in the background.
 */
export const removedGlobals = ["FinalizationRegistry", "Atomics", "SharedArrayBuffer", "WebAssembly"];

/** Called once, before any code of the submission's, when #tensor has its kernels. */
export function removeGlobals(): void {
  for (const name of removedGlobals) {
    if (!Reflect.deleteProperty(globalThis, name)) throw new Error(`${name} cannot be removed`);
  }
}
