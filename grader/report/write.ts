/** Writes a report: valid, and whole or not at all. */
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
  writeFileAtomic.sync(file, `${JSON.stringify(report, null, 2)}\n`);
}
