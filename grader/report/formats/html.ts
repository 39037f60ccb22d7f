/** The page that students look at. */
import { renderHtml } from "../html/index.ts";
import type { Report } from "../report.ts";
import { studentView } from "../studentView.ts";

export function renderPage(report: Report): string {
  return renderHtml(studentView(report).report);
}
