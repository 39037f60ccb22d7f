/** What a track asks for, as far as students see it: for the report on a submission in which nothing was graded. */
import type { Track } from "../../assignment.ts";
import { checksOf, loadRubric, type RubricCheck, tracksOf } from "../../rubric.ts";

/** @param track null: unknown, as there was nothing to tell it by. Then the course's first one */
export function visibleChecks(track: Track | null): RubricCheck[] {
  const rubric = loadRubric();
  return checksOf(rubric, track ?? tracksOf(rubric)[0]).filter(({ visibility }) => !visibility);
}

/** Services take a result out of nothing for none at all, or for a passed one. */
export function visiblePoints(track: Track | null): number {
  const of = track ?? tracksOf(loadRubric())[0];
  return visibleChecks(of).reduce((sum, { points }) => sum + (points[of] ?? 0), 0);
}
