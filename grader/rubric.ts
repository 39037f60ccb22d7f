/** The rubric: every check of the grader, in the order in which it is run. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Assignment, Track } from "./assignment.ts";
import { validator } from "./report/validate.ts";

export interface RubricCheck {
  id: string;
  suite: string;
  title: string;
  /** Where to look, such as "beras/layers.ts"; absent for checks of the whole submission. */
  file?: string;
  /** What is judged, such as "Dense.forward". */
  method?: string;
  points: Readonly<Record<Track, number | undefined>>;
  hint: string;
  /** Checks that have to pass first. */
  requires: string[];
  evenIfWrong: boolean;
  timeoutMs: number;
  /** Absent: everybody sees it, at once. Otherwise it is the staff's, until the service that shows it decides. */
  visibility?: Visibility;
}

/** Gradescope's names. Where nobody knows of due dates, all three mean: staff only. */
export type Visibility = "hidden" | "after_due_date" | "after_published";

export interface Rubric {
  suites: { id: string; title: string }[];
  checks: RubricCheck[];
  manual: { id: string; title: string; tracks: Track[] }[];
}

type FileCheck = Omit<RubricCheck, "timeoutMs" | "suite" | "requires" | "evenIfWrong"> &
  Partial<Pick<RubricCheck, "requires" | "evenIfWrong">> & { timeoutSeconds?: number };

/** The rubric as it stands in the file. */
interface RubricFile {
  suites: { id: string; title: string; checks: FileCheck[] }[];
  manual: Rubric["manual"];
}

/** For callers that are not handed an assignment yet. */
const beras = { rubric: join(__dirname, "assignment/rubric.json") };
const defaultTimeoutSeconds = 10;
const validate = validator("../rubric.schema.json");

/**
 * Reads and checks a rubric.
 * @throws Error in one line that says what is wrong where
 */
export function loadRubric({ rubric: path }: Pick<Assignment, "rubric"> = beras): Rubric {
  let file: RubricFile;
  try {
    file = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    // A parser quotes the place, line breaks and all.
    throw new Error(`rubric ${path}: ${(error as Error).message.replace(/\s+/g, " ")}`);
  }
  const problem = validate(file);
  if (problem) throw new Error(`rubric ${path}: ${problem}`);

  const checks = file.suites.flatMap((suite) =>
    suite.checks.map(
      ({ timeoutSeconds = defaultTimeoutSeconds, requires = [], evenIfWrong = false, ...check }) => ({
        ...check,
        requires,
        evenIfWrong,
        suite: suite.id,
        timeoutMs: timeoutSeconds * 1000,
      }),
    ),
  );
  const seen = new Set<string>();
  const hidden = new Set(checks.filter(({ visibility }) => visibility).map(({ id }) => id));
  for (const { id, suite, requires, visibility } of checks) {
    if (seen.has(id)) throw new Error(`rubric ${path}: the check ${id} is there twice`);
    if (!id.startsWith(`${suite}.`))
      throw new Error(`rubric ${path}: the check ${id} stands in the suite ${suite}`);
    const unknown = requires.find((required) => !seen.has(required));
    if (unknown) throw new Error(`rubric ${path}: ${id} requires ${unknown}, which does not come before it`);
    const secret = visibility ? undefined : requires.find((required) => hidden.has(required));
    if (secret) throw new Error(`rubric ${path}: ${id} is visible, and requires ${secret}, which is not`);
    seen.add(id);
  }
  return { suites: file.suites.map(({ id, title }) => ({ id, title })), checks, manual: file.manual };
}

/** Every track that has a check, in the order in which they are named first. */
export function tracksOf({ checks }: Rubric): Track[] {
  return [...new Set(checks.flatMap(({ points }) => Object.keys(points)))];
}

/** The checks that a track has, in order. */
export function checksOf(rubric: Rubric, track: Track): RubricCheck[] {
  return rubric.checks.filter((check) => check.points[track] !== undefined);
}
