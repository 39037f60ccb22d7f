/** Writes a report in the formats that were asked for: each file whole or not at all. */

import { accessSync, constants, lstatSync, rmSync } from "node:fs";
import { dirname, sep } from "node:path";
import { makeFolder, reasonOf, WriteError, writeWhole } from "../../../data/writeWhole.ts";
import type { Assignment } from "../../assignment.ts";
import { UsageError } from "../../submission/errors.ts";
import type { Report } from "../report.ts";
import { type FormatName, formats } from "./index.ts";

/**
 * @param out the file of the only format; of several formats, each has its own extension in the place of this one's
 * @returns from each format to its file
 * @throws UsageError when `out` is a folder
 */
export function formatFiles(out: string, names: FormatName[]): Map<FormatName, string> {
  if (names.length === 1) return new Map([[names[0], out]]);
  if (lstatSync(out, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(isFolder(out));
  const stem = out.replace(/\.(json|xml|md|html|txt)$/i, "");
  return new Map(names.map((name) => [name, `${stem}${formats[name].extension}`]));
}

/**
 * Makes sure that a format for a service is asked for where that service is.
 * @throws UsageError in one line
 */
export function expectEnvironment(names: FormatName[]): void {
  for (const name of names) {
    const missing = formats[name].environment?.find((variable) => !process.env[variable]);
    if (missing)
      throw new UsageError(
        `--format ${name} is for where its service sets ${missing}, and that is not set here`,
      );
  }
}

/**
 * @throws Error when the report does not fit its schema: that is a fault of the grader
 * @throws UsageError when a file cannot be written there
 */
export async function writeFormats(
  files: Map<FormatName, string>,
  report: Report,
  assignment: Assignment,
): Promise<void> {
  for (const [name, file] of files) {
    expectWritable(file);
    if (report.score === null && formats[name].isScore) {
      rmSync(file, { force: true });
      continue;
    }
    const render = await formats[name].load();
    const text = render(report, assignment);
    await writeWhole(file, text).catch((error) => refuse(file, error));
  }
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
    makeFolder(dirname(file));
    accessSync(dirname(file), constants.W_OK);
    const there = lstatSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory()) throw new UsageError(isFolder(file));
    // A submission may have put a link there, to a file that is not to be written to.
    if (there && !there.isFile()) rmSync(file);
  });
}

function isFolder(file: string): string {
  return `The report cannot be written to ${file}: that is a folder. Name a file with --out`;
}

function attempt(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    refuse(file, error, ". Name another file with --out");
  }
}

function refuse(file: string, error: unknown, advice = ""): never {
  if (error instanceof UsageError || !(error as NodeJS.ErrnoException).code) throw error;
  const reason = error instanceof WriteError ? error.reason : reasonOf(error);
  throw new UsageError(`The report cannot be written to ${file}: ${reason}${advice}`);
}
