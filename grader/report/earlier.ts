/**
 * The reports of earlier runs beside the new one. They are for a student's own runs: hints come in stages, progress shows, and a
 * run of a part never replaces the report of a whole run.
 */
import { existsSync } from "node:fs";
import type { Assignment } from "../assignment.ts";
import { type HintStages, stagesOf } from "./hints.ts";
import { readReport } from "./read.ts";
import type { CheckReport, Report } from "./report.ts";
import { studentView } from "./studentView.ts";

/** "report.json" -> "report.part.json" */
export const partOf = (file: string): string => file.replace(/\.[^.]*$/, ".part$&");

/** It was graded to its end, and nothing was left out. */
export function isWhole({ status, checks }: Report): boolean {
  return status === "complete" && checks.every((check) => check.status !== "not-run");
}

export interface Progress {
  /** Of whole runs. */
  score: { before: number; after: number } | null;
  /** Checks, by id. */
  right: string[];
  wrong: string[];
}

export class EarlierReports {
  /** The newest comes first. */
  private readonly reports: Report[];

  /** @param file where the report of a whole run is kept */
  constructor(assignment: Assignment, file: string) {
    this.reports = [file, partOf(file)]
      .flatMap((path) => readIfValid(assignment, path) ?? [])
      .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  }

  /** Whether this report would replace a better one. */
  mustStandBeside(report: Report): boolean {
    return !isWhole(report) && this.reports.some(isWhole);
  }

  /** How much each check of a submission has told. */
  hintStages(submission: Named): HintStages {
    const [newest] = this.of(submission);
    return newest ? stagesOf(newest) : new Map();
  }

  /** What has changed since the last run of the same checks. Null if nothing has, or there was none. */
  progress(report: Report): Progress | null {
    const earlier = this.of(report.submission);
    const whole = isWhole(report) ? earlier.find(isWhole) : undefined;
    const base = whole ? [whole] : earlier;
    const changed = report.checks.filter(wasRun).flatMap((check) => {
      const before = base.flatMap(({ checks }) => checks.filter(({ id }) => id === check.id)).find(wasRun);
      return before && isRight(before) !== isRight(check) ? [check] : [];
    });
    if (changed.length === 0) return null;
    const [before, after] = [whole, report].map((one) => one && studentView(one).report.score);
    const ids = (checks: CheckReport[]) => checks.filter(({ visibility }) => !visibility).map(({ id }) => id);
    return {
      score: whole && typeof before === "number" && typeof after === "number" ? { before, after } : null,
      right: ids(changed.filter(isRight)),
      wrong: ids(changed.filter((check) => !isRight(check))),
    };
  }

  /** Of a run of some suites: the one after them, in the rubric's order, that is not known to be done. */
  nextSuite({ suites = [], submission, checks }: Report): Titled | null {
    const newest = this.of(submission);
    const isDone = (id: string) =>
      newest.some((report) =>
        report.checks.every(({ suite, status }) => suite !== id || status === "passed"),
      );
    const wasGraded = ({ id }: Titled) => checks.some((check) => check.suite === id && wasRun(check));
    const last = suites.findLastIndex(wasGraded);
    return suites.slice(last + 1).find(({ id }) => !isDone(id)) ?? null;
  }

  private of({ name, track }: Named): Report[] {
    return this.reports.filter(({ submission }) => submission.name === name && submission.track === track);
  }
}

type Titled = { id: string; title: string };
type Named = Pick<Report["submission"], "name" | "track">;

const wasRun = ({ status }: CheckReport) => status !== "not-run";
const isRight = ({ status }: CheckReport) => status === "passed";

/** A file that is no valid report, or that an older grader wrote, counts for nothing. */
function readIfValid(assignment: Assignment, file: string): Report | null {
  try {
    return existsSync(file) ? readReport(assignment, file) : null;
  } catch {
    return null;
  }
}
