/** The file by which a student selects a track. */
import type { Assignment, TrackDefinition } from "../assignment.ts";

/** The track that a file of this name selects. The file lies in a folder of the code or above it. */
export function trackMarkedBy({ tracks }: Assignment, name: string): TrackDefinition | undefined {
  return tracks.find(({ marker }) => marker?.misspelt.test(name.normalize("NFC").trim()));
}

export function isMarker(assignment: Assignment, name: string): boolean {
  return trackMarkedBy(assignment, name) !== undefined;
}
