/** The page that students look at. */
import type { Assignment } from "../../assignment.ts";
import { renderHtml } from "../html/index.ts";
import type { Report } from "../report.ts";
import { studentView } from "../studentView.ts";

export function renderPage(report: Report, assignment: Assignment): string {
  return renderHtml(studentView(report).report, assignment);
}
