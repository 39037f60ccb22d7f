/** The score report, whose fields report.schema.ts describes. */
import type { Static } from "@sinclair/typebox";
import { type Assignment, type Track, trackIds } from "../assignment.ts";
import type * as checks from "./check.schema.ts";
import type * as schema from "./report.schema.ts";
import { problemOfSections } from "./section.ts";
import { problemOfTotals } from "./totals.ts";
import { validator } from "./validate.ts";

export type Report = Static<typeof schema.report>;
export type ReportStatus = Static<typeof schema.status>;
/** What lies in a submission and was not read. */
export type Ignored = Static<typeof schema.ignored>;
/** Something that a person should look at. It changes no score. */
export type Warning = Static<typeof schema.warning>;

/** What a check came to, in words. */
export type CheckReport = Static<typeof checks.check>;
export type CheckStatus = Static<typeof checks.checkStatus>;
export type CodeMessage = Static<typeof checks.codeMessage>;
/** Two tensors that should have been the same. */
export type Comparison = Static<typeof checks.comparison>;
/** A computation as a picture. */
export type Graph = Static<typeof checks.graph>;
export type GraphNode = Graph["nodes"][number];
export type Entry = Static<typeof checks.entry>;

const fitsSchema = validator("report.schema.json");

/** Null for a valid report, whose points add up; else what is wrong with it. */
export function validateReport(
  report: unknown,
  assignment: Pick<Assignment, "tracks" | "sections">,
): string | null {
  return (
    fitsSchema(report) ??
    problemOfTrack(report as Report, trackIds(assignment)) ??
    problemOfTotals(report as Report) ??
    problemOfSections(report as Report, assignment)
  );
}

/** The schema takes any name: which tracks there are is the assignment's. */
function problemOfTrack({ submission: { track } }: Report, known: Track[]): string | null {
  return track === null || known.includes(track)
    ? null
    : `/submission/track is ${track}: there are ${known.join(", ")}`;
}
