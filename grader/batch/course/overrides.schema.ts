/** One entry of the overrides file. */
import { Type } from "@sinclair/typebox";
import { decision } from "../../report/course.schema.ts";
import { document } from "../../schemas/build.ts";

const { by, why, check, points, comment, excused, extension } = decision.properties;

export const override = document(
  "override-1",
  {
    title: "Override",
    description: "One entry of the overrides file: a decision of the staff about a submission",
  },
  {
    student: Type.String({
      minLength: 1,
      description: "a submission's name, or a student's number, e-mail address or name",
    }),
    // Required here. In the report, a text of control characters becomes empty.
    by: { ...by, minLength: 1 },
    why: { ...why, minLength: 1 },
    check,
    points,
    comment: { ...comment, minLength: 1 },
    excused: Type.Optional(Type.Literal(true, { description: excused.description })),
    extension,
  },
);
