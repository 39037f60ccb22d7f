/** Other libraries of JavaScript, which are compared if they are installed and run on this Node. */
import { join } from "node:path";
import { Program } from "./program.ts";

/** Each with its WebAssembly backend, in the form of a program that is fastest. */
const programs = {
  // Needs Float16Array for some work, which Node has from version 24 on.
  "jax-js": { file: "jax.mjs", dtypes: ["float32", "float64"] },
  tfjs: { file: "tfjs.mjs", dtypes: ["float32"] },
};
export type LibraryName = keyof typeof programs;

export const libraryNames = Object.keys(programs) as LibraryName[];

export const startLibrary = (name: LibraryName): Program =>
  new Program(name, [process.execPath, join(__dirname, "others", programs[name].file)]);

export const hasDType = (name: string, dtype: string): boolean =>
  !(name in programs) || programs[name as LibraryName].dtypes.includes(dtype);

/** The version of a library, or null if it is not installed or does not run on this Node. */
export async function versionOfLibrary(name: LibraryName): Promise<string | null> {
  const library = startLibrary(name);
  try {
    const answer = await library.ask<{ version: string }>({ task: "version" });
    const product = { a: [2, 2], b: [2, 2], transposeA: false, transposeB: false };
    for (const dtype of programs[name].dtypes) {
      if (!(await library.ask({ task: "matmul", dtype, ...product, count: 1 }))) return null;
    }
    return answer?.version ?? null;
  } finally {
    library.close();
  }
}
