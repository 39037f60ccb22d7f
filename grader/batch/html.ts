/** Text into HTML: whatever is put into a template is escaped, unless it is HTML already. */

export class Html {
  constructor(readonly text: string) {}
}

type Value = string | number | Html | Html[];

export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.reduce((text, part, i) => text + render(values[i - 1]) + part));
}

function render(value: Value): string {
  if (Array.isArray(value)) return value.map(({ text }) => text).join("");
  if (value instanceof Html) return value.text;
  return String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
