/** What a track asks for, as far as students see it: for the report on a submission in which nothing was graded. */
import { type Track, tracks } from "../../assignment/contract.ts";
import { checksOf, loadRubric, type RubricCheck } from "../../rubric.ts";

/** @param track null: unknown, as there was nothing to tell it by. Then the course's first one */
export function visibleChecks(track: Track | null): RubricCheck[] {
  return checksOf(loadRubric(), track ?? tracks[0]).filter(({ visibility }) => !visibility);
}

/** Services take a result out of nothing for none at all, or for a passed one. */
export function visiblePoints(track: Track | null): number {
  return visibleChecks(track).reduce((sum, { points }) => sum + (points[track ?? tracks[0]] ?? 0), 0);
}
