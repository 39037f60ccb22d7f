/** Compiles a program of the page with everything that it imports: the student's files in their current state. */
import { join, relative, sep } from "node:path";
import { type BuildOptions, build, type Message, type Plugin } from "esbuild";

/** @returns the program, or one line about the mistake that keeps the code from compiling */
export function bundle(entry: string): Promise<Bundled> {
  return compile({ entryPoints: [entry] });
}

/** Compiles the cells of a page into one program, which reports when each cell begins. Cells import like a file next to assignment.ts. */
export function bundleCells(cells: string[]): Promise<Bundled> {
  const begun = cells.map((cell, i) => `globalThis.beginCell(${i});\n${cell}`);
  return compile({
    stdin: {
      contents: ['import "./playground/page/console.ts";', ...begun, "globalThis.endCells();"].join("\n"),
      resolveDir: join(__dirname, ".."),
      // Beside the given files of the page: its lines are not those of one cell.
      sourcefile: "playground/cells.ts",
      loader: "ts",
    },
    plugins: [dataOfThePage],
  });
}

type Bundled = { code: string } | { problem: string };

/** Replaces `#data` in a browser, where the digits come from the server. */
const dataOfThePage: Plugin = {
  name: "data of the page",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^#data$/ }, () => ({ path: join(__dirname, "page/dataset.ts") })),
};

async function compile(options: BuildOptions): Promise<Bundled> {
  try {
    const { outputFiles = [] } = await build({
      ...options,
      bundle: true,
      write: false,
      format: "iife",
      target: "es2022",
      platform: "browser",
      sourcemap: "inline",
      // The page shows class names.
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
