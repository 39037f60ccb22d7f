/** A report as a page: one file that needs nothing else, runs no script, and follows the reader's light or dark. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Assignment } from "../../assignment.ts";
import { page as texts } from "../../wording/page.ts";
import type { Report } from "../report.ts";
import { renderSections } from "../section.ts";
import { detailsOfWarning } from "../warning.ts";
import { checkCard } from "./check.ts";
import { html, Markup } from "./markup.ts";
import { overview, shownPoints } from "./overview.ts";
import { type Suite, suitesOf, wasRun } from "./suites.ts";

/** What the page may do: show its own styles and pictures. Parts of its text are a submission's own words. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The page's text, from nothing but the report. Takes some 100 ms, most of it for loading the plotting library. */
export function renderHtml(report: Report, assignment: Assignment): string {
  const { submission, warnings, manual, environment, seed, startedAt, durationMs } = report;
  const style = new Markup(readFileSync(join(__dirname, "style.css"), "utf8"));
  const sections = renderSections(report, ({ page }) => page, assignment);
  const suites = suitesOf(report).filter(wasRun).map(suiteSection);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${submission.name}: ${texts.score(shownPoints(report))}</title>
<style>${style}</style>
</head>
<body>
${overview(report, assignment)}
<main>
${isDone(report) ? [...sections, ...suites] : [...suites, ...sections]}
${
  warnings.length > 0 &&
  html`<section><h2>${texts["for-a-person"]}</h2>
${warnings.map((warning) => html`<div class="warning"><strong>${warning.message}</strong><dl>${detailsOfWarning(warning).map(({ label, text }) => html`<dt>${label}</dt><dd>${text}</dd>`)}</dl></div>`)}</section>`
}
${
  manual.length > 0 &&
  html`<section><h2>${texts["by-hand"]}</h2><ul class="manual">${manual.map(({ title }) => html`<li>${title}</li>`)}</ul></section>`
}
</main>
<footer>${texts.graded({
    at: startedAt.slice(0, 16).replace("T", " "),
    seconds: (durationMs / 1000).toFixed(1),
    seed,
    ...environment,
  })}</footer>
</body>
</html>
`;
  return String(page);
}

function suiteSection({ id, title, checks, points, maxPoints, isDone }: Suite): Markup {
  return html`<section id="${id}">
<details${!isDone && " open"}>
<summary><h2>${title}</h2><span class="points">${points}/${maxPoints}</span></summary>
${checks.map(checkCard)}
</details>
</section>
`;
}

/** Then what is worth seeing comes first, and not what was checked. */
function isDone({ checks }: Report): boolean {
  return checks.every(({ status }) => status === "passed" || status === "not-run");
}
