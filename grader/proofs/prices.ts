/** What a mistake costs: the points of the checks that fail, and of those that are skipped because of them. */
import { loadRubric } from "../rubric.ts";
import { withSubmission } from "./judges.ts";
import { applyMistake, type Mistake } from "./mutants/mistake.ts";
import { solutionText } from "./styles/combine.ts";

export interface Price {
  name: string;
  /** Of the track's total. The trainings on images, and the rules, are not part of it. */
  cs1470: number;
  cs2470: number;
  failed: string[];
  skipped: string[];
}

const rubric = loadRubric();
const ids = rubric.checks
  .filter(({ suite, points }) => !["accuracy", "policy"].includes(suite) && points.cs2470 !== undefined)
  .map(({ id }) => id);

/** A submission that has this mistake and no other. Call `loadJudges` first. */
export async function priceOf(mistake: Mistake): Promise<Price> {
  const price: Price = { name: mistake.name, cs1470: 0, cs2470: 0, failed: [], skipped: [] };
  const text = applyMistake(mistake, solutionText(mistake.file));
  await withSubmission({ [mistake.file]: text }, async (judge) => {
    for (const id of ids) {
      const status = (await judge(id))?.status;
      if (status === "passed") continue;
      (status === "skipped" ? price.skipped : price.failed).push(id);
      const points = rubric.checks.find((check) => check.id === id)?.points ?? {};
      price.cs1470 += points.cs1470 ?? 0;
      price.cs2470 += points.cs2470 ?? 0;
    }
  });
  return price;
}

/** The tape has most: its own 17 points that need its gradients, and those of what trains by them. */
export const mostPoints = 26;
/** What a small model does not learn with: it may not pass for a detail. */
export const leastForLearning = 4;

/** Lists what is out of bounds, a line each. */
export function priceProblems({ name, cs1470, cs2470, failed, skipped }: Price): string[] {
  const learns = ![...failed, ...skipped].includes("model.overfits");
  const least = learns ? 0 : leastForLearning;
  return [
    ...(cs1470 > mostPoints
      ? [`${name} costs ${cs1470} of 100 points: ${[...failed, ...skipped].join(", ")}`]
      : []),
    ...(Math.max(cs1470, cs2470) < least
      ? [`${name} keeps a model from learning, and costs ${cs1470} of 100 points: ${failed.join(", ")}`]
      : []),
  ];
}
