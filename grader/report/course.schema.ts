/** What people and the course's rules make of a report. */
import { Type } from "@sinclair/typebox";
import { amount, nullable, record } from "../schemas/build.ts";

export const decision = record({
  by: Type.String({ description: "who has decided it" }),
  why: Type.String(),
  check: Type.Optional(Type.String({ description: "absent: of the whole submission" })),
  points: Type.Optional(amount({ description: "instead of the grader's" })),
  was: Type.Optional(amount({ description: "the grader's own points" })),
  comment: Type.Optional(Type.String({ description: "for the student" })),
  excused: Type.Optional(Type.Boolean({ description: "it does not count" })),
  extension: Type.Optional(Type.String({ description: "when it is due, ISO 8601 with an offset" })),
});

/** An item that a person has graded. */
export const handGraded = record({
  id: Type.String(),
  title: Type.String(),
  points: amount(),
  maxPoints: amount(),
  comment: Type.Optional(Type.String()),
});

export const late = record(
  {
    submittedAt: nullable(
      Type.String({ description: "as the platform has it; null where it only says that it is late" }),
    ),
    due: Type.String({ description: "ISO 8601" }),
    days: nullable(
      Type.Integer({ minimum: 1, description: "that have begun; null where the time is not known" }),
    ),
    percentOff: Type.Number({ minimum: 0, maximum: 100 }),
  },
  { description: "null: in time, or nobody knows" },
);

export const course = record(
  {
    decisions: Type.Array(decision),
    byHand: Type.Array(handGraded, { description: "items that a person has graded" }),
    late: nullable(late),
    excused: Type.Boolean(),
    final: nullable(
      record(
        { points: amount(), maxPoints: amount() },
        { description: "what the gradebook has; null: excused, or without a score" },
      ),
    ),
  },
  {
    description:
      "what people and the course's rules make of it; points that they have given are in checks and score",
  },
);
