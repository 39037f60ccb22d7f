/** The course's rules for late submissions. */
import { Type } from "@sinclair/typebox";
import { amount, document } from "../../schemas/build.ts";

export const latePolicy = document(
  "late-policy-1",
  { title: "Late policy", description: "The file of --late: what is taken off for what is handed in late" },
  {
    due: Type.String({ description: "ISO 8601 with an offset, such as 2026-10-01T23:59:00-04:00" }),
    graceMinutes: Type.Optional(amount({ description: "so much later is still in time" })),
    percentPerDay: amount({
      maximum: 100,
      description: "taken off the points that were earned, for each day that has begun",
    }),
    maxDays: Type.Optional(amount({ description: "what is later is worth nothing" })),
  },
);
