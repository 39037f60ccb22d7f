/** class.html: a class on one self-contained page. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Assignment } from "../../assignment.ts";
import { html, Markup } from "../../report/html/markup.ts";
import type { Row } from "../row.ts";
import type { Summary } from "../summary.ts";
import { checks, mistakes } from "./checks.ts";
import { histogram } from "./histogram.ts";
import { link, links, list, long, section, sorted, table } from "./parts.ts";
import { style } from "./style.ts";
import { submissions } from "./submissions.ts";
import { warnings } from "./warnings.ts";

export function renderClassPage({ title }: Pick<Assignment, "title">, rows: Row[], summary: Summary): string {
  const { counts, settings, startedAt } = summary;
  const script = readFileSync(join(__dirname, "script.js"), "utf8");
  // Names and messages are the students' own words: no other script may run.
  const hash = createHash("sha256").update(script).digest("base64");
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'">
<title>${title}: ${counts.submissions} submissions</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${title}: the class</h1>
<p>${startedAt.slice(0, 16).replace("T", " ")} UTC · data ${settings.dataset} · seed ${settings.seed} · grader ${settings.version}</p>
</header>
<main>
<dl class="counts">
${count("submissions", counts.submissions)}${count("graded", counts.graded)}${count("rejected", counts.rejected)}${count("stopped by the time limit", counts.timedOut)}${count("not graded (fault of the grader)", counts.faults)}
</dl>
${distributions(rows, summary)}
${mistakes(summary)}
${checks(summary)}
${warnings(summary)}
${section("Identical submissions", "Their code is the same apart from comments and layout, across all tracks.", list(summary.identical.map((names) => links(names))))}
${section(
  "Nearly the same",
  "This share of the shorter one's code is also in the other one. Names and texts do not count, nor does code of the stencil or code that many submissions share. This is evidence for a person to look at, not a verdict.",
  table(
    ["Submissions", "Alike", "Where"],
    summary.similar.map(({ names: [a, b], share, passages }) => [
      long(links([a, b])),
      sorted(`${Math.round(share * 100)}%`, share),
      long(html`${passages.map((passage) => html`${passage}<br>`)}`),
    ]),
  ),
)}
${section("Nothing written", "These are the stencil without changes.", list(summary.untouched.map((name) => link(name))))}
${section(
  "Without a score",
  "Nothing could be graded.",
  table(
    ["Submission", "Why"],
    summary.rejected.map(({ name, message }) => [long(link(name)), long(message)]),
  ),
)}
${section(
  "Nothing handed in",
  "These people are in the roster, but have no submission.",
  table(
    ["Name", "Number", "E-mail", "Section"],
    (summary.missing ?? []).map(({ name, id, email, section }) => [
      long(name),
      long(id),
      long(email),
      section,
    ]),
  ),
)}
${section("Not in the roster", "A student of this submission is not listed, or matches two people.", list((summary.unlisted ?? []).map((name) => link(name))))}
${section(
  "Decisions and late penalties",
  "From the overrides, the late policy and the points given by hand.",
  table(
    ["Submission", "What"],
    rows.flatMap(({ name, courseLines }) => courseLines.map((line) => [long(link(name)), long(line)])),
  ),
)}
${section("Left out", "Neither folders nor archives, or not in the metadata.", list(summary.leftOut.map((name) => html`${name}`)))}
${section(
  "Slowest",
  "Seconds from the start to the end of the grading.",
  table(
    ["Submission", "Seconds"],
    summary.slowest.map(({ name, durationMs }) => [long(link(name)), (durationMs / 1000).toFixed(1)]),
  ),
)}
${submissions(rows, summary)}
</main>
<script>${new Markup(script)}</script>
</body>
</html>
`;
  return String(page);
}

function count(label: string, value: number): Markup {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function distributions(rows: Row[], { scores }: Summary): Markup {
  const parts = scores.map(({ track, count, mean, median, min, max, standardDeviation, maxScore }) => {
    const percents = rows
      .filter((row) => row.track === track && row.status !== "rejected" && !row.isFault)
      .map(({ percent }) => percent);
    const facts = `${count} submissions, mean ${mean}, median ${median}, from ${min} to ${max} of ${maxScore} points`;
    const middle = maxScore ? Math.round((median / maxScore) * 1000) / 10 : 0;
    return html`<h3>${track}</h3><p>${facts}, standard deviation ${standardDeviation}</p>${histogram(percents, middle, `Distribution of scores, ${track}: ${facts}`)}`;
  });
  return section("Scores", "By track.", parts.length ? html`${parts}` : null);
}
