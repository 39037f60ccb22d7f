/** How text lies on a terminal: as wide as it is, and no wider than is good to read. */
import { stripVTControlCharacters } from "node:util";
import wrap from "word-wrap";
import { pc } from "./colors.ts";

const widest = 100;
/** Where there is no terminal. */
const usual = 94;

/** How many columns a line may have. The last one of a terminal stays free: some begin a new line after it. */
export function screenWidth(): number {
  const { columns } = process.stdout;
  return columns ? Math.max(40, Math.min(widest, columns - 1)) : usual;
}

/** "  left        right" */
export function line(left: string, right: string): string {
  const padding = Math.max(2, screenWidth() - 2 - visibleLength(left) - right.length);
  return `  ${left}${" ".repeat(padding)}${right}`;
}

/** "  mark title      right", where the title may need more than one line. */
export function heading(mark: string, title: string, right: string): string {
  const room = screenWidth() - visibleLength(mark) - right.length - 5;
  const [first, ...rest] = wrapped(title, room);
  const indent = " ".repeat(visibleLength(mark) + 3);
  return [line(`${mark} ${first}`, right), ...rest.map((more) => indent + more)].join("\n");
}

/** "      Expected  ...", with all lines of the text below each other; "" when there is none. */
export function detail(label: string, text: string | null): string {
  return text ? hanging(`      ${pc.dim(label.padEnd(9))} `, text) : "";
}

/** A text behind a prefix, with its further lines indented as far. */
export function hanging(prefix: string, text: string): string {
  const indent = visibleLength(prefix);
  const width = screenWidth() - indent;
  const lines = text.split("\n").flatMap((part) => wrapped(part, width));
  return prefix + lines.join(`\n${" ".repeat(indent)}`);
}

/** In a file or a pipe, a line stays what it is: programs may look for it. */
function wrapped(text: string, width: number): string[] {
  if (!process.stdout.columns || text.length <= width) return [text];
  return wrap(text, { width, indent: "", trim: true }).split("\n");
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}
