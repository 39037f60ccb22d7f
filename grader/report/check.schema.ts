/** A check in the score report. */
import { Type } from "@sinclair/typebox";
import { kinds, visibilities } from "../rubric.schema.ts";
import { amount, count, nullable, oneOf, record } from "../schemas/build.ts";
import { maxComparisons, maxEntries, maxGraphColumns, maxGraphNodes, maxGraphRows } from "./limits.ts";

export const checkStatuses = ["passed", "failed", "todo", "error", "timeout", "skipped", "not-run"] as const;
export const checkStatus = oneOf(checkStatuses);

const line = { minimum: 1 };

export const place = record(
  {
    file: nullable(Type.String({ description: "null: the whole submission" })),
    line: nullable(Type.Integer(line)),
    method: nullable(Type.String({ description: 'such as "Queue.push"' })),
  },
  { description: "where to look" },
);

export const codeMessage = record({
  file: Type.String(),
  line: Type.Integer(line),
  message: Type.String(),
});

/** JSON has no number for the last three. */
export const entry = Type.Union([Type.Number(), oneOf(["NaN", "Infinity", "-Infinity"])]);

const entries = (description: string) => Type.Array(entry, { description, maxItems: maxEntries });

/** Two tensors that should have been the same. */
export const comparison = record({
  name: Type.String({ description: 'such as "output" or "gradient of W"' }),
  kind: oneOf(["values", "gradient"], {
    description: "gradient: expected holds finite differences, received the submission's derivatives",
  }),
  shape: Type.Array(count()),
  expected: entries("in row-major order"),
  received: entries("in row-major order"),
  differing: Type.Array(count(), {
    description: "the indices, in row-major order, at which they differ by more than rounding",
    maxItems: maxEntries,
  }),
});

const rows = (description: string) =>
  Type.Array(Type.Array(entry, { maxItems: maxGraphColumns }), { description, maxItems: maxGraphRows });

/** A computation as a picture: values, operations, and what is handed from one to the other. */
export const graph = record({
  title: Type.String(),
  nodes: Type.Array(
    record({
      kind: oneOf(["value", "operation"]),
      name: Type.String(),
      shape: Type.Optional(Type.Array(count())),
      value: Type.Optional(rows("the first numbers")),
      gradient: Type.Optional(rows("of its gradient, as it should be")),
      received: Type.Optional(rows("of its gradient, as it came from the submission, if that differs")),
    }),
    { maxItems: maxGraphNodes },
  ),
  edges: Type.Array(
    record({
      from: count({ description: "the place of a node in the list" }),
      to: count(),
      gradient: Type.Optional(rows("the part of the gradient that flows back here, where there are several")),
    }),
    { maxItems: 2 * maxGraphNodes },
  ),
});

export const check = record({
  id: Type.String(),
  visibility: Type.Optional(
    oneOf(visibilities, {
      description:
        "absent: students see the check. Otherwise only the staff sees it, until the service shows it",
    }),
  ),
  suite: Type.String(),
  title: Type.String(),
  kind: oneOf(kinds, { description: "practice: worth nothing. extra: not part of the maximum" }),
  points: amount(),
  maxPoints: amount(),
  status: checkStatus,
  durationMs: count(),
  codes: Type.Optional(
    Type.Array(Type.String(), {
      description:
        "of a check that did not pass: what went wrong, from the general to the particular, as codes of grader/wording",
    }),
  ),
  message: nullable(Type.String()),
  unwritten: Type.Optional(
    Type.String({
      description: "for todo: the unwritten method, of this check or of one that it needs",
    }),
  ),
  expected: nullable(Type.String()),
  received: nullable(Type.String()),
  where: nullable(place),
  code: Type.Optional(
    Type.Array(codeMessage, {
      description: "messages of the TypeScript compiler about the failing code, and other findings in it",
    }),
  ),
  hint: nullable(Type.String({ description: "what explains the mistake, and then what to try" })),
  read: Type.Optional(Type.String({ description: "where the handout explains it" })),
  hintStage: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 3,
      description:
        "in a student's own run: how much it tells. One more each time in a row that it fails, or at once by --hints all. 1: what is wrong. 2: also what to try. 3: also where to read",
    }),
  ),
  advice: Type.Optional(Type.String({ description: "for passed: what could be better" })),
  output: nullable(Type.String({ description: "what the submission printed, cut to size" })),
  outputLines: Type.Optional(
    count({
      description:
        "the number of printed lines, if output holds only the first ones and says so in its last line",
    }),
  ),
  decided: Type.Optional(Type.String({ description: "the decision of a person, who then sets the points" })),
  comparisons: Type.Optional(
    Type.Array(comparison, {
      description: "the compared numbers, if they are few: of failed comparisons, and of all gradients",
      maxItems: maxComparisons,
    }),
  ),
  graph: Type.Optional(graph),
});
