/** From the solution to the stencil: what stands between the two markers becomes a TODO. */
import { type Method, methodsOf } from "./methods.ts";

const begin = "// BEGIN SOLUTION";
const end = "// END SOLUTION";

/**
 * Takes the solution out of a file.
 *
 * Inside of a method or function, the marked lines become `throw new NotImplementedError("Class.method")`; elsewhere
 * (helpers, fields) they go. The TODO comment above stays.
 *
 * @param file for messages
 * @param isTodo whether to take out the solution of this method; of all when not given
 * @throws Error in one line when the markers do not pair up
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
      // What was between two blank lines leaves one.
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

/** "Queue.push" or "parse" for a position inside of their bodies; null outside of any. */
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
