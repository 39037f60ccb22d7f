/** Reads the course's files: roster, overrides, late policy and points by hand. Mistakes in them are reported before grading. */
import { type Assignment, trackIds } from "../../assignment.ts";
import type { Report } from "../../report/report.ts";
import type { Rubric } from "../../rubric.ts";
import type { Found } from "../find.ts";
import { matchRoster } from "../roster/match.ts";
import { type Person, type Roster, readRoster } from "../roster/roster.ts";
import { canvasImport, gradesOf, moodleWorksheet } from "../roster/sheets.ts";
import type { Row } from "../row.ts";
import { decide, overridesBy } from "./decide.ts";
import { readHandGraded } from "./handGraded.ts";
import { readLatePolicy } from "./latePolicy.ts";
import { readOverrides } from "./overrides.ts";

/** The paths of the files. */
export interface CourseFiles {
  roster?: string;
  overrides?: string;
  late?: string;
  handGraded?: string;
}

export interface CourseRoster {
  roster: Roster;
  missing: Person[];
  unlisted: string[];
}

/**
 * @returns the submissions with their people, and a function that applies the course's rules to a report
 * @throws UsageError in one line, when a file cannot be read or is inconsistent
 */
export function readCourse(
  assignment: Assignment,
  found: Found[],
  rubric: Rubric,
  files: CourseFiles,
): { submissions: Found[]; roster?: CourseRoster; decide(report: Report, found: Found): Report } {
  const roster = files.roster === undefined ? undefined : readRoster(files.roster, trackIds(assignment));
  const matched = roster && matchRoster(found, roster);
  const submissions = matched?.submissions ?? found;
  const overrides = files.overrides === undefined ? [] : readOverrides(files.overrides, rubric);
  const rules = {
    overrides,
    latePolicy: files.late === undefined ? null : readLatePolicy(files.late),
    handGrades:
      files.handGraded === undefined
        ? () => []
        : readHandGraded(files.handGraded, rubric.manual, submissions),
  };
  const by = overridesBy(overrides, submissions, matched?.missing);
  return {
    submissions,
    ...(roster && matched && { roster: { roster, missing: matched.missing, unlisted: matched.unlisted } }),
    decide: (report, one) => decide(assignment, report, one, by.get(one.name) ?? [], rules),
  };
}

/** The gradebook for the LMS that wrote the roster, by file name. */
export function lmsSheets({ roster }: CourseRoster, rows: Row[], assignment: string): Record<string, string> {
  if (roster.kind === "canvas") return { "canvas.csv": canvasImport(roster, gradesOf(rows), assignment) };
  return roster.kind === "moodle" ? { "moodle.csv": moodleWorksheet(roster, gradesOf(rows)) } : {};
}
