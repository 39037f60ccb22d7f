/** A mutant: the solution with one small change in it, which a program chose and no person. */
import type { StudentFile } from "../../../assignment/contract.ts";

export interface Mutant {
  /** Selects it on the command line: "stryker:Dense.forward:12", the twelfth of its kind in this method. */
  name: string;
  /** How it was made: "drop-call", or "stryker/ArithmeticOperator". */
  operator: string;
  file: StudentFile;
  /** Where the change is: "Dense.forward"; a class for its fields. */
  method: string;
  /** The change on one line. With operator and method it tells a mutant from all others, whatever else is made. */
  change: string;
  /** The file with the change in it. */
  body: string;
  /** The same with the helpers that the change calls. */
  text: string;
}

/** A text in the place of what is between two offsets. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A mutant before it is applied. */
export interface Draft {
  operator: string;
  /** In order; they do not overlap. */
  edits: Edit[];
  /** The change in words; by default the lines before and after it. */
  change?: string;
  /** What is added to the end of the file. */
  ending?: string;
}

/** The text with the edits in it. */
export function applyDraft({ edits, ending }: Pick<Draft, "edits" | "ending">, text: string): string {
  let result = "";
  let done = 0;
  for (const edit of edits) {
    result += text.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return result + text.slice(done) + (ending ? `\n${ending.trim()}\n` : "");
}

/** The lines that differ, before and after, on one line. */
export function changedLines(before: string, after: string): string {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  const most = Math.min(old.length, now.length) - head;
  while (tail < most && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const joined = (lines: string[]) =>
    lines
      .slice(head, lines.length - tail)
      .map((line) => line.trim())
      .join(" ");
  return `${joined(old)}  =>  ${joined(now)}`;
}
