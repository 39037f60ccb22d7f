/** Compiles the two scripts of the sandbox, host and guest, from the TypeScript in this folder. */
import { join } from "node:path";
import vm from "node:vm";
import { build } from "esbuild";

export interface Bundles {
  /** The script of the sandbox process. */
  host: string;
  /** The script that runs first in each context: the body of a function that returns the guest's API. */
  guest: string;
  /** The names of the language's globals: those of a context that Node has added nothing to. */
  globals: string[];
}

let bundles: Promise<Bundles> | undefined;

/** Compiles both scripts, once per process. */
export function sandboxBundles(): Promise<Bundles> {
  bundles ??= Promise.all([compile("host.ts", "node"), compile("guest.ts", "neutral")]).then(
    ([host, guest]) => ({
      host: `"use strict";${host}`,
      guest: `"use strict";${guest}\nreturn __guest.guest;`,
      globals: languageGlobals(),
    }),
  );
  return bundles;
}

function languageGlobals(): string[] {
  const names: string = vm.runInNewContext(
    "Object.getOwnPropertyNames(globalThis).join()",
    Object.create(null),
  );
  return names.split(",");
}

async function compile(file: string, platform: "node" | "neutral"): Promise<string> {
  const result = await build({
    entryPoints: [join(__dirname, file)],
    // esbuild looks for a tsconfig.json in the working directory, which may be the submission's.
    absWorkingDir: __dirname,
    bundle: true,
    write: false,
    platform,
    target: "node20",
    ...(platform === "node"
      ? { format: "cjs", external: ["internal/*"] }
      : // seedrandom tries to load Node's crypto. The context has none, and a seed is always given.
        {
          format: "iife",
          globalName: "__guest",
          mainFields: ["main"],
          external: ["crypto"],
          minifyWhitespace: true,
        }),
  });
  return result.outputFiles[0].text;
}
