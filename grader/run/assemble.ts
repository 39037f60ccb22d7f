/** From what the checks came to, to the report. Whatever is not known to have passed is worth nothing. */
import { stripVTControlCharacters } from "node:util";
import { implementation } from "#tensor";
import type { Track } from "../contract.ts";
import { type CheckReport, type Report, type ReportStatus, totals } from "../report/report.ts";
import { describe, explain } from "../report/wording.ts";
import { checksOf, type Rubric, type RubricCheck } from "../rubric.ts";
import { isolationLayers } from "../sandbox/launch.ts";
import type { Submission } from "../submission/locate.ts";
import type { CheckResult } from "./suiteRun.ts";

interface Parts {
  rubric: Rubric;
  submission: Pick<Submission, "name" | "track">;
  seed: string;
  only: string[];
  startedAt: Date;
  status: ReportStatus;
  message: string | null;
  results: Map<string, CheckResult>;
  trainings: Report["accuracy"];
  warnings: Report["warnings"];
  dataset: Report["dataset"];
}

export function assembleReport(parts: Parts): Report {
  const { rubric, submission, only, startedAt, status, results } = parts;
  const checks = checksOf(rubric, submission.track).map((row) => {
    const result = results.get(row.id);
    if (result) return toCheckReport(row, submission.track, result);
    const reason =
      only.length && !only.includes(row.suite)
        ? `not selected: only ${only.join(", ")}`
        : status === "timed-out"
          ? "not reached in time"
          : "not run";
    const notRun: CheckResult = {
      lines: 0,
      id: row.id,
      status: "not-run",
      failure: { code: "not-run", reason },
      durationMs: 0,
      output: "",
    };
    return toCheckReport(row, submission.track, notRun);
  });
  return {
    schemaVersion: 1,
    status,
    message: parts.message,
    submission: { name: submission.name, track: submission.track },
    ...totals(checks),
    dataset: parts.dataset,
    seed: parts.seed,
    environment: environment(),
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    checks,
    warnings: parts.warnings,
    accuracy: parts.trainings,
    manual: rubric.manual
      .filter(({ tracks }) => tracks.includes(submission.track))
      .map(({ id, title }) => ({ id, title })),
  };
}

/** The report on something that cannot be graded at all. */
export function rejectedReport(name: string, track: Track | null, seed: string, message: string): Report {
  return {
    schemaVersion: 1,
    status: "rejected",
    message,
    submission: { name, track },
    score: 0,
    maxScore: 0,
    percent: 0,
    dataset: null,
    seed,
    environment: environment(),
    startedAt: new Date().toISOString(),
    durationMs: 0,
    checks: [],
    warnings: [],
    accuracy: { simple: null, advanced: null },
    manual: [],
  };
}

/** One check of the report, in words. */
export function toCheckReport(row: RubricCheck, track: Track, result: CheckResult): CheckReport {
  const maxPoints = row.points[track] ?? 0;
  const words = result.failure
    ? describe(result.failure, row.method)
    : { message: null, expected: null, received: null };
  const threwAt = result.failure?.code === "threw" ? result.failure.where : null;
  const where = [threwAt ?? row.file, row.method].filter(Boolean).join("  ");
  return {
    id: row.id,
    suite: row.suite,
    title: row.title,
    points: result.status === "passed" ? maxPoints : 0,
    maxPoints,
    status: result.status,
    durationMs: result.durationMs,
    message: plain(words.message),
    expected: plain(words.expected),
    received: plain(words.received),
    where: result.failure && where ? where : null,
    hint: result.failure ? [explain(result.failure), row.hint].filter(Boolean).join(" ") : null,
    output: outputOf(result),
  };
}

/** Without what would move a cursor or colour a terminal: parts of it are a submission's own words. */
function plain(text: string | null): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text === null ? null : stripVTControlCharacters(text).replace(/[\x00-\x08\x0b-\x1f\x7f]/g, "");
}

function outputOf({ output, lines }: CheckResult): string | null {
  if (!output) return null;
  const shown = output.split("\n").length - 1;
  return plain(lines > shown ? `${output.trimEnd()}\n... (${lines} lines in all)\n` : output);
}

function environment(): Report["environment"] {
  return {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    tensor: implementation(),
    isolation: isolationLayers(),
  };
}
