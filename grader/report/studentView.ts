/** What students may see of a report. Whatever is not staff's alone is made from this. */

import { hasDecidedScore } from "./course.ts";
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
  const warnings = report.showsWarnings ? report.warnings.filter(({ check }) => !secret.has(check)) : [];
  // What belongs to a check says how it came out.
  const sections = report.sections.filter(({ check }) => !secret.has(check));
  if (!secret.size) return { report: { ...report, warnings }, hidden: 0 };
  const { course } = report;
  const decisions = course?.decisions.filter(({ check }) => !check || !secret.has(check)) ?? [];
  return {
    report: {
      ...report,
      ...(hasDecidedScore(report) ? {} : totals(checks, report.extraCredit?.aboveTotal ?? false)),
      checks,
      warnings,
      sections,
      // What counts in the end would tell the points of the hidden checks.
      ...(course && { course: { ...course, decisions, final: null } }),
    },
    hidden: secret.size,
  };
}
