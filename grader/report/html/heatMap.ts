/** Expected and received as two small heat maps. They are tables, so that they can be read as well. */

import { labels } from "../../wording/labels.ts";
import { shape as shapeText, significant } from "../../wording/numbers.ts";
import { pictures as texts } from "../../wording/page.ts";
import type { Comparison, Entry } from "../report.ts";
import { html, type Markup } from "./markup.ts";

/** With more columns than this, a cell has no room for its number; it is still there when pointed at. */
const maxWrittenColumns = 10;

/** A comparison of tensors that differ. Axes in front of the last two are laid below one another. */
export function heatMaps(comparison: Comparison): Markup {
  const { name, shape, expected, received, differing } = comparison;
  const columns = shape.at(-1) ?? 1;
  const finite = [...expected, ...received].filter((entry) => typeof entry === "number");
  const scale = Math.max(...finite.map(Math.abs)) || 1;
  const wrong = new Set(differing);
  const table = (title: string, entries: Entry[], marks: Set<number>) =>
    heatMap(texts.tensor({ title, name, shape: shapeText(shape) }), title, entries, columns, scale, marks);
  return html`<div class="pair">${table(labels.expected, expected, new Set())}${table(labels.received, received, wrong)}</div>
<p class="note">${texts.differences({ name, shape: shapeText(shape), differing: differing.length, size: expected.length })}
Colours from <span class="cell neg" style="--share:100%">${significant(-scale, 3)}</span> over
<span class="cell">0</span> to <span class="cell pos" style="--share:100%">${significant(scale, 3)}</span></p>`;
}

function heatMap(
  label: string,
  title: string,
  entries: Entry[],
  columns: number,
  scale: number,
  wrong: Set<number>,
): Markup {
  const isWritten = columns <= maxWrittenColumns;
  const rows = Array.from({ length: Math.ceil(entries.length / columns) }, (_, row) =>
    entries.slice(row * columns, (row + 1) * columns).map((entry, column) => {
      const classes = ["cell", tone(entry), wrong.has(row * columns + column) && "differs"].filter(Boolean);
      const text = typeof entry === "number" ? significant(entry, 3) : entry;
      return html`<td class="${classes.join(" ")}" style="--share:${share(entry, scale)}%" title="[${row},${column}] ${text}">${isWritten && text}</td>`;
    }),
  );
  return html`<figure class="heat${!isWritten && " tiny"}"><figcaption>${title}</figcaption>
<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table>${rows.map((cells) => html`<tr>${cells}</tr>`)}</table></div></figure>`;
}

function tone(entry: Entry): string {
  if (typeof entry !== "number") return "odd";
  return entry < 0 ? "neg" : entry > 0 ? "pos" : "";
}

function share(entry: Entry, scale: number): number {
  return typeof entry === "number" ? Math.round((100 * Math.abs(entry)) / scale) : 0;
}
