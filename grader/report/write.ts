/** Writes a report: valid, and whole or not at all. */
import { lstatSync, mkdirSync, rmSync } from "node:fs";
import { dirname, sep } from "node:path";
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
 * @param submission the submission's folder, when the report may lie in it: then no link may lead it out again
 * @throws UsageError in one line
 */
export function expectWritable(file: string, submission?: string): void {
  attempt(file, () => {
    if (submission && file.startsWith(submission + sep)) {
      for (let folder = dirname(file); folder !== submission; folder = dirname(folder)) {
        if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink())
          throw new UsageError(
            `The report cannot be written to ${file}: ${folder} is a link of the submission's`,
          );
      }
    }
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
