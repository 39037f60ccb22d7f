/** The invariants of every damaged submission: a valid report or a refusal in one line, and no extra points. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Assignment } from "../../assignment.ts";
import { removeFolder } from "../../removeFolder.ts";
import { loadRubric, widestTrack } from "../../rubric.ts";
import type { WarmGrader } from "../../run/warmGrader.ts";
import { makeTemporaryFolder } from "../../temporaryFolder.ts";
import { quickSuites } from "../mutants/gradeChanged.ts";
import { type Base, type Change, writeSubmission } from "../overlay.ts";
import { applyDamage, type Damaged } from "./damage.ts";

/** An undamaged submission takes 1 s. With an endless loop, the rest of the report is `not-run`, but still valid. */
const timeoutMs = 10_000;
/** The reference for the others has to be complete. */
const undamagedTimeoutMs = 120_000;

type Points = Map<string, number>;
const earned = new Map<string, Promise<Points>>();

/** The points of the undamaged code. */
function pointsOf(assignment: Assignment, base: Base, grader: WarmGrader): Promise<Points> {
  let points = earned.get(assignment[base]);
  if (!points) {
    points = gradeDamaged(assignment, { base, damages: [] }, grader).then((report) => {
      if (!report) throw new Error(`${base} is not graded`);
      return new Map(report.checks.map((check) => [check.id, check.points]));
    });
    earned.set(assignment[base], points);
  }
  return points;
}

/** Returns the report, or null when the submission was refused in one line. Throws when an invariant is broken. */
async function gradeDamaged(assignment: Assignment, { base, damages }: Damaged, grader: WarmGrader) {
  const folder = makeTemporaryFolder("fuzz");
  try {
    const textOf = (file: string) => readFileSync(join(assignment[base], file), "utf8");
    const changes: Record<string, Change> = {};
    for (const damage of damages) {
      const before = damage.file in changes ? changes[damage.file] : textOf(damage.file);
      if (typeof before === "string") changes[damage.file] = applyDamage(before, damage, textOf);
    }
    writeSubmission(assignment, folder, base, changes);
    const report = await grader.grade({
      folder,
      track: widestTrack(loadRubric(assignment)),
      seed: "fuzz",
      // The slow suites take too long here. The hostile submissions cover those.
      only: quickSuites(assignment),
      timeoutMs: damages.length > 0 ? timeoutMs : undamagedTimeoutMs,
    });
    if (!report) return null;
    if (/\n\s+at .*:\d+:\d+/.test(report.checks.map(({ message }) => message).join("\n")))
      throw new Error("a message holds a stack trace");
    if (JSON.stringify(report).length > 500_000) throw new Error("the report is longer than 500 kB");
    return report;
  } finally {
    removeFolder(folder);
  }
}

/** Lists the invariants that a damaged submission breaks, a line each. */
export async function violations(
  assignment: Assignment,
  damaged: Damaged,
  grader: WarmGrader,
): Promise<string[]> {
  try {
    const allowed = await pointsOf(assignment, damaged.base, grader);
    const report = await gradeDamaged(assignment, damaged, grader);
    return (report?.checks ?? [])
      .filter(({ id, points }) => points > (allowed.get(id) ?? 0))
      .map(({ id }) => `${id} earns more than the undamaged ${damaged.base}`);
  } catch (error) {
    return [(error as Error).message];
  }
}
