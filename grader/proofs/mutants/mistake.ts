/** A mistake that students make, as a small change to the solution. The proofs show that the grader finds each. */
import type { KnownMistake } from "../../checks/diagnose.ts";
import type { Diagnosis } from "../../report/failure.ts";
import { classRange, methodsOf } from "../../stencil/methods.ts";
import { withImports } from "../styles/imports.ts";

/** Replaces one text, which occurs exactly once in its range, by another. */
export type Replacement = readonly [before: string, after: string];

export interface Mistake {
  /** Short and unique: the title of a row of the matrix. */
  name: string;
  file: string;
  /** The faulty method, as in the rubric: "Queue.push". */
  method: string;
  change: Replacement | readonly Replacement[];
  /** The range of the change if it is not the method: the fields of its class, or the whole file. */
  within?: "class" | "file";
  /** Names from #tensor that the change needs. */
  imports?: readonly string[];
  /** The method that the first failing check names, where that is one which calls the faulty one. */
  named?: string;
  /** The student's reasoning. */
  thought: string;
  /** The checks that fail, exactly. Others may be skipped because of them. */
  kills: readonly string[];
  /** What the first failing check says of the numbers, where the grader recognises the mistake by them. */
  diagnosis?: KnownMistake | Exclude<Diagnosis["code"], "known">;
  /** What the factor of a `factor` is, as the suite names it. */
  factor?: string;
}

/** The mistakes of one file. */
export function mistakesOf(file: string, mistakes: Omit<Mistake, "file">[]): Mistake[] {
  return mistakes.map((mistake) => ({ file, ...mistake }));
}

/**
 * Applies the mistake to the file's text.
 * @throws Error with one line when the mistake no longer fits the text
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

/** The range of a change. Of a method with a marked solution only the solution counts, because its TODO quotes some code. */
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
