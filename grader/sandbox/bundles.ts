/** The two scripts of the sandbox, compiled from this folder's TypeScript: the host's and the guest's. */
import { join } from "node:path";
import vm from "node:vm";
import { build } from "esbuild";

export interface Bundles {
  /** What the sandbox process runs. */
  host: string;
  /** What is run first in each context: the body of a function that returns the guest's API. */
  guest: string;
  /** The names of the language's globals: those of a realm that Node has added nothing to. */
  globals: string[];
}

let bundles: Promise<Bundles> | undefined;

/** Compiles both scripts, once a process. */
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
      : // seedrandom looks for Node's crypto, in a try; there is none in the context, and a seed is always given.
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
