/** The head of the page: the score, what to do next, and the points of each suite. */
import type { Assignment } from "../../assignment.ts";
import { loadRubric, type Rubric } from "../../rubric.ts";
import { labels } from "../../wording/labels.ts";
import { page as texts } from "../../wording/page.ts";
import { courseLines } from "../course.ts";
import { markerAdvice, nextStep } from "../next.ts";
import type { CheckReport, Report } from "../report.ts";
import { isSelection, pointsGraded } from "../totals.ts";
import { html, type Markup } from "./markup.ts";
import { type Suite, suitesOf, wasRun } from "./suites.ts";

export function overview(report: Report, assignment: Assignment): Markup {
  const { submission, dataset, status, message } = report;
  const suites = suitesOf(report);
  return html`<header>
<div class="title"><h1>${submission.name}</h1>
<p>${[submission.track?.toUpperCase(), dataset?.title, texts["by-machine"]].filter(Boolean).join(" · ")}</p></div>
${score(report)}
${(status !== "complete" || message) && html`<p class="warning">${message}</p>`}
${submission.notes?.map((note) => html`<p class="next"><strong>${labels.note}</strong> ${note}</p>`)}
${courseLines(report).map((line) => html`<p class="next"><strong>${labels.course}</strong> ${line}</p>`)}
${next(report.checks, loadRubric(assignment))}
${submission.lacksMarker && html`<p class="next"><strong>${labels.next}</strong> ${markerAdvice(assignment)}</p>`}
<nav aria-label="Suites"><ul class="suites">${suites.map(bar)}</ul></nav>
</header>`;
}

/** Of a part, only the points of what was graded. */
export function shownPoints(report: Report): Pick<Report, "score" | "maxScore"> {
  if (!isSelection(report)) return report;
  const { points, maxPoints } = pointsGraded(report);
  return { score: points, maxScore: maxPoints };
}

function score(report: Report): Markup {
  if (report.score === null) return html`<p class="score"><strong>${texts["no-score"]}</strong></p>`;
  const { score, maxScore } = shownPoints(report);
  const share = maxScore ? Math.min(100, (100 * (score ?? 0)) / maxScore) : 0;
  const of = texts[isSelection(report) ? "of-points-graded" : "of-points"]({ maxScore });
  return html`<p class="score"><strong>${score}</strong> ${of}<span class="bar" aria-hidden="true"><i style="--share:${share}%"></i></span></p>`;
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

function bar(suite: Suite): Markup {
  const { id, title, points, maxPoints } = suite;
  const share = maxPoints ? Math.min(100, Math.round((100 * points) / maxPoints)) : 0;
  const isLeftOut = !wasRun(suite);
  const name = isLeftOut ? title : html`<a href="#${id}">${title}</a>`;
  return html`<li${isLeftOut && html` class="left-out"`}><span>${name}</span><span class="bar" aria-hidden="true"><i style="--share:${share}%"></i></span><span class="points">${isLeftOut ? texts["not-run"] : `${points}/${maxPoints}`}</span></li>`;
}
