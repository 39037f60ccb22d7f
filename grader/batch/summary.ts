/** summary.json: a class in figures. Its fields are in summary.schema.ts. */
import type { Static } from "@sinclair/typebox";
import type { Track } from "../assignment.ts";
import { validator } from "../report/validate.ts";
import type { Rubric } from "../rubric.ts";
import type { Settings } from "./job.ts";
import type { Person } from "./roster/roster.ts";
import type { Row } from "./row.ts";
import { compareAll } from "./similarity/compare.ts";
import type { Print } from "./similarity/print.ts";
import type * as schema from "./summary.schema.ts";

export type Summary = Static<typeof schema.summary>;
export type ScoreStatistics = Static<typeof schema.scoreStatistics>;
export type Mistake = Static<typeof schema.mistake>;
export type CheckStatistics = Static<typeof schema.checkStatistics>;

/** Returns null for a valid summary, else what is wrong with it. */
export const validateSummary = validator("../batch/summary.schema.json");

const shownSlowest = 10;

export function summarize(
  rows: Row[],
  about: {
    rubric: Rubric;
    settings: Settings;
    startedAt: Date;
    durationMs: number;
    leftOut: string[];
    roster?: { missing: Person[]; unlisted: string[] };
  },
): Summary {
  const graded = rows.filter(({ status, isFault }) => status !== "rejected" && !isFault);
  const rejected = rows.filter((row) => !graded.includes(row));
  const prints = rows.flatMap(({ name, print }): [string, Print][] => (print ? [[name, print]] : []));
  const similarity = compareAll(new Map(prints));
  return {
    schemaVersion: 1,
    startedAt: about.startedAt.toISOString(),
    durationMs: Math.round(about.durationMs),
    settings: about.settings,
    counts: {
      submissions: rows.length,
      graded: graded.length,
      takenOver: rows.filter(({ isTakenOver }) => isTakenOver).length,
      rejected: rejected.filter(({ isFault }) => !isFault).length,
      timedOut: graded.filter(({ status }) => status === "timed-out").length,
      faults: rejected.filter(({ isFault }) => isFault).length,
    },
    scores: about.rubric.tracks
      .map(({ id }) =>
        statistics(
          id,
          graded.filter(({ track }) => track === id),
        ),
      )
      .filter(({ count }) => count > 0),
    checks: checkStatistics(graded, about.rubric),
    mistakes: mistakesOf(graded),
    slowest: [...graded]
      .sort((a, b) => b.durationMs - a.durationMs)
      .slice(0, shownSlowest)
      .map(({ name, durationMs }) => ({ name, durationMs })),
    warnings: rows.flatMap(({ name, warnings }) => warnings.map((warning) => ({ name, ...warning }))),
    ...similarity,
    rejected: rejected.map(({ name, message }) => ({ name, message: message ?? "rejected" })),
    leftOut: about.leftOut,
    ...(about.roster && {
      missing: about.roster.missing.map(({ name, ids, email, section }) => ({
        name,
        id: ids[0] ?? "",
        email,
        section,
      })),
      unlisted: about.roster.unlisted,
    }),
  };
}

function statistics(track: Track, rows: Row[]): ScoreStatistics {
  const scores = rows.map(({ score }) => score).sort((a, b) => a - b);
  const count = scores.length;
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, count);
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / Math.max(1, count);
  const middle = (scores[Math.floor((count - 1) / 2)] + scores[Math.floor(count / 2)]) / 2;
  return {
    track,
    count,
    maxScore: Math.max(0, ...rows.map(({ maxScore }) => maxScore)),
    mean: round(mean),
    median: round(middle || 0),
    min: scores[0] ?? 0,
    max: scores.at(-1) ?? 0,
    standardDeviation: round(Math.sqrt(variance)),
  };
}

function checkStatistics(rows: Row[], rubric: Rubric): CheckStatistics[] {
  return rubric.checks
    .map(({ id, title }) => {
      const having = rows.filter(({ checks }) => checks.includes(id));
      const statuses: Record<string, number> = {};
      for (const { lost } of having) if (lost[id]) statuses[lost[id]] = (statuses[lost[id]] ?? 0) + 1;
      const countOf = (...names: string[]) => names.reduce((sum, name) => sum + (statuses[name] ?? 0), 0);
      const [lost, failed] = [countOf(...Object.keys(statuses)), countOf("failed", "error", "timeout")];
      return { id, title, count: having.length, lost, failed, statuses };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.failed - a.failed || b.lost - a.lost);
}

function mistakesOf(rows: Row[]): Mistake[] {
  const found = new Map<string, Mistake>();
  for (const { name, mistakes } of rows) {
    for (const { check, code, method, message, hint } of mistakes) {
      const key = `${code} ${method ?? check}`;
      const known = found.get(key) ?? { code, method, message, hint, checks: [], submissions: [] };
      found.set(key, known);
      if (!known.checks.includes(check)) known.checks.push(check);
      if (!known.submissions.includes(name)) known.submissions.push(name);
    }
  }
  return [...found.values()].sort((a, b) => b.submissions.length - a.submissions.length);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
