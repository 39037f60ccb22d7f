/**
 * Puts whatever ends the program into words for the person who wrote the code. Imported for its effect, before all other
 * files, so that it also hears of errors while those are loaded.
 */
import { join, relative, sep } from "node:path";
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
  const frames = ownFrames(error);
  if (error instanceof NotImplementedError) {
    const place = frames.length ? `: write it in ${frames[0].file}, line ${frames[0].line}` : "";
    return `${error.message}${place}. (\`npm run grade\` lists what is left, in order.)`;
  }
  const stack = frames.map(({ method, file, line }) => `    at ${method} (${file}:${line})`);
  return [`${error.name}: ${error.message}`, ...stack].join("\n");
}

/** The frames of the stack that lie in the student's files, innermost first. */
function ownFrames({ stack = "" }: Error): { method: string; file: string; line: string }[] {
  return [...stack.matchAll(/^ +at (?:(.+?) \()?(?:file:\/\/)?(.+?):(\d+):\d+\)?$/gm)]
    .map(([, method = "<anonymous>", path, line]) => ({
      method,
      file: relative(folder, path).replaceAll(sep, "/"),
      line,
    }))
    .filter(({ file }) => ownFile.test(file));
}
