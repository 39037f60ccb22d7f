/**
 * Takes away what a realm has by nature and a submission has no use for: everything that would run its code between two
 * calls, where no time limit holds, or that answers with an object of the host's realm.
 */

/** Callbacks when the garbage collector has found something; waiting, and memory to share, with threads that are not there. */
export const removedGlobals = ["FinalizationRegistry", "Atomics", "SharedArrayBuffer"];

/** Called once, before any code of the submission's. */
export function removeGlobals(): void {
  for (const name of removedGlobals) remove(globalThis, name);
  // #tensor compiles at once. These do it in the background, and the streaming ones through a function of Node's.
  if (typeof WebAssembly !== "object") return;
  for (const name of ["compile", "instantiate", "compileStreaming", "instantiateStreaming"]) {
    remove(WebAssembly, name);
  }
}

function remove(object: object, name: string): void {
  if (!Reflect.deleteProperty(object, name)) throw new Error(`${name} cannot be removed`);
}
