/** HTML as template strings. Whatever is put into one is escaped, unless it is markup already. */

export class Markup {
  constructor(private readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Part = Markup | string | number | null | undefined | false | Part[];

/** html`<p>${text}</p>`: text is escaped, markup and lists of it stand as they are, nothing is nothing. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(texts.reduce((sum, text, i) => sum + toText(parts[i - 1]) + text));
}

function toText(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (Array.isArray(part)) return part.map(toText).join("");
  return part instanceof Markup ? String(part) : escapeHtml(String(part));
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}
