/** The report itself, as report.schema.json describes it: staff's, because nothing is left out. */
import type { Assignment } from "../../assignment.ts";
import { type Report, validateReport } from "../report.ts";

/** @throws Error when the report does not fit its schema: that is a fault of the grader */
export function renderJson(report: Report, assignment: Assignment): string {
  const problem = validateReport(report, assignment);
  if (problem) throw new Error(`the report is not valid: ${problem}`);
  return `${stringify(report)}\n`;
}

/** One line each, where JSON.stringify would give every number a line of its own. */
const numberList = /\[\n\s+(?:(?:-?[\d.]+(?:e[+-]?\d+)?|null|"(?:NaN|-?Infinity)"),?\n\s+)+\]/g;

/** As JSON.stringify, with lists of numbers on one line. (In a text, JSON has no line breaks: it is left alone.) */
function stringify(report: Report): string {
  return JSON.stringify(report, null, 2).replace(numberList, (list) =>
    list.replace(/^\[\s+|\s+\]$/g, (end) => end.trim()).replace(/\s+/g, " "),
  );
}
