/** The score report, as report.schema.json describes it. */
import type { Assignment, Track } from "../assignment.ts";
import type { CheckKind, Visibility } from "../rubric.ts";
import type { Course } from "./course.ts";
import type { Place } from "./place.ts";
import { problemOfSections, type ReportSection } from "./section.ts";
import { problemOfTotals } from "./totals.ts";
import { validator } from "./validate.ts";

export type ReportStatus = "complete" | "timed-out" | "rejected" | "fault";
export type CheckStatus = "passed" | "failed" | "todo" | "error" | "timeout" | "skipped" | "not-run";

/** What a check came to, in words. */
export interface CheckReport {
  id: string;
  /** Absent: students see it. */
  visibility?: Visibility;
  suite: string;
  title: string;
  kind: CheckKind;
  points: number;
  maxPoints: number;
  status: CheckStatus;
  durationMs: number;
  message: string | null;
  /** Of what is to do: the method that is not written yet, the check's own or one that it needs. */
  unwritten?: string;
  expected: string | null;
  received: string | null;
  where: Place | null;
  /** What the TypeScript compiler says about the code that failed, and what else is to be seen in it. */
  code?: CodeMessage[];
  hint: string | null;
  /** Of a check that passed: what could be better. Costs nothing, and nobody has to look at it. */
  advice?: string;
  output: string | null;
  /** How many lines were printed, where `output` holds only the first: its last line then says so. */
  outputLines?: number;
  /** What a person has decided about it; then `points` are that person's. */
  decided?: string;
  /** The numbers that were compared, where they are few enough to be looked at. */
  comparisons?: Comparison[];
}

export interface CodeMessage {
  file: string;
  line: number;
  message: string;
}

/** JSON has no number for the last three. */
export type Entry = number | "NaN" | "Infinity" | "-Infinity";

/** Two tensors that should have been the same. */
export interface Comparison {
  /** Such as "output" or "gradient of W". */
  name: string;
  /** For a gradient, `expected` was measured numerically, and `received` is what the submission derives. */
  kind: "values" | "gradient";
  shape: number[];
  /** In row-major order, as `received`. */
  expected: Entry[];
  received: Entry[];
  /** The places at which they differ by more than rounding. */
  differing: number[];
}

/** Something that a person should look at. It changes no score. */
export interface Warning {
  check: string;
  message: string;
  evidence: string;
}

/** What lies in a submission and was not read: its first files, and how many there are in all (or have been looked at). */
export interface Ignored {
  files: string[];
  count: number;
}

export interface Report {
  schemaVersion: 2;
  status: ReportStatus;
  message: string | null;
  submission: {
    name: string;
    track: Track | null;
    /** Of the files that were read; null when none was. */
    hash: string | null;
    ignored?: Ignored;
    /** How it was read, where that is not as the handout has it: a sentence each. */
    notes?: string[];
    /** The part of CS2470 is written, and there is no file that says so. */
    lacksMarker?: boolean;
  };
  /** Null after a fault: the submission has no score, least of all 0. */
  score: number | null;
  maxScore: number;
  percent: number | null;
  /** Where there are checks for extra credit: what they earned, and whether it may lift the score above the maximum. */
  extraCredit?: { points: number; aboveTotal: boolean };
  dataset: { name: string; title: string; train: number; test: number; hash: string | null } | null;
  seed: string;
  /** Null when nothing was run. */
  limits: { timeoutSeconds: number; memoryMb: number } | null;
  /** What made the report: the version of the package and of all its sources, and the rubric's hash. */
  grader: { version: string; rubric: string } | null;
  environment: { node: string; platform: string; tensor: string; isolation: string[] };
  startedAt: string;
  durationMs: number;
  /** The suites that the checks belong to, in order. */
  suites?: { id: string; title: string }[];
  checks: CheckReport[];
  warnings: Warning[];
  /** What the assignment adds. */
  sections: ReportSection[];
  manual: { id: string; title: string }[];
  /** What people and the course's rules make of it. Points that they have given are in `checks` and `score`. */
  course?: Course;
}

const fitsSchema = validator("report.schema.json");

/** Null for a valid report, whose points add up; else what is wrong with it. */
export function validateReport(report: unknown, assignment: Pick<Assignment, "sections">): string | null {
  return (
    fitsSchema(report) ?? problemOfTotals(report as Report) ?? problemOfSections(report as Report, assignment)
  );
}
