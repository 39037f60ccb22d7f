/**
 * Compiles single files with esbuild. esbuild is fast, but not made for hostile input: it must not touch the disk, and deep
 * nesting can cost it minutes and gigabytes.
 */
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { build, type Message, stop } from "esbuild";
import { setLimit } from "../clock.ts";
import { compiler as sentences } from "../wording/files.ts";

/** The code and its source map (JSON), or what is wrong with the file. */
export type Compiled = { code: string; map: string } | { problem: string; line?: number };

/** An ordinary file takes about 10 ms. Endless nesting takes up to 300 MB a second. */
const defaultFileTimeoutMs = 5_000;
/** For all files together, hostile ones included. */
const totalTimeoutMs = 30_000;
/** The folder that esbuild takes for the submission's. Neither it nor its parents exist. */
const nowhere = join(tmpdir(), "nowhere", ...new Array<string>(16).fill("nowhere"));

export class Compiler {
  constructor(private readonly fileTimeoutMs = defaultFileTimeoutMs) {}

  private leftMs = totalTimeoutMs;
  /** Set once esbuild had to be stopped. From then on files are compiled one at a time, to find the cause. */
  private queue: Promise<unknown> | null = null;

  /** @param resolve from what stands in an import to what the sandbox knows the module by */
  async compile(file: string, text: string, resolve: (specifier: string) => string): Promise<Compiled> {
    if (!this.queue) {
      const compiled = await within(this.fileTimeoutMs, compile(file, text, resolve));
      if (compiled) return compiled;
    }
    // One stop ends all compilations in progress.
    const result = (this.queue ?? stop()).then(async (): Promise<Compiled> => {
      const limitMs = Math.min(this.fileTimeoutMs, this.leftMs);
      const compiled = limitMs > 0 ? await within(limitMs, compile(file, text, resolve)) : null;
      if (!compiled) {
        this.leftMs -= limitMs;
        await stop();
      }
      return compiled ?? { problem: sentences.endless };
    });
    this.queue = result;
    return result;
  }
}

/** The result, or null if esbuild takes too long or crashes. */
async function within(timeoutMs: number, work: Promise<Compiled>): Promise<Compiled | null> {
  let cancelLimit = () => {};
  const late = new Promise<null>((resolve) => {
    cancelLimit = setLimit(timeoutMs, () => resolve(null));
  });
  return Promise.race([work.catch(() => null), late]).finally(cancelLimit);
}

async function compile(
  file: string,
  text: string,
  resolve: (specifier: string) => string,
): Promise<Compiled> {
  try {
    const { outputFiles } = await build({
      entryPoints: [file],
      // esbuild looks for a tsconfig.json in the working directory, which may be the submission's.
      absWorkingDir: __dirname,
      bundle: true,
      write: false,
      format: "cjs",
      target: "node20",
      platform: "neutral",
      outfile: basename(file, ".ts"),
      sourcemap: "external",
      // Otherwise a class that mentions itself is called `_Name` in messages.
      keepNames: true,
      sourcesContent: false,
      // Comments must not carry data into a function's text.
      legalComments: "none",
      logLevel: "silent",
      // A submission's tsconfig.json must not change the compilation. A type-only import is still an import to the policy.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      // `import()` becomes a call of the sandbox's own `require`: a real one would reject with an object of the host's context.
      supported: { "dynamic-import": false },
      plugins: [
        {
          name: "submission",
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /.*/ }, ({ path, kind }) =>
              // This namespace is not on the disk, so esbuild looks for no source map there.
              kind === "entry-point"
                ? { path: file, namespace: "submission" }
                : { path: resolve(path), external: true },
            );
            onLoad({ filter: /.*/, namespace: "submission" }, () => ({
              // esbuild must not read a source map that the submission names.
              contents: text.replaceAll("sourceMappingURL", "sourceMapping_URL"),
              loader: "ts",
              resolveDir: nowhere,
            }));
            // esbuild itself resolves imports by pattern (`require("./" + name)`), around `resolveDir`.
            onLoad({ filter: /.*/ }, () => ({ errors: [{ text: sentences["import-by-pattern"] }] }));
          },
        },
      ],
    });
    const [map, code] = outputFiles[0].path.endsWith(".map") ? outputFiles : [outputFiles[1], outputFiles[0]];
    return { code: code.text, map: map.text };
  } catch (error) {
    const [first] = (error as { errors?: Message[] }).errors ?? [];
    if (!first) throw error;
    const line = first.location?.line;
    return { problem: line ? sentences.atLine({ text: first.text, line }) : first.text, line };
  }
}
