/** Writes a report: valid, and whole or not at all. */
import { lstatSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { UsageError } from "../submission/errors.ts";
import { type Report, validateReport } from "./report.ts";

/**
 * @param file an absolute path; a file that is there is replaced
 * @throws Error when the report does not fit its schema: that is a fault of the grader
 * @throws UsageError when it cannot be written there
 */
export function writeReport(file: string, report: Report): void {
  const problem = validateReport(report);
  if (problem) throw new Error(`the report is not valid: ${problem}`);
  expectWritable(file);
  attempt(file, () => writeFileAtomic.sync(file, `${JSON.stringify(report, null, 2)}\n`));
}

/**
 * Makes sure, before anything is graded, that a report can be written.
 * @throws UsageError in one line
 */
export function expectWritable(file: string): void {
  attempt(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    const there = lstatSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory())
      throw new UsageError(
        `The report cannot be written to ${file}: that is a folder. Name a file with --out`,
      );
    // A submission may have put a link there, to a file that is not to be written to.
    if (there && !there.isFile()) rmSync(file);
  });
}

function attempt(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code) throw error;
    throw new UsageError(`The report cannot be written to ${file}: ${message}`);
  }
}
