/** A mutant: the solution with one small change, which a program made. */

export interface Mutant {
  /** Selects the mutant on the command line: "stryker:Queue.push:12", the twelfth of its kind in this method. */
  name: string;
  /** The operator: "drop-call", or "stryker/ArithmeticOperator". */
  operator: string;
  file: string;
  /** The method that is changed: "Queue.push"; or the class, for its fields. */
  method: string;
  /** The change on one line. Together with operator and method, it identifies a mutant, even if others are added. */
  change: string;
  /** The changed file. */
  body: string;
  /** The changed file, with the helper functions that the change calls. */
  text: string;
}

/** Replaces the text between two offsets. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A mutant that is not applied yet. */
export interface Draft {
  operator: string;
  /** Ordered and without overlaps. */
  edits: Edit[];
  /** The change in words; by default the lines before and after it. */
  change?: string;
  /** Text to append to the file. */
  ending?: string;
}

/** Applies the edits to a text. */
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
