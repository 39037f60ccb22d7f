/** A place in a submission, as data; each format prints it from here. */
import type { Static } from "@sinclair/typebox";
import type { place } from "./check.schema.ts";

export type Place = Static<typeof place>;

/** "lib/queue.ts:12", or as much of it as is known. */
export function fileAndLine({ file, line }: Place): string {
  return `${file ?? ""}${file && line ? `:${line}` : ""}`;
}

/** "lib/queue.ts:12  Queue.push", or as much of it as is known; null for nothing. */
export function formatPlace(place: Place | null): string | null {
  return place && ([fileAndLine(place), place.method].filter(Boolean).join("  ") || null);
}
