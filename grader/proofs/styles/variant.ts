/** A correct way to write a method that differs from the solution's. The grader must accept it. */
import { methodsOf } from "../../stencil/methods.ts";
import { withImports } from "./imports.ts";

export interface Variant {
  name: string;
  file: string;
  /** The method that is written differently: "Queue.push". */
  method: string;
  /** What is different, and why it is correct. */
  style: string;
  /** The code between `// BEGIN SOLUTION` and `// END SOLUTION` in the method. */
  body: string;
  /** Fields and methods that it adds to the class. */
  members?: string;
  /** Functions that it adds to the end of the file. */
  helpers?: string;
  /** Names from #tensor that it needs. */
  imports?: readonly string[];
  /** Checks without points whose advice it receives. */
  advice?: readonly string[];
}

/** The variants of one file. */
export function variantsOf(file: string, variants: Omit<Variant, "file">[]): Variant[] {
  return variants.map((variant) => ({ file, ...variant }));
}

/**
 * Replaces the method in the file's text by the variant.
 * @throws Error with one line when the file has no such method, or the method has no marked solution
 */
export function applyVariant(
  { name, file, method, body, members, helpers, imports = [] }: Variant,
  source: string,
) {
  const found = methodsOf(file, source).find((candidate) => candidate.name === method);
  const misfit = (what: string) => new Error(`the variant ${name} does not fit: ${what}`);
  if (!found) throw misfit(`${file} has no ${method}`);
  const part = source.slice(found.start, found.end);
  const marked = /\/\/ BEGIN SOLUTION\n[\s\S]*?\/\/ END SOLUTION/;
  if (!marked.test(part)) throw misfit(`no part of ${method} is marked as the solution`);
  const inClass = members ? `\n\n  ${members.trim()}` : "";
  const text =
    source.slice(0, found.start) +
    part.replace(marked, () => body.trim()) +
    inClass +
    source.slice(found.end);
  return withImports(helpers ? `${text}\n${helpers.trim()}\n` : text, imports);
}
