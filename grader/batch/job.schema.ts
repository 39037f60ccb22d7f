/** A submission as it travels to a worker. */
import { Type } from "@sinclair/typebox";
import { document, mapOf, nullable, record } from "../schemas/build.ts";
import { maxJobFiles, maxSeedLength, maxTimeoutSeconds } from "./jobLimits.ts";

export const settings = record(
  {
    version: Type.String({ description: "a hash of the grader with its suites, rubric and packages" }),
    dataset: Type.String(),
    seed: Type.String({ maxLength: maxSeedLength }),
    track: nullable(Type.String({ description: "null: each submission's own" })),
    timeoutSeconds: Type.Number({ exclusiveMinimum: 0, maximum: maxTimeoutSeconds }),
    memoryMb: Type.Number({ exclusiveMinimum: 0 }),
  },
  { description: "what a score depends on beside the submission" },
);

export const job = document(
  "job-1",
  { title: "Job", description: "All that a worker needs to grade a submission" },
  {
    key: Type.String({
      pattern: "^[0-9a-f]{32}$",
      description: "the same for the same content and settings, no matter who handed it in",
    }),
    track: Type.String(),
    files: mapOf(Type.String(), { description: "the source files, by name", maxProperties: maxJobFiles }),
    settings,
  },
);
