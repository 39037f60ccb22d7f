/**
 * What an Autolab autograder prints last, after "Writing Autograders" and "Formatted Feedback" in autolab/Autolab's docs: a
 * line for the table of tests, then the line of scores, one a problem. The problems are the suites, by their titles. Students
 * see all of it.
 */
import type { Assignment } from "../../assignment.ts";
import { loadRubric } from "../../rubric.ts";
import { courseLines } from "../course.ts";
import { cut } from "../plain.ts";
import type { CheckReport, Report } from "../report.ts";
import { studentView } from "../studentView.ts";
import { explain } from "./explain.ts";
import { visibleChecks } from "./visibleChecks.ts";

const maxHint = 1500;

export function renderAutolab(full: Report, assignment: Assignment): string {
  const { report } = studentView(full);
  // Also where nothing was graded: a problem that is not named would keep the points of an earlier submission.
  const known = new Set(visibleChecks(assignment, report.submission.track).map(({ suite }) => suite));
  const suites = loadRubric(assignment).suites.filter(({ id }) => known.has(id));
  const stages = suites.flatMap(({ id, title }) => {
    const checks = report.checks.filter(({ suite }) => suite === id);
    return checks.length ? [[title, Object.fromEntries(checks.map(toTest))] as const] : [];
  });
  const feedback = {
    _presentation: "semantic",
    stages: stages.map(([title]) => title),
    ...Object.fromEntries(stages),
  };
  const scores = suites.map(({ id, title }) => {
    const points = report.checks
      .filter(({ suite }) => suite === id)
      .reduce((sum, check) => sum + check.points, 0);
    return `${text(title)}: ${points}`;
  });
  const problem = report.status === "complete" ? [] : [report.message ?? report.status];
  return `${[...problem, ...courseLines(report), JSON.stringify(feedback), `{"scores": {${scores.join(", ")}}}`].join("\n")}\n`;
}

function toTest(check: CheckReport): [string, object] {
  if (check.status === "passed" && !check.decided) return [check.title, { passed: true }];
  return [check.title, { passed: check.status === "passed", hint: cut(explain(check), maxHint) }];
}

/**
 * As JSON, without a colon in it. Autolab's parseAutoresult (app/controllers/assessment/autograde.rb) puts every word before a
 * colon into quotation marks, also within a text.
 */
function text(words: string): string {
  return JSON.stringify(words).replaceAll(":", "\\u003a");
}
