/** Reads points from the rubric, so that tests do not change when a course weighs its checks differently. */
import { assignment } from "../assignment/index.ts";
import type { Track } from "../assignment.ts";
import { checksOf, loadRubric } from "../rubric.ts";

const sum = (track: Track, isMeant: (id: string, suite: string) => boolean) =>
  checksOf(loadRubric(assignment), track)
    .filter(({ id, suite, kind }) => kind === "graded" && isMeant(id, suite))
    .reduce((total, { points }) => total + (points[track] ?? 0), 0);

/** The points of a track for checks and whole suites, given by id. */
export const pointsOn = (track: Track, ...ids: string[]) =>
  sum(track, (id, suite) => ids.includes(id) || ids.includes(suite));

/** The same for CS1470. */
export const pointsFor = (...ids: string[]) => pointsOn("cs1470", ...ids);

/** All points of a track. */
export const maxScore = (track: Track = "cs1470") => sum(track, () => true);

/** The points of the unchanged stencil on CS1470: it keeps the rules, and its given code works. */
export const stencilScore = () =>
  pointsFor(
    "core.tape.outside",
    "core.tape.exception",
    "policy.imports",
    "policy.signatures",
    "policy.printing",
  );
