/** summary.json: a class in figures. */
import { Type } from "@sinclair/typebox";
import { checkStatuses } from "../report/check.schema.ts";
import { warning } from "../report/report.schema.ts";
import { amount, count, document, mapOf, nullable, record } from "../schemas/build.ts";
import { settings } from "./job.schema.ts";

const name = Type.String();
const names = (options = {}) => Type.Array(name, options);

export const scoreStatistics = record({
  track: Type.String(),
  count: count(),
  maxScore: amount(),
  mean: amount(),
  median: amount(),
  min: amount(),
  max: amount(),
  standardDeviation: amount(),
});

export const checkStatistics = record({
  id: Type.String(),
  title: Type.String(),
  count: count({ description: "submissions that have the check" }),
  lost: count({ description: "of these, how many did not pass it" }),
  failed: count({
    description: "of the lost ones, without those that are unwritten or skipped",
  }),
  statuses: mapOf(count(), {
    description: "of the lost ones, how many of each status",
    propertyNames: { enum: checkStatuses.filter((status) => status !== "passed") },
  }),
});

export const mistake = record({
  code: Type.String({ description: "as in the reports" }),
  method: nullable(Type.String({ description: "where students are sent to look" })),
  message: Type.String({ description: "of the first of these submissions" }),
  hint: nullable(Type.String()),
  checks: names({ minItems: 1, description: "that failed for it" }),
  submissions: names({ minItems: 1 }),
});

export const alike = record({
  names: Type.Unsafe<[string, string]>(names({ minItems: 2, maxItems: 2 })),
  share: Type.Number({
    minimum: 0,
    maximum: 1,
    description: "the share of the shorter one's own code that is also in the other one",
  }),
  passages: names({
    description: "the longest passages in common, such as lib/queue.ts:30-52 and lib/queue.ts:28-50",
  }),
});

export const summary = document(
  "summary-1",
  { title: "Summary of a batch", description: "What `npm run grade:batch` says about a class" },
  {
    schemaVersion: Type.Literal(1),
    startedAt: Type.String({ description: "ISO 8601" }),
    durationMs: count(),
    settings,
    counts: record({
      submissions: count(),
      graded: count(),
      takenOver: count({
        description: "not graded again: the result existed, or another submission is identical",
      }),
      rejected: count(),
      timedOut: count(),
      faults: count({ description: "the grader failed: no score" }),
    }),
    scores: Type.Array(scoreStatistics),
    checks: Type.Array(checkStatistics, { description: "those that fail most come first" }),
    mistakes: Type.Array(mistake, {
      description:
        "why checks failed: the same code at the same method is one mistake. The most frequent first",
    }),
    slowest: Type.Array(record({ name, durationMs: count() })),
    warnings: Type.Array(record({ name, ...warning.properties })),
    identical: Type.Array(names({ minItems: 2 }), {
      description: "submissions with the same code, apart from comments and layout",
    }),
    untouched: names({ description: "submissions that are the stencil without changes" }),
    similar: Type.Array(alike, {
      description: "pairs whose code is nearly the same; evidence for a person, not a verdict",
    }),
    rejected: Type.Array(record({ name, message: Type.String() }), {
      description: "submissions without a score, and why",
    }),
    leftOut: names({ description: "files and folders that are not submissions" }),
    missing: Type.Optional(
      Type.Array(record({ name, id: Type.String(), email: Type.String(), section: Type.String() }), {
        description: "people of the roster who handed in nothing",
      }),
    ),
    unlisted: Type.Optional(names({ description: "submissions with a student who is not in the roster" })),
  },
);
