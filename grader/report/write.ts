/** Writes a report, for programs and for people: valid, and whole or not at all. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { type Report, validateReport } from "./report.ts";

/**
 * @param file an absolute path; a file that is there is replaced
 * @throws Error when the report does not fit its schema: that is a fault of the grader
 */
export function writeReport(file: string, report: Report): void {
  const problem = validateReport(report);
  if (problem) throw new Error(`the report is not valid: ${problem}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileAtomic.sync(file, `${stringify(report)}\n`);
}

/** Where the page of a report goes: beside it. */
export function pageOf(file: string): string {
  return file.replace(/(\.json)?$/, ".html");
}

/** Writes the same report as a page. */
export async function writePage(file: string, report: Report): Promise<void> {
  // The page is drawn with libraries that nothing else needs.
  const { renderHtml } = await import("./html/index.ts");
  writeFileAtomic.sync(pageOf(file), renderHtml(report));
}

/** One line each, where JSON.stringify would give every number a line of its own. */
const numberList = /\[\n\s+(?:(?:-?[\d.]+(?:e[+-]?\d+)?|null|"(?:NaN|-?Infinity)"),?\n\s+)+\]/g;

/** As JSON.stringify, with lists of numbers on one line. (In a text, JSON has no line breaks: it is left alone.) */
function stringify(report: Report): string {
  return JSON.stringify(report, null, 2).replace(numberList, (list) =>
    list.replace(/^\[\s+|\s+\]$/g, (end) => end.trim()).replace(/\s+/g, " "),
  );
}
