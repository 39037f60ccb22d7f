/** class.html: a class on one self-contained page. */

import type { Assignment } from "../assignment.ts";
import { html, type Markup } from "../report/html/markup.ts";
import { histogram } from "./histogram.ts";
import type { Row } from "./row.ts";
import { style } from "./style.ts";
import type { Summary } from "./summary.ts";

const shownChecks = 15;

export function renderClassPage({ title }: Pick<Assignment, "title">, rows: Row[], summary: Summary): string {
  const { counts, settings, startedAt } = summary;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
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
${checks(summary)}
${section(
  "Integrity warnings",
  "They change no score. A person should look at each of them.",
  table(
    ["Submission", "Check", "Warning", "Evidence"],
    summary.warnings.map((w) => [link(w.name), w.check, w.message, w.evidence]),
  ),
)}
${section("Identical submissions", "Their code is the same apart from comments and layout, across all tracks.", list(summary.identical.map((names) => html`${names.map((name, i) => html`${i ? ", " : ""}${link(name)}`)}`)))}
${section(
  "Nearly the same",
  "This share of the shorter one's code is also in the other one. Names and texts do not count, nor does code of the stencil or code that many submissions share. This is evidence for a person to look at, not a verdict.",
  table(
    ["Submissions", "Alike", "Where"],
    summary.similar.map(({ names: [a, b], share, passages }) => [
      html`${link(a)}, ${link(b)}`,
      `${Math.round(share * 100)}%`,
      html`${passages.map((passage) => html`${passage}<br>`)}`,
    ]),
  ),
)}
${section("Nothing written", "These are the stencil without changes.", list(summary.untouched.map((name) => link(name))))}
${section(
  "Without a score",
  "Nothing could be graded.",
  table(
    ["Submission", "Why"],
    summary.rejected.map(({ name, message }) => [link(name), message]),
  ),
)}
${section(
  "Nothing handed in",
  "These people are in the roster, but have no submission.",
  table(
    ["Name", "Number", "E-mail", "Section"],
    (summary.missing ?? []).map(({ name, id, email, section }) => [name, id, email, section]),
  ),
)}
${section("Not in the roster", "A student of this submission is not listed, or matches two people.", list((summary.unlisted ?? []).map((name) => link(name))))}
${section(
  "Decisions and late penalties",
  "From the overrides, the late policy and the points given by hand.",
  table(
    ["Submission", "What"],
    rows.flatMap(({ name, courseLines }) => courseLines.map((line) => [link(name), line])),
  ),
)}
${section("Left out", "Neither folders nor archives, or not in the metadata.", list(summary.leftOut.map((name) => html`${name}`)))}
${section(
  "Slowest",
  "Seconds from the start to the end of the grading.",
  table(
    ["Submission", "Seconds"],
    summary.slowest.map(({ name, durationMs }) => [link(name), (durationMs / 1000).toFixed(1)]),
  ),
)}
${allSubmissions(rows)}
</main>
</body>
</html>
`;
  return String(page);
}

function count(label: string, value: number): Markup {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function section(title: string, about: string, content: Markup | null): Markup {
  if (!content) return html``;
  return html`<section><h2>${title}</h2><p>${about}</p>${content}</section>
`;
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

function checks({ checks }: Summary): Markup {
  const failing = checks.filter((check) => check.failed > 0).slice(0, shownChecks);
  const lines = failing.map(({ id, title, count, lost, failed, statuses }) => {
    const share = Math.round((failed / count) * 100);
    const how = Object.entries(statuses)
      .map(([status, n]) => `${n} ${status}`)
      .join(", ");
    return [
      html`${title}<br><code>${id}</code>`,
      html`<span class="bar" style="--share:${share}%"></span> ${share}%`,
      html`${lost} of ${count} do not pass: ${how}`,
    ];
  });
  const about =
    "Checks that are unwritten or skipped do not count. When most of a class fails a check, look at the handout, too.";
  return section("Checks that fail most", about, table(["Check", "Fails", "How"], lines));
}

function allSubmissions(rows: Row[]): Markup {
  const lines = rows.map((row) => [
    link(row.name),
    row.students.map(({ name }) => name).join(", "),
    row.track ?? "",
    row.isFault ? "not graded" : row.status,
    row.isFault ? "" : `${row.score}/${row.maxScore}`,
    link(row.name, `${row.name}.json`, "json"),
  ]);
  return section(
    "All submissions",
    "A name leads to the report as the student sees it; its JSON file has the hidden checks, too.",
    table(["Submission", "By", "Track", "Status", "Score", "Report"], lines),
  );
}

function link(name: string, text = name, extension = "html"): Markup {
  return html`<a href="reports/${encodeURIComponent(name)}.${extension}">${text}</a>`;
}

function table(head: string[], lines: (string | Markup)[][]): Markup | null {
  if (lines.length === 0) return null;
  return html`<div class="scroll" tabindex="0"><table><thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead><tbody>
${lines.map(
  (line) => html`<tr>${line.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
)}</tbody></table></div>`;
}

function list(items: Markup[]): Markup | null {
  return items.length ? html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>` : null;
}
