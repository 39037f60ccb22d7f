/** The report itself, as report.schema.json describes it: staff's, because nothing is left out. */
import { type Report, validateReport } from "../report.ts";

/** @throws Error when the report does not fit its schema: that is a fault of the grader */
export function renderJson(report: Report): string {
  const problem = validateReport(report);
  if (problem) throw new Error(`the report is not valid: ${problem}`);
  return `${JSON.stringify(report, null, 2)}\n`;
}
