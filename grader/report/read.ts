/** Reads reports that were written earlier. */
import { readFileSync } from "node:fs";
import type { Assignment } from "../assignment.ts";
import { UsageError } from "../submission/errors.ts";
import { type Report, validateReport } from "./report.ts";
import { upgrade } from "./upgrade.ts";

/** @throws UsageError in one line, when the file cannot be read or holds no valid report */
export function readReport(assignment: Assignment, file: string): Report {
  let report: unknown;
  try {
    report = upgrade(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new UsageError(`${file} is no report: ${(error as Error).message}`);
  }
  const problem = validateReport(report, assignment);
  if (problem) throw new UsageError(`${file} is no valid report: ${problem}`);
  return report as Report;
}
