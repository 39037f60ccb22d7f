/** The solution with several methods written in another style. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Assignment } from "../../assignment.ts";
import { applyVariant, type Variant } from "./variant.ts";

type Solution = Pick<Assignment, "solution">;

const texts = new Map<string, string>();
/** The text of a file of the solution. */
export function solutionText({ solution }: Solution, file: string): string {
  const path = join(solution, file);
  const text = texts.get(path) ?? readFileSync(path, "utf8");
  texts.set(path, text);
  return text;
}

/** Applies variants of different methods. Returns the changed files. */
export function combine(assignment: Solution, variants: readonly Variant[]): Record<string, string> {
  const changed: Record<string, string> = {};
  for (const variant of variants) {
    const { file } = variant;
    changed[file] = applyVariant(variant, changed[file] ?? solutionText(assignment, file));
  }
  return changed;
}
