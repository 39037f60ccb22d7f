/**
 * Puts whatever ends the program into words for the person who wrote the code. Imported for its effect, before all other
 * files, so that it also hears of errors while those are loaded.
 */
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { DataError } from "#data";
import { NotImplementedError } from "#errors";

const folder = join(__dirname, "..");
/** Where the student's own code is; frames of given code and of libraries help nobody. */
const ownFile = /^(assignment|preprocess|beras\/\w+)\.ts$/;

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

/** Of a file that does not compile or is not there: which one, as the grader says it. Null for any other error. */
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
    : `${shorten(importer)} imports ${wanted}, which is not there`;
}

function shorten(path: string): string {
  return relative(folder, path).replaceAll(sep, "/");
}

/** The frames of the stack that lie in the student's files, innermost first. */
function ownFrames({ stack = "" }: Error): { method: string; file: string; line: string }[] {
  return [...stack.matchAll(/^ +at (?:(.+?) \()?(.+?):(\d+):\d+\)?$/gm)]
    .map(([, method = "<anonymous>", path, line]) => ({
      method,
      file: shorten(path.startsWith("file:") ? fileURLToPath(path) : path),
      line,
    }))
    .filter(({ file }) => ownFile.test(file));
}
