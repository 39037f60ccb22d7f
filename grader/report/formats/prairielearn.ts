/**
 * PrairieLearn's results.json, after "Grading results" in docs/externalGrading.md of PrairieLearn/PrairieLearn: a score from
 * 0 to 1, and the tests as its element pl-external-grader-results shows them. Students see all of it.
 */
import type { Assignment } from "../../assignment.ts";
import { cut } from "../plain.ts";
import type { CheckReport, Report } from "../report.ts";
import { studentView } from "../studentView.ts";
import { countedMax } from "../totals.ts";
import { explain } from "./explain.ts";
import { markdownSummary } from "./markdown.ts";

/** PrairieLearn takes 1 MB; what is written without spaces has to fit in with some left for what the transport adds. */
const maxBytes = 900_000;

export function renderPrairielearn(full: Report, assignment: Assignment): string {
  const view = studentView(full);
  const { report } = view;
  if (report.status === "rejected") {
    const format_errors = [report.message ?? report.status];
    return `${JSON.stringify({ gradable: false, format_errors }, null, 2)}\n`;
  }
  for (let length = 4000; ; length = Math.floor(length / 2)) {
    const results = {
      gradable: true,
      score: share(report),
      message: markdownSummary(view, assignment),
      tests: report.checks.map((check) => toTest(check, length)),
    };
    const text = `${JSON.stringify(results)}\n`;
    if (Buffer.byteLength(text) <= maxBytes || length === 0) return text;
  }
}

/** Never above 1, which PrairieLearn refuses: extra points are its own `autoPoints` policy. */
function share({ score, maxScore }: Report): number {
  return maxScore > 0 ? Math.min(1, Math.max(0, (score ?? 0) / maxScore)) : 0;
}

function toTest(check: CheckReport, length: number) {
  const text = explain(check);
  return {
    name: check.title,
    points: check.points,
    max_points: countedMax(check),
    output: text.length > length ? `${cut(text, length)}...` : text,
  };
}
