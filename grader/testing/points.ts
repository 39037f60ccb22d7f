/** What the rubric gives, so that tests need not be edited when a course weighs its checks otherwise. */
import type { Track } from "../assignment.ts";
import { checksOf, loadRubric } from "../rubric.ts";

const sum = (track: Track, isMeant: (id: string, suite: string) => boolean) =>
  checksOf(loadRubric(), track)
    .filter(({ id, suite, kind }) => kind === "graded" && isMeant(id, suite))
    .reduce((total, { points }) => total + (points[track] ?? 0), 0);

/** The points of a track for some checks and whole suites, by id. */
export const pointsOn = (track: Track, ...ids: string[]) =>
  sum(track, (id, suite) => ids.includes(id) || ids.includes(suite));

/** The same on CS1470. */
export const pointsFor = (...ids: string[]) => pointsOn("cs1470", ...ids);

/** All points of a track. */
export const maxScore = (track: Track = "cs1470") => sum(track, () => true);

/** What CS1470 gets for the stencil as it is: the rules are kept, and what is given there works. */
export const stencilScore = () =>
  pointsFor(
    "core.tape.outside",
    "core.tape.exception",
    "policy.imports",
    "policy.signatures",
    "policy.printing",
  );
