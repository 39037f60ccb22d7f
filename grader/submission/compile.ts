/** From the TypeScript of a submission to what the sandbox loads. One broken file never keeps the others from running. */
import { basename } from "node:path";
import { build, type Message } from "esbuild";
import { type StudentFile, studentFiles } from "../contract.ts";
import type { GuestModule } from "../sandbox/protocol.ts";
import { resolveImport } from "./importPolicy.ts";
import { readPlainFile, type Submission } from "./locate.ts";

/** An import that the policy forbids. */
export interface ImportProblem {
  file: string;
  line: number;
  specifier: string;
  reason: string;
}

/** A file that is missing, empty or does not compile. */
export interface FileProblem {
  file: string;
  kind: "missing" | "syntax";
  message: string;
}

export interface CompiledSubmission {
  modules: GuestModule[];
  /** By module: the source map (JSON) from the compiled code back to what the student wrote. */
  sourceMaps: Map<string, string>;
  fileProblems: FileProblem[];
  importProblems: ImportProblem[];
}

/** Compiles every file of the assignment, and the helper files that those import from within the submission. */
export async function compileSubmission({
  root,
  files,
}: Pick<Submission, "root" | "files">): Promise<CompiledSubmission> {
  const result: CompiledSubmission = {
    modules: [],
    sourceMaps: new Map(),
    fileProblems: [],
    importProblems: [],
  };
  const texts = new Map(files);
  const exists = (file: string): boolean => {
    if (studentFiles.includes(file as StudentFile)) return true;
    if (!texts.has(file)) {
      const text = readPlainFile(root, file);
      if (text !== null) texts.set(file, text);
    }
    return texts.has(file);
  };

  const done = new Map<string, GuestModule>();
  const forbidden = new Map<string, string>();
  for (;;) {
    const waiting = [...new Set([...studentFiles, ...texts.keys()])].filter((file) => !done.has(file));
    if (waiting.length === 0) break;
    await Promise.all(
      waiting.map(async (file) => {
        const text = texts.get(file);
        done.set(file, text === undefined ? missing(file) : await compileFile(file, text));
      }),
    );
  }

  // In a fixed order: that in which they were compiled differs from run to run.
  const order = [...studentFiles, ...[...texts.keys()].sort()];
  result.modules = [...new Set(order)].flatMap((file) => done.get(file) ?? []);
  for (const [name, problem] of forbidden) result.modules.push({ name, code: "", problem });
  return result;

  function missing(file: string): GuestModule {
    const message = `${file} is missing from the submission`;
    result.fileProblems.push({ file, kind: "missing", message });
    return { name: file, code: "", problem: message };
  }

  async function compileFile(file: string, text: string): Promise<GuestModule> {
    try {
      const { outputFiles } = await build({
        stdin: { contents: text, loader: "ts", sourcefile: file, resolveDir: root },
        bundle: true,
        write: false,
        format: "cjs",
        target: "node20",
        platform: "neutral",
        outfile: basename(file, ".ts"),
        sourcemap: "external",
        sourcesContent: false,
        logLevel: "silent",
        // A submission's own tsconfig.json must not change how it is compiled; and an import that is only typed about
        // is still an import, for the policy.
        tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
        plugins: [
          {
            name: "import-policy",
            setup({ onResolve }) {
              onResolve({ filter: /.*/ }, ({ path, kind }) => {
                if (kind === "entry-point") return undefined;
                const resolution = resolveImport(path, file, exists);
                if ("module" in resolution) return { path: resolution.module, external: true };
                forbidden.set(path, resolution.forbidden);
                result.importProblems.push({
                  file,
                  line: lineOf(text, path),
                  specifier: path,
                  reason: resolution.forbidden,
                });
                return { path, external: true };
              });
            },
          },
        ],
      });
      const [map, code] = outputFiles[0].path.endsWith(".map")
        ? outputFiles
        : [outputFiles[1], outputFiles[0]];
      result.sourceMaps.set(file, map.text);
      return { name: file, code: code.text };
    } catch (error) {
      const [first] = (error as { errors?: Message[] }).errors ?? [];
      if (!first) throw error;
      const message = `${file} does not compile: ${first.text}${first.location ? ` (line ${first.location.line})` : ""}`;
      result.fileProblems.push({ file, kind: "syntax", message });
      return { name: file, code: "", problem: message };
    }
  }
}

function lineOf(text: string, specifier: string): number {
  const index = Math.max(text.indexOf(`"${specifier}"`), text.indexOf(`'${specifier}'`));
  return text.slice(0, Math.max(index, 0)).split("\n").length;
}
