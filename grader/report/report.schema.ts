/** The score report. */
import { Type } from "@sinclair/typebox";
import { amount, count, document, hash, nullable, oneOf, record } from "../schemas/build.ts";
import { check, place } from "./check.schema.ts";
import { course } from "./course.schema.ts";

export const status = oneOf(["complete", "timed-out", "rejected", "fault"], {
  description:
    "timed-out: the time limit or an interruption ended the run; finished checks count. rejected: not graded. fault: the grader failed, or its data is damaged; there is no score",
});

export const warning = record({
  check: Type.String(),
  code: Type.Optional(Type.String({ description: "for tools" })),
  message: Type.String(),
  evidence: Type.String({ description: "what was measured" }),
  where: Type.Optional(nullable(place)),
  meaning: Type.Optional(Type.String({ description: "what it may mean, innocent causes included" })),
  lookFurther: Type.Optional(Type.String({ description: "how a person can find out" })),
});

export const ignored = record(
  { files: Type.Array(Type.String()), count: count() },
  { description: "files that were not read: the first ones, and the total number" },
);

export const section = record({
  kind: Type.String(),
  check: Type.String({ description: "the check that it belongs to" }),
  data: Type.Unknown(),
});

const titled = record({ id: Type.String(), title: Type.String() });

const submission = record({
  name: Type.String(),
  track: nullable(Type.String({ description: "its id in the rubric" })),
  hash: nullable(hash({ description: "of the files that were read; null if there are none" })),
  ignored: Type.Optional(ignored),
  notes: Type.Optional(
    Type.Array(Type.String(), {
      description: "how the submission was read, if its layout differs from the handout: a sentence each",
    }),
  ),
  lacksMarker: Type.Optional(
    Type.Boolean({
      description: "whether the code of another track is written, but its marker file is missing",
    }),
  ),
});

export const report = document(
  "report-2",
  { title: "Score report", description: "What `npm run grade` writes about one submission" },
  {
    schemaVersion: Type.Literal(2),
    status,
    message: nullable(Type.String({ description: "why the status is not complete" })),
    code: Type.Optional(
      Type.String({ description: "of a rejected submission: why, as a code of grader/wording/handIn.ts" }),
    ),
    submission,
    score: nullable(amount({ description: "null after a fault, and only then" })),
    maxScore: amount(),
    percent: nullable(amount({ description: "above 100 by extra credit only" })),
    extraCredit: Type.Optional(
      record(
        {
          points: amount(),
          aboveTotal: Type.Boolean({ description: "whether it may lift the score above the maximum" }),
        },
        { description: "the result of checks for extra credit, if there are any" },
      ),
    ),
    dataset: nullable(
      record(
        {
          name: Type.String(),
          title: Type.String({ description: "the name for people" }),
          train: Type.Integer({ minimum: 1 }),
          test: Type.Integer({ minimum: 1 }),
          hash: nullable(hash({ description: "of its bytes; null in reports of version 1" })),
        },
        { description: "null: no check that ran needed one" },
      ),
    ),
    seed: Type.String(),
    limits: nullable(
      record(
        {
          timeoutSeconds: Type.Number({ exclusiveMinimum: 0 }),
          memoryMb: Type.Number({ exclusiveMinimum: 0 }),
        },
        { description: "null when nothing was run" },
      ),
    ),
    grader: nullable(
      record(
        {
          version: Type.String({
            description: "the package's, and a hash of the grader's sources, suites and packages",
          }),
          rubric: hash({ description: "of the rubric's text" }),
        },
        { description: "what made the report; null in reports of version 1" },
      ),
    ),
    environment: record({
      node: Type.String(),
      platform: Type.String(),
      tensor: Type.String({ description: "the implementation of the tensor module" }),
      isolation: Type.Array(Type.String()),
    }),
    startedAt: Type.String({ description: "ISO 8601" }),
    durationMs: count(),
    suites: Type.Optional(
      Type.Array(titled, { description: "the suites that the checks belong to, in order" }),
    ),
    checks: Type.Array(check),
    warnings: Type.Array(warning, {
      description: "for a person to look at; they change no score",
    }),
    showsWarnings: Type.Optional(
      Type.Boolean({ description: "whether students see the warnings, too: a policy of the rubric" }),
    ),
    sections: Type.Array(section, {
      description: "what the assignment adds; data follows the schema of its kind",
    }),
    manual: Type.Array(titled, { description: "graded by a person; not part of the score" }),
    course: Type.Optional(course),
  },
);
