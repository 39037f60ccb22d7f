/** From a stack in compiled code to a line that the student wrote. */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** Lines that the sandbox puts in front of a module's code: none, its wrapper begins on the code's first line. */
const frame = /\(?([\w./-]+\.ts):(\d+):(\d+)\)?$/;

/** What is longer was made up. The expression above takes the square of a line's length. */
const maxLine = 300;
const maxFrames = 50;
const maxStack = maxFrames * maxLine;

/**
 * The topmost frame of the submission's own; null when there is none.
 * @param stack as V8 writes it. It is the submission's word: read, not trusted
 * @param sourceMaps by module
 * @param finders given code that finds out what another method has returned: the fault is not there
 */
export function locateError(
  stack: string,
  sourceMaps: Map<string, string>,
  finders?: RegExp,
): { file: string; line: number } | null {
  for (const line of stack.slice(0, maxStack).split("\n", maxFrames)) {
    const [, file, row, column] = line.slice(0, maxLine).trim().match(frame) ?? [];
    const map = file && sourceMaps.get(file);
    // No real position is 0, but a stack can be made up.
    if (!map || Number(row) < 1 || Number(column) < 1) continue;
    if (finders?.test(line.slice(0, maxLine).trim())) return null;
    const original = originalPositionFor(new TraceMap(map), {
      line: Number(row),
      column: Number(column) - 1,
    });
    if (original.line !== null) return { file, line: original.line };
  }
  return null;
}
