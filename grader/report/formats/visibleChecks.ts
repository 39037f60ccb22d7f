/** What a track asks for, as far as students see it: for the report on a submission in which nothing was graded. */
import type { Assignment, Track } from "../../assignment.ts";
import { checksOf, loadRubric, type RubricCheck } from "../../rubric.ts";

/** @param track null: unknown, as there was nothing to tell it by. Then the course's first one */
export function visibleChecks(assignment: Assignment, track: Track | null): RubricCheck[] {
  return checksOf(loadRubric(assignment), track ?? assignment.tracks[0].id).filter(
    ({ visibility }) => !visibility,
  );
}

/** Services take a result out of nothing for none at all, or for a passed one. */
export function visiblePoints(assignment: Assignment, track: Track | null): number {
  const graded = visibleChecks(assignment, track).filter(({ kind }) => kind === "graded");
  return graded.reduce((sum, { points }) => sum + (points[track ?? assignment.tracks[0].id] ?? 0), 0);
}
