/** Translates a stack trace in compiled code into the student's lines. */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** A call on the stack in the submission's code. */
export interface Frame {
  file: string;
  line: number;
  /** What V8 calls it: "Queue.push" (by the object's own class, wherever the method is written), "new Queue", "". */
  called: string;
}

/** Lines that the sandbox puts in front of a module's code: none, its wrapper begins on the code's first line. */
const frame = /^at (?:([\w$.<>]+(?: [\w$.<>]+)?)(?: \[as [^\]]*\])? )?\(?([\w./-]+\.ts):(\d+):(\d+)\)?$/;

/** A longer line is forged. The expression above takes quadratic time. */
const maxLine = 300;
const maxFrames = 50;
const maxStack = maxFrames * maxLine;

/**
 * The submission's own frames, innermost first.
 * @param stack in V8's format. The submission can forge it
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
