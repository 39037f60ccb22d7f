/** The rubric as it stands in the file. */
import { Type } from "@sinclair/typebox";
import { document, mapOf, oneOf, record } from "./schemas/build.ts";

export const kinds = ["graded", "practice", "extra"] as const;
/** Gradescope's names. In other services, all three mean: staff only. */
export const visibilities = ["hidden", "after_due_date", "after_published"] as const;

const positive = (options = {}) => Type.Number({ exclusiveMinimum: 0, ...options });
const words = (options = {}) => Type.String({ minLength: 1, ...options });
const id = (options = {}) =>
  Type.String({ pattern: "^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*$", ...options });
const track = Type.String({ pattern: "^[a-z][a-z0-9-]*$" });
const byTrack = { minProperties: 1, propertyNames: track };

type PointsByTrack = { default?: number } & Record<string, number>;

export const points = Type.Union([positive(), Type.Unsafe<PointsByTrack>(mapOf(positive(), byTrack))], {
  description:
    "a number for every track, or one for each. default is for tracks without a number; without it, they do not have the check",
});

export const check = record(
  {
    id: id({ description: "begins with the id of its suite" }),
    title: words({ description: "the sentence that the student reads" }),
    file: Type.Optional(
      Type.String({ description: "where to look; absent for checks of the whole submission" }),
    ),
    method: Type.Optional(Type.String({ description: 'what the check judges, such as "Queue.push"' })),
    kind: Type.Optional(
      oneOf(kinds, {
        description:
          "default graded. practice: shown, and worth nothing. extra: added to the points of what is graded",
      }),
    ),
    points: Type.Optional(points),
    threshold: Type.Optional(
      positive({
        maximum: 1,
        description: "the share to reach; {threshold} in title and hint becomes its percentage",
      }),
    ),
    hint: words({ description: "what to try" }),
    read: Type.Optional(words({ description: "where the handout explains it; by default as its suite" })),
    requires: Type.Optional(
      Type.Array(id(), {
        minItems: 1,
        uniqueItems: true,
        description: "checks that have to pass first; otherwise this one is skipped",
      }),
    ),
    uses: Type.Optional(
      Type.Array(words(), {
        minItems: 1,
        uniqueItems: true,
        description:
          "files beside its own that the check runs: watch mode grades it again when they change, and a run that leaves out their checks says so",
      }),
    ),
    evenIfWrong: Type.Optional(
      Type.Boolean({
        description: "runs even if a required check failed, unless one is unwritten or does not end",
      }),
    ),
    visibility: Type.Optional(
      oneOf(["visible", ...visibilities], {
        description:
          "default visible. Otherwise only staff sees the check, and Gradescope shows it at the time named",
      }),
    ),
    timeoutSeconds: Type.Optional(positive({ maximum: 600, description: "default 10" })),
  },
  {
    if: { properties: { kind: { const: "practice" } }, required: ["kind"] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { points: false } },
    else: { required: ["points"] },
  },
);

const suite = record({
  id: Type.String({ pattern: "^[a-z]+$", description: "also the name of the spec file" }),
  title: words(),
  read: Type.Optional(words({ description: "where the handout explains what is judged" })),
  checks: Type.Array(check, { minItems: 1 }),
});

const manual = record({
  id: id(),
  title: words(),
  tracks: Type.Optional(Type.Array(track, { minItems: 1, description: "default all" })),
});

export const rubric = document(
  "rubric-2",
  {
    title: "Rubric",
    description: "Every check of the grader: its points on each track, and the text that students read",
  },
  {
    $schema: Type.Optional(Type.String()),
    version: Type.Literal(2),
    tracks: mapOf(
      record({ total: positive({ description: "the sum of the points of the graded checks" }) }),
      {
        ...byTrack,
        description: "by id; the first is the default one",
      },
    ),
    extraCredit: record({
      aboveTotal: Type.Boolean({ description: "whether extra credit may lift a score above the total" }),
    }),
    warnings: Type.Optional(
      oneOf(["staff", "students"], { description: "who sees warnings in a student's report; default staff" }),
    ),
    suites: Type.Array(suite, { minItems: 1 }),
    manual: Type.Array(manual),
  },
);
