/** Compiles a program of the page, with everything that it imports: the student's files as they are at this moment. */
import { relative, sep } from "node:path";
import { build, type Message } from "esbuild";

/** @returns the program, or in one line why there is none: a mistake that keeps the code from compiling */
export async function bundle(entry: string): Promise<{ code: string } | { problem: string }> {
  try {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: "iife",
      target: "es2022",
      platform: "browser",
      sourcemap: "inline",
      // The page tells people the names of their classes.
      keepNames: true,
      logLevel: "silent",
    });
    return { code: outputFiles[0].text };
  } catch (error) {
    const [first] = (error as { errors?: Message[] }).errors ?? [];
    if (!first) throw error;
    const { file, line } = first.location ?? { file: "", line: 0 };
    const place = relative(process.cwd(), file).replaceAll(sep, "/");
    return { problem: file ? `${first.text} (${place}, line ${line})` : first.text };
  }
}
