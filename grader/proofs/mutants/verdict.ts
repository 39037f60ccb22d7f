/** Finds problems with the grader from the reports on mistakes and variants. */
import type { Assignment } from "../../assignment.ts";
import { formatPlace } from "../../report/place.ts";
import type { CheckReport } from "../../report/report.ts";
import type { Variant } from "../styles/variant.ts";
import { failedChecks } from "./gradeChanged.ts";
import type { Mistake } from "./mistake.ts";

/** The results of all checks for one mistake. */
export interface Judged {
  mistake: Mistake;
  checks: CheckReport[];
}

/** Lists the problems to fix, in the grader or in the description of the mistake, a line each. */
export function problemsOf(
  { mistake, checks }: Judged,
  { typeSuite }: Pick<Assignment, "typeSuite">,
): string[] {
  const { name, kills, diagnosis, factor = "", named = mistake.method } = mistake;
  const failed = failedChecks({ checks });
  if (failed.length === 0) return [`${name} survives: no check finds it (${mistake.thought})`];
  const ids = failed.map(({ id }) => id);
  const problems = [
    ...kills.filter((id) => !ids.includes(id)).map((id) => `${name} should fail ${id}, but does not`),
    ...ids.filter((id) => !kills.includes(id)).map((id) => `${name} should not touch ${id}, but fails it`),
  ];
  const [first] = failed;
  // The checks of the types concern the whole submission, and name files at most.
  const place = formatPlace(first.where);
  const said = `${place} ${first.message}`;
  const isBroken = first.codes?.includes("syntax");
  const names = said.includes(named) || isBroken || first.suite === typeSuite;
  if (!names) problems.push(`${name}: ${first.id} should name ${named}, but says ${place}`);
  if (diagnosis && !(first.codes?.includes(diagnosis) && first.hint?.includes(factor))) {
    const wanted = [diagnosis, factor].filter(Boolean).join(", ");
    problems.push(`${name}: ${first.id} should say ${wanted}, but says ${first.codes}: ${first.hint}`);
  }
  return problems;
}

/** The checks that no mistake fails: either they are useless, or a mistake is missing. */
export function idleChecks(judged: Judged[], ids: string[]): string[] {
  const killing = new Set(judged.flatMap(({ checks }) => failedChecks({ checks }).map(({ id }) => id)));
  return ids
    .filter((id) => !killing.has(id))
    .map((id) => `${id} fails no mistake: remove the check, or add a mistake`);
}

/** The points that right styles lose. They may lose none, except for the advice that they are known to earn. */
export function lossesOf(variants: Pick<Variant, "name" | "advice">[], checks: CheckReport[]): string[] {
  const names = variants.map(({ name }) => name).join(" + ");
  const advice = new Set(variants.flatMap(({ advice }) => advice ?? []));
  return checks
    .filter(({ id, status, points }) => status !== "passed" && !(points === 0 && advice.has(id)))
    .map(({ id, message, expected, received }) => {
      const details = [message, expected && `expected ${expected}`, received && `received ${received}`];
      return `${names} is right, but does not pass ${id}: ${details.filter(Boolean).join("; ")}`;
    });
}
