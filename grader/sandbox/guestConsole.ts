/** The console that a submission sees. It counts the printed lines and keeps the beginning of the output. */
import { Tensor } from "#tensor";
import { output } from "../wording/output.ts";

/** How much of one check's output is kept: enough for debugging, too little to flood a report. */
const maxKept = 4_000;
/** How many characters are searched for line breaks. Searching gigabytes would take as long as a check may. */
const maxCounted = 1_000_000;
/** What is not searched counts as lines of this length: that of a terminal. */
const lineLength = 80;
const maxDepth = 3;
const maxItems = 100;

let text = "";
let lines = 0;
let counted = 0;
/** How many entries of lists and objects the value being printed may still show. Each takes a character at least. */
let itemsLeft = 0;

/** Returns the output since the last call, and starts afresh. */
export function takeOutput(): string {
  const taken = text;
  text = "";
  counted = 0;
  return taken;
}

/** Returns how many lines were printed since the last call. */
export function takeLines(): number {
  const taken = lines;
  lines = 0;
  return taken;
}

function print(...values: unknown[]): void {
  lines += 1;
  let line = "";
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    itemsLeft = maxKept;
    const shown = `${format(value, 0)}`;
    // A text counts as many lines as it has, also in an error's message, and where no more of it is kept.
    lines += newlines(typeof value === "string" ? value : shown);
    if (line.length < maxKept && text.length < maxKept) line += (i ? " " : "") + shown;
  }
  if (text.length < maxKept) text = `${text}${line}\n`.slice(0, maxKept);
}

function newlines(printed: string): number {
  const left = maxCounted - counted;
  const end = printed.length < left ? printed.length : left;
  counted += end;
  let count = ((printed.length - end) / lineLength) | 0;
  // By index: a submission can replace every method of a string.
  for (let i = 0; i < end; i++) if (printed[i] === "\n") count += 1;
  return count;
}

function format(value: unknown, depth: number): string {
  if (typeof value === "string")
    return depth ? JSON.stringify(value.slice(0, maxKept)) : value.slice(0, maxKept);
  if (typeof value === "function") return `[function ${value.name}]`;
  if (typeof value !== "object" || value === null) return String(value);
  try {
    if (value instanceof Tensor) return value.toString();
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (depth >= maxDepth) return Array.isArray(value) ? "[...]" : "{...}";
    if (Array.isArray(value) || ArrayBuffer.isView(value)) {
      // Reads by index: the entries of a data set would need more memory than there is.
      const items = value as ArrayLike<unknown>;
      let text = "";
      for (let i = 0; i < items.length && i < maxItems && itemsLeft > 0; i++, itemsLeft--)
        text += (i ? ", " : "") + format(items[i], depth + 1);
      return items.length > maxItems
        ? `[${text}, ${output["items-in-all"]({ count: items.length })}]`
        : `[${text}]`;
    }
    const entries = Object.entries(value).slice(0, itemsLeft < maxItems ? itemsLeft : maxItems);
    itemsLeft -= entries.length;
    return `{ ${entries.map(([key, item]) => `${key}: ${format(item, depth + 1)}`).join(", ")} }`;
  } catch {
    return output.unprintable;
  }
}

const nothing = () => {};

/** `log` and its relatives print. Functions for a terminal (timers, counters, `clear`) do nothing. */
export const console = {
  log: print,
  info: print,
  debug: print,
  warn: print,
  error: print,
  table: print,
  dir: print,
  trace: print,
  assert: (condition: unknown, ...values: unknown[]) =>
    condition ? undefined : print("Assertion failed", ...values),
  group: print,
  groupEnd: nothing,
  time: nothing,
  timeEnd: nothing,
  timeLog: nothing,
  count: nothing,
  clear: nothing,
};
