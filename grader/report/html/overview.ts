/** The head of the page: the score, what to do next, and the points of each suite. */
import type { Assignment } from "../../assignment.ts";
import { loadRubric, type Rubric } from "../../rubric.ts";
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
<p>${[submission.track?.toUpperCase(), dataset?.title, "graded by machine"].filter(Boolean).join(" · ")}</p></div>
${score === null ? html`<p class="score"><strong>No score</strong></p>` : html`<p class="score"><strong>${score}</strong> of ${maxScore} points<span class="bar" aria-hidden="true"><i style="--share:${Math.min(percent ?? 0, 100)}%"></i></span></p>`}
${(status !== "complete" || message) && html`<p class="warning">${message}</p>`}
${submission.notes?.map((note) => html`<p class="next"><strong>Note</strong> ${note}</p>`)}
${courseLines(report).map((line) => html`<p class="next"><strong>Course</strong> ${line}</p>`)}
${next(report.checks, loadRubric(assignment))}
${submission.lacksMarker && html`<p class="next"><strong>Next</strong> ${markerAdvice(assignment)}</p>`}
<nav aria-label="Suites"><ul class="suites">${suites.map(bar)}</ul></nav>
</header>`;
}

/** The first thing to fix; else the first to write. */
function next(checks: CheckReport[], rubric: Rubric): Markup {
  const step = nextStep(checks, rubric);
  if (step) {
    const { kind, check, method, file } = step;
    const place = [file, method].filter(Boolean).join("  ");
    return html`<p class="next"><strong>${kind === "fix" ? "First to fix" : "Next to write"}</strong> <a href="#${check.id}">${check.title}</a> ${place && html`<code>${place}</code>`}</p>`;
  }
  return html`${checks.length > 0 && checks.every(({ status }) => status === "passed") && html`<p class="next">Every check has passed.</p>`}`;
}

function bar({ id, title, points, maxPoints, checks }: Suite): Markup {
  const share = maxPoints ? Math.min(100, Math.round((100 * points) / maxPoints)) : 0;
  const isLeftOut = checks.every(({ status }) => status === "not-run");
  return html`<li${isLeftOut && html` class="left-out"`}><a href="#${id}">${title}</a><span class="bar" aria-hidden="true"><i style="--share:${share}%"></i></span><span class="points">${isLeftOut ? "not run" : `${points}/${maxPoints}`}</span></li>`;
}
