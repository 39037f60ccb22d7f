/**
 * Compiles one file after another with esbuild, which is fast and forgiving, and not made for hostile input: it must not
 * touch the disk, and some nestings take it minutes and gigabytes.
 */
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { build, type Message, stop } from "esbuild";
import { setLimit } from "../clock.ts";
import { compiler as sentences } from "../wording/files.ts";

/** The code and its source map (JSON), or what is wrong with the file. */
export type Compiled = { code: string; map: string } | { problem: string; line?: number };

/** An honest file takes some 10 ms. What is nested without end takes up to 300 MB a second. */
const defaultFileTimeoutMs = 5_000;
/** For all files together, hostile ones included. */
const totalTimeoutMs = 30_000;
/** Where esbuild believes a submission to be. There is nothing there, nor in the folders above. */
const nowhere = join(tmpdir(), "nowhere", ...new Array<string>(16).fill("nowhere"));

export class Compiler {
  constructor(private readonly fileTimeoutMs = defaultFileTimeoutMs) {}

  private leftMs = totalTimeoutMs;
  /** Set when esbuild had to be stopped: from then on one file at a time, to tell which of them it was. */
  private queue: Promise<unknown> | null = null;

  /** @param resolve from what stands in an import to what the sandbox knows the module by */
  async compile(file: string, text: string, resolve: (specifier: string) => string): Promise<Compiled> {
    if (!this.queue) {
      const compiled = await within(this.fileTimeoutMs, compile(file, text, resolve));
      if (compiled) return compiled;
    }
    // Stopped once for all files that were under way.
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

/** The result, or null when esbuild takes too long or does not survive it. */
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
      // A class that mentions itself would be called `_Name` in messages.
      keepNames: true,
      sourcesContent: false,
      // What stands in a comment is no data: no function's text has it.
      legalComments: "none",
      logLevel: "silent",
      // A submission's own tsconfig.json must not change how it is compiled; and an import that is only typed about is
      // still an import, for the policy.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      // `import()` becomes a call of the sandbox's own `require`: a real one would reject with an object of the host's context.
      supported: { "dynamic-import": false },
      plugins: [
        {
          name: "submission",
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /.*/ }, ({ path, kind }) =>
              // In a namespace of its own, which has no place on the disk: no source map of it is looked for.
              kind === "entry-point"
                ? { path: file, namespace: "submission" }
                : { path: resolve(path), external: true },
            );
            onLoad({ filter: /.*/, namespace: "submission" }, () => ({
              // A source map of the submission's own is not read, wherever on the disk it may be.
              contents: text.replaceAll("sourceMappingURL", "sourceMapping_URL"),
              loader: "ts",
              resolveDir: nowhere,
            }));
            // What is imported by a pattern (`require("./" + name)`) esbuild looks for itself, around `resolveDir`.
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
