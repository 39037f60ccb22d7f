/**
 * Explains an error that ends the program in terms of the student's code. Imported for its effect, before all other files, so that
 * it also catches errors while those are loaded.
 */
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { DataError } from "#data";
import { NotImplementedError } from "#errors";
import { isOwnFile } from "./ownFiles.ts";

const folder = join(__dirname, "..");

process.on("uncaughtException", (error: unknown) => {
  console.error(`\n${explain(error)}`);
  process.exit(error instanceof DataError ? 2 : 1);
});

function explain(error: unknown): string {
  if (!(error instanceof Error)) return `${String(error)} was thrown, which is not an Error`;
  if (error instanceof DataError) return error.message;
  const problem = loadProblem(error);
  if (problem) return problem;
  const frames = ownFrames(error);
  if (error instanceof NotImplementedError) {
    const place = frames.length ? `: write it in ${frames[0].file}, line ${frames[0].line}` : "";
    return `${error.message}${place}. (\`npm run grade\` lists what is left, in order.)`;
  }
  const stack = frames.map(({ method, file, line }) => `    at ${method} (${file}:${line})`);
  return [`${error.name}: ${error.message}`, ...stack].join("\n");
}

/** Describes a file that does not compile or is missing, as the grader does. Returns null for any other error. */
function loadProblem({
  name,
  message,
  code,
  requireStack,
}: Error & { code?: string; requireStack?: string[] }): string | null {
  if (name === "TransformError") {
    const [, path, line, what] = message.match(/^(.+):(\d+):\d+: ERROR: (.+)$/m) ?? [];
    return path ? `${shorten(path)} does not compile: ${what} (line ${line})` : null;
  }
  const [, wanted] = message.match(/^Cannot find module '(.+)'/) ?? [];
  const importer = requireStack?.[0];
  if (code !== "MODULE_NOT_FOUND" || !wanted || !importer) return null;
  return wanted.startsWith(".")
    ? `${shorten(join(dirname(importer), wanted))} is missing; ${shorten(importer)} imports it`
    : `${shorten(importer)} imports ${wanted}, which is not installed`;
}

function shorten(path: string): string {
  return relative(folder, path).replaceAll(sep, "/");
}

/** The stack frames in the student's files, innermost first. */
function ownFrames({ stack = "" }: Error): { method: string; file: string; line: string }[] {
  return [...stack.matchAll(/^ +at (?:(.+?) \()?(.+?):(\d+):\d+\)?$/gm)]
    .map(([, method = "<anonymous>", path, line]) => ({
      method,
      file: shorten(path.startsWith("file:") ? fileURLToPath(path) : path),
      line,
    }))
    .filter(({ file }) => isOwnFile(file));
}
