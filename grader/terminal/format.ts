/** Formats reports for a terminal. */

import type { Assignment } from "../assignment.ts";
import { courseLines } from "../report/course.ts";
import { detailsOf } from "../report/describe.ts";
import type { Progress } from "../report/earlier.ts";
import { hasMoreHints } from "../report/hints.ts";
import {
  isMistake,
  leftOutFor,
  markerAdvice,
  type Next,
  nextStep,
  type SuiteState,
  suiteState,
  unwrittenIn,
} from "../report/next.ts";
import { cut } from "../report/plain.ts";
import type { CheckReport, Report } from "../report/report.ts";
import { renderSections } from "../report/section.ts";
import type { StudentView } from "../report/studentView.ts";
import { formatPoints, isSelection, pointsGraded, pointsOf } from "../report/totals.ts";
import { detailsOfWarning } from "../report/warning.ts";
import { loadRubric, type Rubric } from "../rubric.ts";
import { labels } from "../wording/labels.ts";
import { output as outputTexts } from "../wording/output.ts";
import { page } from "../wording/page.ts";
import { messages, next as nextTexts, progress as progressTexts } from "../wording/report.ts";
import { pc } from "./colors.ts";
import { beside, detail, hanging, heading, line, screenWidth } from "./layout.ts";

const maxOutputLines = 8;

const marks: Record<SuiteState, string> = {
  passed: pc.green("✓"),
  wrong: pc.red("✗"),
  todo: pc.yellow("○"),
  waiting: pc.yellow("-"),
  advice: pc.yellow("!"),
};

/** "  ✓ Layers                    13/13" */
export function formatSuite(title: string, checks: CheckReport[]): string {
  const { points, maxPoints } = pointsOf(checks);
  return line(`${marks[suiteState(checks)]} ${pc.bold(title)}`, `${points}/${maxPoints}`);
}

/** Lists unwritten methods: one line for the suite's own, one for those of others. Null if there are none. */
export function formatUnfinished(checks: CheckReport[], rubric: Rubric): string | null {
  const { own, others } = unwrittenIn(checks, rubric);
  const lines = [detail("to do", own.join(", ")), detail("waits for", others.join(", "))].filter(Boolean);
  return lines.length ? lines.join("\n") : null;
}

/**
 * Formats a failed check with all that helps, or a skipped one in a line. Returns null for the rest.
 * @param isBrief only names what costs no points
 */
export function formatCheck(check: CheckReport, isBrief = false): string | null {
  const { status, title, kind, message } = check;
  const score = formatPoints(check);
  if (status === "passed" || status === "todo") return null;
  if (status === "skipped" || status === "not-run") {
    return `${heading(`  ${pc.yellow("-")}`, title, score)}\n${detail("", message)}`;
  }
  const mark = kind === "graded" ? pc.red("✗") : pc.yellow("!");
  if (isBrief && !isMistake(check)) return heading(`  ${mark}`, title, score);
  const details = detailsOf(check, clip(check)).map(({ label, text }) => detail(label, text));
  return [heading(`  ${mark}`, title, score), ...details].join("\n");
}

/** What earlier reports tell. */
interface SinceBefore {
  progress?: Progress | null;
  nextSuite?: { id: string; title: string } | null;
}

/** Formats the score, and notes about it. */
export function formatSummary(
  { report, hidden }: StudentView,
  file: string,
  assignment: Assignment,
  { progress, nextSuite }: SinceBefore = {},
): string {
  const { status, message } = report;
  const lines = [""];
  lines.push(
    ...renderSections(report, ({ terminal }) => terminal, assignment).map((text) => hanging("  ", text)),
  );
  for (const warning of report.warnings) {
    lines.push(pc.yellow(hanging(`  ${labels.warning}: `, warning.message)));
    lines.push(...detailsOfWarning(warning).map(({ label, text }) => detail(label, text)));
  }
  // Shows only the first advice: the others usually follow from it.
  const advised = report.checks.find(({ advice }) => advice);
  if (advised) lines.push(hanging(`  ${labels.advice}: `, `${advised.advice} (${advised.title})`));
  for (const note of report.submission.notes ?? []) lines.push(hanging(`  ${labels.note}: `, note));
  for (const line of courseLines(report)) lines.push(hanging(`  ${labels.course}: `, line));
  lines.push(...nextLines(report, assignment, nextSuite));
  if (status !== "complete") lines.push(pc.red(hanging("  ", message ?? status)));
  if (progress) lines.push(hanging(`  ${labels.progress}: `, progressTexts.line(progress)));
  lines.push(...scoreLines(report));
  if (hidden) lines.push(hanging("  ", messages["hidden-checks"]({ count: hidden })));
  lines.push(hanging("  Report: ", file));
  return lines.join("\n");
}

/** The next step, if it is known. */
function nextLines(report: Report, assignment: Assignment, nextSuite: SinceBefore["nextSuite"]): string[] {
  const { status, checks } = report;
  const step = nextStep(checks, loadRubric(assignment));
  if (step) {
    const lines = [hanging(`  ${labels.next}: `, formatNext(step))];
    const { suite } = step.check;
    const leftOut = step.kind === "fix" ? leftOutFor(step.check, checks, loadRubric(assignment)) : [];
    if (leftOut.length) lines.push(hanging("        ", messages["left-out"]({ suites: leftOut })));
    // Worth saying once the command would be repeated, unless the user already gives this option.
    if (!isSelection(report)) lines.push(pc.dim(hanging("        ", nextTexts["grade-alone"]({ suite }))));
    if (step.kind === "fix" && hasMoreHints(step.check))
      lines.push(pc.dim(hanging("        ", nextTexts["more-hints"])));
    if (report.submission.lacksMarker && !isSelection(report))
      lines.push(hanging("        ", markerAdvice(assignment)));
    return lines;
  }
  if (status !== "complete") return [];
  if (isSelection(report)) {
    const command = nextSuite ? nextTexts["grade-next"](nextSuite) : nextTexts["grade-all"];
    return [hanging(`  ${labels.next}: `, command)];
  }
  return [
    hanging(
      `  ${labels.next}: `,
      nextTexts["hand-in"]({ document: assignment.handIn.documentNames[0]?.at(-1) }),
    ),
    ...(report.submission.lacksMarker ? [hanging("        ", markerAdvice(assignment))] : []),
  ];
}

function scoreLines(report: Report): string[] {
  const { score, maxScore, percent, submission } = report;
  const by = `${submission.track}, ${page["by-machine"]}`;
  if (!isSelection(report)) return [beside(formatScore(report), `(${percent}%, ${by})`)];
  return [
    beside(formatScore(report), `(${by})`),
    pc.dim(hanging("  ", messages["not-the-score"]({ score, maxScore }))),
  ];
}

/** "  Score 58/100". A selection of suites has no score, only "  9/22 points in what was graded". */
export function formatScore(report: Report): string {
  const { score, maxScore, percent } = report;
  if (isSelection(report)) {
    return `  ${pc.bold(messages["part-of-score"](pointsGraded(report)))} ${messages["in-part"]}`;
  }
  const color = (percent ?? 0) >= 100 ? pc.green : (percent ?? 0) < 50 ? pc.yellow : pc.cyan;
  return `  ${pc.bold(color(`Score ${score}/${maxScore}`))}`;
}

/** "fix Queue.push in lib/queue.ts", or "Queue.push in lib/queue.ts" if it is unwritten. */
export function formatNext(next: Next): string {
  const place = nextTexts.method(next);
  if (next.kind === "write") return place || next.check.title;
  return place ? nextTexts.fix({ what: place }) : nextTexts["fix-check"]({ title: next.check.title });
}

/** The first lines of the output, and the number of all lines. */
function clip({ output, outputLines }: CheckReport): string | null {
  if (!output) return null;
  const kept = output.trimEnd().split("\n");
  // The line below takes the place of the last one.
  if (outputLines !== undefined) kept.pop();
  const width = screenWidth() - 16;
  const shown = kept
    .slice(0, maxOutputLines)
    .map((text) => (text.length > width ? `${cut(text, width - 3)}...` : text));
  const count = outputLines ?? kept.length;
  return [...shown, ...(count > shown.length ? [outputTexts["lines-in-all"]({ count })] : [])].join("\n");
}
