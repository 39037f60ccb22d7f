/** Splits a page with code into prose and fenced blocks. Joining the parts gives the same page again. */

export type Part =
  | { kind: "prose"; text: string }
  /** language: ts, text, python, answer, ...; body: the text between the fences, without its last line break */
  | { kind: "fence"; language: string; body: string };

const fence = /^```(\w*)\n((?:.*\n)*?)```$/gm;

export function toParts(markdown: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of markdown.matchAll(fence)) {
    parts.push({ kind: "prose", text: markdown.slice(end, match.index) });
    parts.push({ kind: "fence", language: match[1], body: match[2].replace(/\n$/, "") });
    end = match.index + match[0].length;
  }
  parts.push({ kind: "prose", text: markdown.slice(end) });
  return parts;
}

export function toMarkdown(parts: Part[]): string {
  return parts
    .map((part) => {
      if (part.kind === "prose") return part.text;
      const body = part.body.replace(/^```/gm, " ```");
      return `\`\`\`${part.language}\n${body}${body ? "\n" : ""}\`\`\``;
    })
    .join("");
}
