/** Decisions of the staff about a report, and the effect of the course's rules. */
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
      Type.String({ description: "from the platform; null if the platform only marks it as late" }),
    ),
    due: Type.String({ description: "ISO 8601" }),
    days: nullable(
      Type.Integer({ minimum: 1, description: "days that have begun; null if the time is unknown" }),
    ),
    percentOff: Type.Number({ minimum: 0, maximum: 100 }),
  },
  { description: "null: in time, or without a known time" },
);

export const course = record(
  {
    decisions: Type.Array(decision),
    byHand: Type.Array(handGraded, { description: "items that a person graded" }),
    late: nullable(late),
    excused: Type.Boolean(),
    final: nullable(
      record(
        { points: amount(), maxPoints: amount() },
        { description: "the points in the gradebook; null: excused, or without a score" },
      ),
    ),
  },
  {
    description:
      "decisions of the staff, and the effect of the course's rules; points that they set are in checks and score",
  },
);
