/** The head of the page: the score, what to do next, and the points of each suite. */
import type { Assignment } from "../../assignment.ts";
import { loadRubric, type Rubric } from "../../rubric.ts";
import { labels } from "../../wording/labels.ts";
import { page as texts } from "../../wording/page.ts";
import { courseLines } from "../course.ts";
import { markerAdvice, nextStep } from "../next.ts";
import type { CheckReport, Report } from "../report.ts";
import { html, type Markup } from "./markup.ts";
import { type Suite, suitesOf } from "./suites.ts";

export function overview(report: Report, assignment: Assignment): Markup {
  const { submission, score, maxScore, percent, dataset, status, message } = report;
  const suites = suitesOf(report);
  return html`<header>
<div class="title"><h1>${submission.name}</h1>
<p>${[submission.track?.toUpperCase(), dataset?.title, texts["by-machine"]].filter(Boolean).join(" · ")}</p></div>
${score === null ? html`<p class="score"><strong>${texts.score(report)}</strong></p>` : html`<p class="score"><strong>${score}</strong> ${texts["of-points"]({ maxScore })}<span class="bar" aria-hidden="true"><i style="--share:${Math.min(percent ?? 0, 100)}%"></i></span></p>`}
${(status !== "complete" || message) && html`<p class="warning">${message}</p>`}
${submission.notes?.map((note) => html`<p class="next"><strong>${labels.note}</strong> ${note}</p>`)}
${courseLines(report).map((line) => html`<p class="next"><strong>${labels.course}</strong> ${line}</p>`)}
${next(report.checks, loadRubric(assignment))}
${submission.lacksMarker && html`<p class="next"><strong>${labels.next}</strong> ${markerAdvice(assignment)}</p>`}
<nav aria-label="Suites"><ul class="suites">${suites.map(bar)}</ul></nav>
</header>`;
}

/** The first thing to fix; else the first to write. */
function next(checks: CheckReport[], rubric: Rubric): Markup {
  const step = nextStep(checks, rubric);
  if (step) {
    const { kind, check, method, file } = step;
    const place = [file, method].filter(Boolean).join("  ");
    return html`<p class="next"><strong>${texts[kind === "fix" ? "first-to-fix" : "next-to-write"]}</strong> <a href="#${check.id}">${check.title}</a> ${place && html`<code>${place}</code>`}</p>`;
  }
  return html`${checks.length > 0 && checks.every(({ status }) => status === "passed") && html`<p class="next">${texts["all-passed"]}</p>`}`;
}

function bar({ id, title, points, maxPoints, checks }: Suite): Markup {
  const share = maxPoints ? Math.min(100, Math.round((100 * points) / maxPoints)) : 0;
  const isLeftOut = checks.every(({ status }) => status === "not-run");
  return html`<li${isLeftOut && html` class="left-out"`}><a href="#${id}">${title}</a><span class="bar" aria-hidden="true"><i style="--share:${share}%"></i></span><span class="points">${isLeftOut ? texts["not-run"] : `${points}/${maxPoints}`}</span></li>`;
}
