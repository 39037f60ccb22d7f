/** What a score depends on beside the submission. */
import { Type } from "@sinclair/typebox";
import { nullable, record } from "../schemas/build.ts";

export const settings = record({
  version: Type.String({ description: "a hash of the grader with its suites, rubric and packages" }),
  dataset: Type.String(),
  seed: Type.String(),
  track: nullable(Type.String({ description: "null: each submission's own" })),
  timeoutSeconds: Type.Number({ exclusiveMinimum: 0 }),
  memoryMb: Type.Number({ exclusiveMinimum: 0 }),
});
