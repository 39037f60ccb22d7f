/** Finds Python's words in a submission. */
import {
  compilerReasons,
  missingBrace,
  python,
  pythonLines,
  pythonNames,
  pythonWords,
} from "../wording/python.ts";

/** A longer line is no line that a person wrote. */
const maxLine = 500;

/** What replaces an undefined name; null for a name that Python does not have either. */
export function inPlaceOf(name: string): string | null {
  return Object.hasOwn(pythonNames, name) ? python.name({ name }) : null;
}

/**
 * Says what of Python's stands near a line that does not compile, or that a brace is missing; "" for neither.
 * @param reason what the compiler says of the line
 */
export function adviceNear(text: string, line: number, reason = ""): string {
  const lines = text.split("\n");
  const failing = (lines[line - 1] ?? "").slice(0, maxLine).replace(/"[^"]*"|'[^']*'/g, '""');
  for (const [pattern, sentence] of pythonLines) if (pattern.test(failing)) return sentence;
  for (const [pattern, sentence] of compilerReasons) if (pattern.test(reason)) return sentence;
  const word = failing.match(/\b(not|and|or|is|elif|lambda|def)\b(?= )/)?.[1];
  if (word) return pythonWords[word];
  for (const [i, near] of lines.slice(Math.max(0, line - 3), line).entries()) {
    const [code, ...rest] = near.slice(0, maxLine).split("//");
    const open = code.split("(").length - code.split(")").length;
    if (rest.length && open > 0 && code.trim() !== "")
      return python.division({ line: Math.max(0, line - 3) + i + 1 });
  }
  // The head of a method, which is none inside of another one.
  const head =
    /^ *(override |static |private |protected |public |get |set )+\w{1,100}\(|^ +\w{1,100}\([^)]{0,300}\): [^=]{1,100} \{$/;
  const isUneven = text.split("{").length !== text.split("}").length;
  return head.test(failing) || (isUneven && line >= lines.length) ? missingBrace : "";
}
