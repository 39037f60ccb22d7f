/** Finds Python's words in a submission. */
import { python, pythonNames, pythonWords } from "../wording/python.ts";

/** What replaces an undefined name; null for a name that Python does not have either. */
export function inPlaceOf(name: string): string | null {
  return Object.hasOwn(pythonNames, name) ? python.name({ name }) : null;
}

/** Says which of Python's words stands near a line that does not compile; "" for none. */
export function pythonNear(text: string, line: number): string {
  const lines = text.split("\n");
  const word = (lines[line - 1] ?? "").slice(0, 500).match(/\b(not|and|or|is|elif|lambda|def)\b(?= )/)?.[1];
  if (word) return pythonWords[word];
  for (const [i, near] of lines.slice(Math.max(0, line - 3), line).entries()) {
    const [code, ...rest] = near.slice(0, 500).split("//");
    const open = code.split("(").length - code.split(")").length;
    if (rest.length && open > 0 && code.trim() !== "")
      return python.division({ line: Math.max(0, line - 3) + i + 1 });
  }
  return "";
}
