/** Makes the stencil from the solution: the code between the markers becomes a TODO. */
import { type Method, methodsOf } from "./methods.ts";

const begin = "// BEGIN SOLUTION";
const end = "// END SOLUTION";

/**
 * Removes the solution from a file.
 *
 * In a method or function, the marked lines become `throw new NotImplementedError("Class.method")`. Elsewhere (helpers, fields)
 * they are deleted. The TODO comment above them stays.
 *
 * @param file the name for messages
 * @param isTodo selects the methods whose solution to remove; all by default
 * @throws Error with one line when the markers do not pair up
 */
export function toStencil(file: string, source: string, isTodo?: (method: string | null) => boolean): string {
  const methods = methodsOf(file, source);
  const output: string[] = [];
  let beganAt = 0;
  let offset = 0;
  let keeps = false;
  for (const [i, line] of source.split("\n").entries()) {
    const start = offset;
    offset += line.length + 1;
    const marker = line.trim();
    if (marker === begin) {
      if (beganAt)
        throw new Error(`${file}:${i + 1}: BEGIN SOLUTION, but the one of line ${beganAt} has not ended`);
      beganAt = i + 1;
      const method = methodAt(methods, start + line.indexOf(begin));
      keeps = isTodo !== undefined && !isTodo(method);
      if (keeps) continue;
      const indent = line.slice(0, line.indexOf(begin));
      if (method) output.push(`${indent}throw new NotImplementedError("${method}");`);
      // Two blank lines around the deleted code become one.
      else if (output.at(-1) === "") output.pop();
    } else if (marker === end) {
      if (!beganAt) throw new Error(`${file}:${i + 1}: END SOLUTION without a beginning`);
      beganAt = 0;
    } else if (!beganAt || keeps) {
      output.push(line);
    }
  }
  if (beganAt) throw new Error(`${file}:${beganAt}: BEGIN SOLUTION has no end`);
  return withImport(output.join("\n"));
}

/** The methods of a file whose solution is marked, in order. */
export function markedMethods(file: string, source: string): string[] {
  const methods: string[] = [];
  toStencil(file, source, (method) => {
    if (method) methods.push(method);
    return false;
  });
  return methods;
}

/** Returns the method around a position, such as "Queue.push" or "parse", or null. */
function methodAt(methods: Method[], position: number): string | null {
  const isInside = ({ bodyStart, end, isConstructor }: Method) =>
    position >= bodyStart && position < end && !isConstructor;
  return methods.find(isInside)?.name ?? null;
}

function withImport(text: string): string {
  if (!text.includes("new NotImplementedError(")) return text;
  const ours = 'import { NotImplementedError } from "#errors";\n';
  if (/^import /m.test(text)) return text.replace(/^import /m, `${ours}import `);
  return `${ours}\n${text}`;
}
