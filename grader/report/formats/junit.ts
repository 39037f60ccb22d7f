/**
 * JUnit XML, in the dialect that Jenkins, GitLab and Surefire have in common (schemas/junit.xsd). JUnit knows of no points:
 * they are properties, `points` and `max-points`, of each case and suite, where its readers look for what is not theirs. For
 * students' eyes.
 */

import { create } from "xmlbuilder2";
import type { Assignment } from "../../assignment.ts";
import { loadRubric } from "../../rubric.ts";
import { courseLines } from "../course.ts";
import type { CheckReport, Report } from "../report.ts";
import { studentView } from "../studentView.ts";
import { pointsOf } from "../totals.ts";
import { explain } from "./explain.ts";

export function renderJunit(full: Report, assignment: Assignment): string {
  const { report } = studentView(full);
  const titles = new Map(loadRubric(assignment).suites.map(({ id, title }) => [id, title]));
  // XML has no control characters, not even escaped.
  const root = create({ version: "1.0", encoding: "UTF-8", invalidCharReplacement: "\ufffd" }).ele(
    "testsuites",
    {
      name: text(report.submission.name),
      ...counts(report.checks),
      time: seconds(report.durationMs),
    },
  );
  let isFirst = true;
  for (const suite of new Set(report.checks.map((check) => check.suite))) {
    const checks = report.checks.filter((check) => check.suite === suite);
    const element = root.ele("testsuite", {
      name: titles.get(suite) ?? suite,
      ...counts(checks),
      skipped: checks.filter(isSkipped).length,
      time: seconds(checks.reduce((sum, { durationMs }) => sum + durationMs, 0)),
      timestamp: report.startedAt.replace(/\.\d+Z$/, ""),
    });
    addPoints(element, checks);
    if (isFirst) for (const line of courseLines(report)) addDecision(element, line);
    isFirst = false;
    for (const check of checks) addCase(element, check);
  }
  if (report.status === "rejected" || report.status === "fault") {
    const counted = { tests: 1, failures: 0, errors: 1 };
    root
      .att(counted as never)
      .ele("testsuite", { name: "Submission", ...counted, skipped: 0, time: "0.000" })
      .ele("testcase", { name: text(report.submission.name), classname: "submission", time: "0.000" })
      .ele("error", { message: text(report.message ?? report.status), type: report.status });
  }
  return `${root.end({ prettyPrint: true })}\n`;
}

/** The library takes what looks like an entity (`&#0;`, `&x;`) for one, and leaves it alone. */
function text(words: string): string {
  return words.replaceAll("&", "&amp;");
}

type Element = ReturnType<ReturnType<typeof create>["ele"]>;

function addCase(suite: Element, check: CheckReport): void {
  const { id, title, status, message, durationMs, output } = check;
  const element = suite.ele("testcase", { name: text(title), classname: id, time: seconds(durationMs) });
  addPoints(element, [check]);
  if (isSkipped(check)) element.ele("skipped", { message: text(message ?? status) });
  else if (status !== "passed") {
    const kind = isError(check) ? "error" : "failure";
    element.ele(kind, { message: text(message ?? status), type: status }).txt(text(explain(check)));
  }
  if (check.decided) element.first().ele("property", { name: "decision", value: text(check.decided) });
  if (output) element.ele("system-out").txt(text(output));
}

/** The format has no place for the whole: what people have decided about it stands with the first suite. */
function addDecision(suite: Element, line: string): void {
  suite.first().ele("property", { name: "decision", value: text(line) });
}

function addPoints(parent: Element, checks: CheckReport[]): void {
  const { points, maxPoints } = pointsOf(checks);
  const properties = parent.ele("properties");
  properties.ele("property", { name: "points", value: points });
  properties.ele("property", { name: "max-points", value: maxPoints });
}

const isSkipped = ({ status }: CheckReport) => status === "skipped" || status === "not-run";
const isError = ({ status }: CheckReport) => status === "error" || status === "timeout";

function counts(checks: CheckReport[]) {
  return {
    tests: checks.length,
    failures: checks.filter(({ status }) => status === "failed" || status === "todo").length,
    errors: checks.filter(isError).length,
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
