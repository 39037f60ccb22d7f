/**
 * Gradescope's results.json, after the autograder specifications that Gradescope publishes (schemas/gradescope.schema.json
 * says it as a schema). It holds the hidden checks, too: Gradescope itself shows each to whom its visibility allows.
 */

import type { Assignment, Track } from "../../assignment.ts";
import { loadRubric } from "../../rubric.ts";
import { services } from "../../wording/page.ts";
import type { CheckReport, Report } from "../report.ts";
import { studentView } from "../studentView.ts";
import { countedMax } from "../totals.ts";
import { detailsOfWarning } from "../warning.ts";
import { explain } from "./explain.ts";
import { fenced, markdownSummary } from "./markdown.ts";

export function renderGradescope(report: Report, assignment: Assignment): string {
  const tracksOf = new Map(loadRubric(assignment).checks.map(({ id, points }) => [id, Object.keys(points)]));
  const { track } = report.submission;
  const results = {
    score: finite(report.score ?? 0),
    execution_time: finite(report.durationMs / 1000),
    output: markdownSummary(studentView(report), assignment),
    output_format: "md",
    test_name_format: "text",
    test_output_format: "md",
    visibility: "visible",
    // What the submission printed stands with the check that it was printed in.
    stdout_visibility: "hidden",
    extra_data: {
      track,
      seed: report.seed,
      percent: finite(report.percent ?? 0),
      status: report.status,
      warnings: report.warnings,
    },
    tests: [
      ...report.checks.map((check) => toTest(check, tracksOf.get(check.id) ?? (track ? [track] : []))),
      ...warningsOf(report),
    ],
  };
  return `${JSON.stringify(results, null, 2)}\n`;
}

/** What a person should look at: a test that is worth nothing, and that students never see. */
function warningsOf({ warnings }: Report) {
  if (warnings.length === 0) return [];
  const lines = warnings.map((warning) => {
    const details = detailsOfWarning(warning).map(({ label, text }) => `  ${label.padEnd(9)} ${text}`);
    return [`${warning.message} (${warning.check})`, ...details].join("\n");
  });
  return [
    {
      name: services["for-staff"],
      score: 0,
      max_score: 0,
      status: "failed",
      output: fenced(lines.join("\n\n")),
      output_format: "md",
      visibility: "hidden",
      tags: ["staff"],
      extra_data: { id: "warnings" },
    },
  ];
}

function toTest(check: CheckReport, tags: Track[]) {
  const text = explain(check);
  return {
    name: check.title,
    score: finite(check.points),
    max_score: finite(countedMax(check)),
    status: check.status === "passed" ? "passed" : "failed",
    output: text ? fenced(text) : "",
    output_format: "md",
    visibility: check.visibility ?? "visible",
    tags,
    extra_data: { id: check.id, suite: check.suite, status: check.status, durationMs: check.durationMs },
  };
}

/** Gradescope takes "NaN" for a number and null for none: neither may ever stand where points do. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
