/** A mistake that students make, as a small change to the solution: the unit of the proof that the grader finds it. */
import type { StudentFile } from "../../assignment/contract.ts";
import { classRange, methodsOf } from "../../stencil/methods.ts";
import { withImports } from "../styles/imports.ts";

/** One text in the place of another, which occurs exactly once where it is looked for. */
export type Replacement = readonly [before: string, after: string];

export interface Mistake {
  /** Short and unique: a row of the matrix. */
  name: string;
  file: StudentFile;
  /** What the student got wrong, as in the rubric: "Dense.forward". */
  method: string;
  change: Replacement | readonly Replacement[];
  /** Where the change is, when the method is not all of it: in the fields of its class, or anywhere in the file. */
  within?: "class" | "file";
  /** Names that the change needs from #tensor. */
  imports?: readonly string[];
  /** What the student was thinking. */
  thought: string;
  /** The checks that fail, exactly; others may be skipped because of them. */
  kills: readonly string[];
  /** What the hint of the first of them says, where the grader recognises the mistake by its numbers. */
  hint?: RegExp;
}

/** The mistakes of one file. */
export function mistakesOf(file: StudentFile, mistakes: Omit<Mistake, "file">[]): Mistake[] {
  return mistakes.map((mistake) => ({ file, ...mistake }));
}

/**
 * The file's text with the mistake in it.
 * @throws Error in one line when the mistake does not fit the text any more
 */
export function applyMistake(mistake: Mistake, source: string): string {
  const { name, file, change, imports = [] } = mistake;
  const replacements = (typeof change[0] === "string" ? [change] : change) as readonly Replacement[];
  let text = source;
  for (const [before, after] of replacements) {
    const [start, end] = rangeOf(mistake, text);
    const part = text.slice(start, end);
    const count = part.split(before).length - 1;
    if (count !== 1) {
      throw new Error(
        `the mistake ${name} does not fit: ${file} has ${JSON.stringify(before)} ${count} times in ${mistake.method}, not once`,
      );
    }
    text = text.slice(0, start) + part.replace(before, () => after) + text.slice(end);
  }
  return withImports(text, imports);
}

/** Where a change is looked for. In a method with a marked solution only that counts: its TODO quotes some of the code. */
function rangeOf({ name, file, method, within }: Mistake, text: string): [number, number] {
  if (within === "file") return [0, text.length];
  const range =
    within === "class"
      ? classRange(file, text, method.split(".")[0])
      : methodsOf(file, text).find((candidate) => candidate.name === method);
  if (!range) throw new Error(`the mistake ${name} does not fit: ${file} has no ${method}`);
  const { start, end } = range;
  const part = text.slice(start, end);
  const [from, to] = [part.indexOf("// BEGIN SOLUTION"), part.indexOf("// END SOLUTION")];
  return within === "class" || from < 0 ? [start, end] : [start + from, start + to];
}
