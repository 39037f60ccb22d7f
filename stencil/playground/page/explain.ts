/** Describes an error of the student's code, with its line in the student's own file. */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

const ownFile = /(?:^|\/)((?:assignment|preprocess|beras\/\w+)\.ts)$/;

/** @param code the worker's program, with its source map at the end */
export function explain(
  { name, message, stack }: { name: string; message: string; stack: string },
  code: string,
): string {
  const place = locate(code, stack);
  if (name === "NotImplementedError") {
    return `${message}. Write it${place ? ` in ${place}` : ""} and press Start again; \`npm run grade\` lists what to write first.`;
  }
  return `${name || "An error"}: ${message}${place ? ` (${place})` : ""}`;
}

/** The innermost place of a stack in one of the student's files, such as "beras/layers.ts, line 12". */
export function locate(code: string, stack: string): string | null {
  const [, encoded] = code.match(/\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/) ?? [];
  if (!encoded) return null;
  const json = new TextDecoder().decode(
    Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)),
  );
  const map = new TraceMap(json);
  for (const [, line, column] of stack.matchAll(/:(\d+):(\d+)\)?$/gm)) {
    const original = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
    const file = original.source?.match(ownFile)?.[1];
    if (file) return `${file}, line ${original.line}`;
  }
  return null;
}
