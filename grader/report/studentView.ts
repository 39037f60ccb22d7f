/** What students may see of a report. Whatever is not staff's alone is made from this. */
import type { Report } from "./report.ts";
import { totals } from "./totals.ts";

export interface StudentView {
  /** Without the hidden checks; the totals are those of the others. */
  report: Report;
  /** How many checks are hidden. */
  hidden: number;
}

export function studentView(report: Report): StudentView {
  const checks = report.checks.filter(({ visibility }) => !visibility);
  const secret = new Set(report.checks.filter(({ visibility }) => visibility).map(({ id }) => id));
  const warnings = report.warnings.filter(({ check }) => !secret.has(check));
  // What belongs to a check says how it came out.
  const sections = report.sections.filter(({ check }) => !secret.has(check));
  return {
    report: secret.size
      ? { ...report, ...totals(checks, report.extraCredit?.aboveTotal ?? false), checks, warnings, sections }
      : report,
    hidden: secret.size,
  };
}
