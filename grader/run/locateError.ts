/** From a stack in compiled code to the lines that the student wrote. */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** A call on the stack that lies in the submission. */
export interface Frame {
  file: string;
  line: number;
  /** What V8 calls it: "Queue.push" (by the object's own class, wherever the method is written), "new Queue", "". */
  called: string;
}

/** Lines that the sandbox puts in front of a module's code: none, its wrapper begins on the code's first line. */
const frame = /^at (?:([\w$.<>]+(?: [\w$.<>]+)?)(?: \[as [^\]]*\])? )?\(?([\w./-]+\.ts):(\d+):(\d+)\)?$/;

/** What is longer was made up. The expression above takes the square of a line's length. */
const maxLine = 300;
const maxFrames = 50;
const maxStack = maxFrames * maxLine;

/**
 * The frames of the submission's own, innermost first.
 * @param stack as V8 writes it. It is the submission's word: read, not trusted
 * @param sourceMaps by module
 */
export function framesOf(stack: string, sourceMaps: Map<string, string>): Frame[] {
  return stack
    .slice(0, maxStack)
    .split("\n", maxFrames)
    .flatMap((text) => {
      const [, called = "", file, row, column] = text.slice(0, maxLine).trim().match(frame) ?? [];
      const map = file && sourceMaps.get(file);
      // No real position is 0, but a stack can be made up.
      if (!map || Number(row) < 1 || Number(column) < 1) return [];
      const { line } = originalPositionFor(new TraceMap(map), {
        line: Number(row),
        column: Number(column) - 1,
      });
      return line === null ? [] : [{ file, line, called: called.replace(/^_/, "") }];
    });
}
