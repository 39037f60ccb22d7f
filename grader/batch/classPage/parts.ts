/** The parts that the sections of the page share. */
import { html, type Markup } from "../../report/html/markup.ts";

export function section(title: string, about: string, content: Markup | null): Markup {
  if (!content) return html``;
  return html`<section><h2>${title}</h2><p>${about}</p>${content}</section>
`;
}

/** @param check the check at which the report opens */
export function link(name: string, text: string | Markup = name, check?: string): Markup {
  return html`<a href="reports/${encodeURIComponent(name)}.html${check && `#${check}`}">${text}</a>`;
}

export function links(names: string[], shown = names.length): Markup {
  const more = names.length - shown;
  return html`${names.slice(0, shown).map((name, i) => html`${i ? ", " : ""}${link(name)}`)}${more > 0 && `, and ${more} more`}`;
}

/** Selects a check in the table of all submissions. Without scripts it leads there. */
export function filterLink(check: string, text: string | Markup = check): Markup {
  return html`<a href="#submissions" data-filter="${check}">${text}</a>`;
}

/** A cell that is sorted by something else than its text, or whose long words may be broken. */
export interface Cell {
  content: Markup | string;
  sortBy?: number;
  isLong?: boolean;
}

type AnyCell = Markup | string | Cell;

const isCell = (cell: AnyCell): cell is Cell => typeof cell === "object" && "content" in cell;

/** A table that the reader can sort. Returns null if it would be empty. */
export function table(head: string[], lines: AnyCell[][]): Markup | null {
  if (lines.length === 0) return null;
  return html`<div class="scroll" tabindex="0"><table class="sortable"><thead>${headRow(head)}</thead><tbody>
${lines.map(
  (line) => html`<tr>${line.map(cell)}</tr>
`,
)}</tbody></table></div>`;
}

export const headRow = (head: string[]) =>
  html`<tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr>`;

export function cell(cell: AnyCell): Markup {
  if (!isCell(cell)) return html`<td>${cell}</td>`;
  const { content, sortBy, isLong } = cell;
  return html`<td${sortBy !== undefined && html` data-sort="${sortBy}"`}${isLong && html` class="long"`}>${content}</td>`;
}

export const long = (content: Markup | string): Cell => ({ content, isLong: true });
export const sorted = (content: Markup | string, sortBy: number): Cell => ({ content, sortBy });

export function list(items: Markup[]): Markup | null {
  return items.length ? html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>` : null;
}
