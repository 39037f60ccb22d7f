/** A report in Markdown: for a comment, a summary of a workflow, a page. */
import type { Assignment } from "../../assignment.ts";
import { loadRubric } from "../../rubric.ts";
import { services } from "../../wording/page.ts";
import { courseLines } from "../course.ts";
import { markerAdvice, type SuiteState, suiteState } from "../next.ts";
import type { Report } from "../report.ts";
import { renderSections } from "../section.ts";
import { type StudentView, studentView } from "../studentView.ts";
import { formatPoints, pointsOf } from "../totals.ts";
import { explain } from "./explain.ts";

const marks: Record<SuiteState, string> = { passed: "✓", wrong: "✗", todo: "○", waiting: "–", advice: "!" };

/** What students may see. */
export function renderMarkdown(full: Report, assignment: Assignment): string {
  const view = studentView(full);
  const { report } = view;
  const lines = [`# ${escapeMarkdown(report.submission.name)}`, "", markdownSummary(view, assignment)];
  const suites = loadRubric(assignment).suites.filter(({ id }) =>
    report.checks.some(({ suite }) => suite === id),
  );
  if (suites.length) lines.push("", "| | points |", "| --- | ---: |");
  for (const { id, title } of suites) {
    const checks = report.checks.filter(({ suite }) => suite === id);
    const { points, maxPoints } = pointsOf(checks);
    lines.push(`| ${marks[suiteState(checks)]} ${escapeMarkdown(title)} | ${points}/${maxPoints} |`);
  }
  for (const check of report.checks) {
    const text = explain(check);
    if (!text) continue;
    lines.push("", `### ${escapeMarkdown(check.title)} (${formatPoints(check)})`, "", fenced(text));
  }
  return `${lines.join("\n")}\n`;
}

/** The score, and what to know about it. */
export function markdownSummary({ report, hidden }: StudentView, assignment: Assignment): string {
  const { score, maxScore, percent, submission, status, message } = report;
  const lines = [
    score === null
      ? "**No score**"
      : `**Score ${score}/${maxScore}** (${percent}%${submission.track ? `, ${submission.track}` : ""})`,
  ];
  if (status !== "complete" || message) lines.push(fenced(message ?? status));
  for (const note of submission.notes ?? []) lines.push(fenced(note));
  for (const line of courseLines(report)) lines.push(fenced(line));
  if (submission.lacksMarker) lines.push(fenced(markerAdvice(assignment)));
  lines.push(...renderSections(report, ({ markdown }) => markdown, assignment));
  if (hidden) lines.push(services["more-hidden"]({ count: hidden }));
  return lines.join("\n\n");
}

/** A block of code that its content cannot end, whatever it is. */
export function fenced(text: string): string {
  let fence = "```";
  for (const [run] of text.matchAll(/`+/g)) if (run.length >= fence.length) fence = `${run}\``;
  return `${fence}text\n${text}\n${fence}`;
}

/** Text in which nothing means anything to Markdown, on one line. */
function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>()#+\-.!|~&]/g, (sign) => `\\${sign}`);
}
