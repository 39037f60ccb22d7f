/** The solution with several methods written in another style. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StudentFile } from "../../assignment/contract.ts";
import { house } from "../overlay.ts";
import { applyVariant, type Variant } from "./variant.ts";

const texts = new Map<StudentFile, string>();
/** The text of a file of the solution. */
export function solutionText(file: StudentFile): string {
  const text = texts.get(file) ?? readFileSync(join(house, "solution", file), "utf8");
  texts.set(file, text);
  return text;
}

/** Applies variants of different methods. Returns the changed files. */
export function combine(variants: Variant[]): Partial<Record<StudentFile, string>> {
  const changed: Partial<Record<StudentFile, string>> = {};
  for (const variant of variants) {
    changed[variant.file] = applyVariant(variant, changed[variant.file] ?? solutionText(variant.file));
  }
  return changed;
}
