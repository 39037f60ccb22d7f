/** The course's rules for late submissions. */
import { Type } from "@sinclair/typebox";
import { amount, document } from "../../schemas/build.ts";

export const latePolicy = document(
  "late-policy-1",
  { title: "Late policy", description: "The file of --late: the penalty for late submissions" },
  {
    due: Type.String({ description: "ISO 8601 with an offset, such as 2026-10-01T23:59:00-04:00" }),
    graceMinutes: Type.Optional(amount({ description: "a delay of this length is still in time" })),
    percentPerDay: amount({
      maximum: 100,
      description: "taken off the earned points for each day that has begun",
    }),
    maxDays: Type.Optional(amount({ description: "a longer delay gives no points" })),
  },
);
