/** Lays out text for a terminal: at most as wide as the terminal, and as a line that is easy to read. */
import { stripVTControlCharacters } from "node:util";
import wrap from "word-wrap";
import { pc } from "./colors.ts";

const widest = 100;
/** Narrower than this, a line has no room for a label and a word. */
const narrowest = 36;
/** The width without a terminal. */
const usual = 94;

/** The width of a line in columns. The last column stays free, because some terminals break the line after it. */
export function screenWidth(): number {
  const { columns } = process.stdout;
  return columns ? Math.max(narrowest, Math.min(widest, columns - 1)) : usual;
}

/** "  left        right" */
export function line(left: string, right: string): string {
  const padding = Math.max(2, screenWidth() - 2 - visibleLength(left) - right.length);
  return `  ${left}${" ".repeat(padding)}${right}`;
}

/** "  mark title      right". The title may take more than one line. */
export function heading(mark: string, title: string, right: string): string {
  const room = screenWidth() - visibleLength(mark) - right.length - 5;
  // A method that is too long for the line is broken after the name of its class, so that the points stay on the line.
  const breakable = title.replace(/\S+/g, (word) => (word.length > room ? word.replace(".", ". ") : word));
  const [first, ...rest] = wrapped(process.stdout.columns ? breakable : title, room);
  const indent = " ".repeat(visibleLength(mark) + 3);
  return [line(`${mark} ${first}`, right), ...rest.map((more) => indent + more)].join("\n");
}

/** "      Expected  ...", with the lines of the text aligned; "" if there is no text. */
export function detail(label: string, text: string | null): string {
  return text ? hanging(`      ${pc.dim(label.padEnd(9))} `, text) : "";
}

/** Puts a text after a prefix, and indents its further lines by as much. */
export function hanging(prefix: string, text: string): string {
  const indent = visibleLength(prefix);
  const width = screenWidth() - indent;
  const lines = text.split("\n").flatMap((part) => wrapped(part, width));
  return prefix + lines.join(`\n${" ".repeat(indent)}`);
}

/** "  left  right", or below one another where they do not fit on one line of a terminal. */
export function beside(left: string, right: string): string {
  const fits = !process.stdout.columns || visibleLength(left) + 2 + visibleLength(right) <= screenWidth();
  return fits ? `${left}  ${right}` : `${left}\n  ${right}`;
}

/** Wraps a text on a terminal. In files and pipes lines stay whole, because programs may search them. */
function wrapped(text: string, width: number): string[] {
  if (!process.stdout.columns || text.length <= width) return [text];
  return wrap(text, { width, indent: "", trim: true }).split("\n");
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}
