/** The table of all submissions, which the reader can filter by a check. */
import { html, type Markup } from "../../report/html/markup.ts";
import type { Row } from "../row.ts";
import type { Summary } from "../summary.ts";
import { cell, headRow, link, long, sorted } from "./parts.ts";

export function submissions(rows: Row[], summary: Pick<Summary, "checks">): Markup {
  const hasSections = rows.some((row) => sectionOf(row));
  const head = [
    ...["Submission", "By", ...(hasSections ? ["Section"] : []), "Track", "Status", "Score", "Percent"],
    ...["Warnings", "JSON", "Check"],
  ];
  return html`<section id="submissions"><h2>All submissions</h2>
<p>A name leads to the report as the student sees it; its JSON file has warnings and hidden checks, too.</p>
${filter(summary)}
<div class="scroll" tabindex="0"><table class="sortable"><thead>${headRow(head)}</thead><tbody>
${rows.map((row) => line(row, hasSections))}</tbody></table></div></section>
`;
}

/** Shown by the script, which it needs. */
function filter({ checks }: Pick<Summary, "checks">): Markup {
  const byId = [...checks].sort((a, b) => (a.id < b.id ? -1 : 1));
  return html`<form class="filter" hidden>
<label>Check <select name="check"><option value="">any</option>${byId.map(({ id, title }) => html`<option value="${id}">${id}: ${title}</option>`)}</select></label>
<label>Result <select name="result"><option value="lost">not passed</option><option value="failed">failed</option><option value="passed">passed</option></select></label>
<label>Search <input name="text" type="search"></label>
<output></output>
</form>
`;
}

function line(row: Row, hasSections: boolean): Markup {
  const { name, students, track, status, isFault, score, maxScore, percent, warnings, checks, lost } = row;
  const codes = new Map(row.mistakes.map(({ check, code }) => [check, code]));
  // Neither ids nor codes have blanks, "=" or ":".
  const results = checks.map((id) => `${id}=${lost[id] ?? "passed"}:${codes.get(id) ?? ""}`).join(" ");
  const json = html`<a href="reports/${encodeURIComponent(name)}.json" aria-label="${name}.json">json</a>`;
  const cells = [
    long(link(name)),
    long(students.map((student) => student.name).join(", ")),
    ...(hasSections ? [sectionOf(row)] : []),
    track ?? "",
    isFault ? "not graded" : status,
    sorted(isFault ? "" : `${score}/${maxScore}`, isFault ? -1 : score),
    sorted(isFault ? "" : `${percent}%`, isFault ? -1 : percent),
    sorted(warnings.length ? `${warnings.length}` : "", warnings.length),
    json,
    "",
  ];
  return html`<tr data-results="${results}" data-page="reports/${encodeURIComponent(name)}.html">${cells.map(cell)}</tr>
`;
}

function sectionOf({ students }: Row): string {
  return [...new Set(students.flatMap(({ person }) => person?.section ?? []))].filter(Boolean).join(", ");
}
