/** Describes an error of the student's code, with its line in the student's own file. */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { isOwnFile } from "../../main/ownFiles.ts";

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
  // The paths begin at the server's folder. Any of these files shows where the student's files are.
  const [folder] = map.sources.flatMap(
    (source) => source?.match(/^(.*?)(?:assignment|preprocess|beras\/core)\.ts$/)?.[1] ?? [],
  );
  if (folder === undefined) return null;
  for (const [, line, column] of stack.matchAll(/:(\d+):(\d+)\)?$/gm)) {
    const original = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
    if (!original.source?.startsWith(folder)) continue;
    const file = original.source.slice(folder.length);
    if (isOwnFile(file)) return `${file}, line ${original.line}`;
  }
  return null;
}
