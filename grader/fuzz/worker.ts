/** The process behind pool.ts: grades one damaged submission after another, and says which invariants did not hold. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validateReport } from "../report/report.ts";
import { loadRubric } from "../rubric.ts";
import { grade } from "../run/grade.ts";
import { UsageError } from "../submission/errors.ts";
import { locateSubmission } from "../submission/locate.ts";
import { type Change, house, writeSubmission } from "../submission/overlay.ts";
import { applyDamage, type Damaged } from "./damage.ts";

/** Trainings and the type check take too long for this; they have the hostile submissions. */
const suites = loadRubric()
  .suites.map(({ id }) => id)
  .filter((id) => id !== "accuracy" && id !== "policy");
/** An undamaged one takes 1 s. Where a loop has lost its end, the rest of the report is `not-run`, and as valid. */
const timeoutMs = 10_000;
/** What the others are compared with has to be complete. */
const undamagedTimeoutMs = 120_000;

type Points = Map<string, number>;
const earned = new Map<Damaged["base"], Promise<Points>>();

/** What the undamaged code earns. */
function pointsOf(base: Damaged["base"]): Promise<Points> {
  let points = earned.get(base);
  if (!points) {
    points = gradeDamaged({ base, damages: [] }).then((report) => {
      if (!report) throw new Error(`${base} is not graded`);
      return new Map(report.checks.map((check) => [check.id, check.points]));
    });
    earned.set(base, points);
  }
  return points;
}

/** The report; null when the submission was rejected in one line. Throws for whatever must not happen. */
async function gradeDamaged({ base, damages }: Damaged) {
  const folder = mkdtempSync(join(tmpdir(), "beras-fuzz-"));
  try {
    const textOf = (file: string) => readFileSync(join(house, base, file), "utf8");
    const changes: Record<string, Change> = {};
    for (const damage of damages) {
      const before = damage.file in changes ? changes[damage.file] : textOf(damage.file);
      if (typeof before === "string") changes[damage.file] = applyDamage(before, damage, textOf);
    }
    writeSubmission(folder, base, changes);
    const submission = locateSubmission(folder, "cs2470");
    const { report, faults } = await grade({
      submission,
      seed: "fuzz",
      only: suites,
      timeoutMs: damages.length > 0 ? timeoutMs : undamagedTimeoutMs,
    });
    const invalid = validateReport(report);
    if (invalid) throw new Error(`the report is not valid: ${invalid}`);
    if (faults.length) throw new Error(`the grader itself failed: ${faults[0]}`);
    if (/\n\s+at .*:\d+:\d+/.test(report.checks.map(({ message }) => message).join("\n")))
      throw new Error("a message holds a stack trace");
    if (JSON.stringify(report).length > 500_000) throw new Error("the report is longer than 500 kB");
    return report;
  } catch (error) {
    if (error instanceof UsageError && !error.message.includes("\n")) return null;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The invariants that a damaged submission breaks, a line each. */
async function violations(damaged: Damaged): Promise<string[]> {
  try {
    const allowed = await pointsOf(damaged.base);
    const report = await gradeDamaged(damaged);
    return (report?.checks ?? [])
      .filter(({ id, points }) => points > (allowed.get(id) ?? 0))
      .map(({ id }) => `${id} earns more than the undamaged ${damaged.base}`);
  } catch (error) {
    return [(error as Error).message];
  }
}

process.on("message", async (damaged: Damaged) => {
  process.send?.(await violations(damaged));
});
