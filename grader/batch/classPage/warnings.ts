/** The warnings of the class, by their kind. */
import { html, type Markup } from "../../report/html/markup.ts";
import { formatPlace } from "../../report/place.ts";
import { labels } from "../../wording/labels.ts";
import type { Summary } from "../summary.ts";
import { link, long, section, table } from "./parts.ts";

export function warnings({ warnings }: Pick<Summary, "warnings">): Markup {
  const kinds = new Map<string, typeof warnings>();
  for (const warning of warnings) {
    const kind = warning.code ?? warning.message;
    kinds.set(kind, [...(kinds.get(kind) ?? []), warning]);
  }
  return section(
    "Integrity warnings",
    "They change no score, and students do not see them unless the rubric says so. Each has innocent causes, too: a person should look.",
    kinds.size ? html`${[...kinds.values()].map(ofKind)}` : null,
  );
}

function ofKind(warnings: Summary["warnings"]): Markup {
  const [{ message, meaning, lookFurther }] = warnings;
  const lines = warnings.map((warning) => [
    long(link(warning.name, warning.name, warning.check)),
    long((warning.where && formatPlace(warning.where)) || warning.check),
    long(html`${warning.message !== message && html`${warning.message}<br>`}${warning.evidence}`),
  ]);
  return html`<h3>${message}</h3>
${meaning && html`<p><strong>${labels.meaning}</strong> ${meaning}</p>`}
${lookFurther && html`<p><strong>${labels.lookFurther}</strong> ${lookFurther}</p>`}
${table(["Submission", labels.where, labels.measured], lines)}`;
}
