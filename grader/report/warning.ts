/** A warning as rows, for every format that shows it. */
import { labels } from "../wording/labels.ts";
import { formatPlace } from "./place.ts";
import type { Warning } from "./report.ts";

/** Where to look, what was measured, what it may mean, and how to look further. */
export function detailsOfWarning({ where, evidence, meaning, lookFurther }: Warning) {
  const rows: [keyof typeof labels, string | null | undefined][] = [
    ["where", where && formatPlace(where)],
    ["measured", evidence],
    ["meaning", meaning],
    ["lookFurther", lookFurther],
  ];
  return rows.flatMap(([key, text]) => (text ? [{ label: labels[key], text }] : []));
}
