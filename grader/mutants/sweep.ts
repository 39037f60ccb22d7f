/** Runs every mistake and every right style through the grader, several at a time. */
import { availableParallelism } from "node:os";
import fc from "fast-check";
import pMap from "p-map";
import { combine, solutionText } from "../variants/combine.ts";
import type { Variant } from "../variants/variant.ts";
import { gradeChanged, quickSuites } from "./gradeChanged.ts";
import { applyMistake, type Mistake } from "./mistake.ts";
import { type Judged, lossesOf, problemsOf } from "./verdict.ts";

export interface SweepOptions {
  mistakes: Mistake[];
  variants: Variant[];
  /** How many random combinations of variants. */
  combinations: number;
  /** Where these combinations begin. */
  seed: number;
  onProgress?(done: number, total: number, name: string): void;
}

export interface Sweep {
  judged: Judged[];
  problems: string[];
}

/** @returns what became of each, and what is wrong; it does not throw for a mistake that does not fit any more */
export async function sweep(options: SweepOptions): Promise<Sweep> {
  const { mistakes, variants, combinations, seed } = options;
  const judged: Judged[] = [];
  const problems: string[] = [];
  const total = mistakes.length + variants.length + combinations;
  let done = 0;
  const finished = (name: string) => options.onProgress?.(++done, total, name);

  const judgeMistake = async (mistake: Mistake) => {
    const suites = [...quickSuites, ...suitesOf(mistake.kills)];
    const text = applyMistake(mistake, solutionText(mistake.file));
    const row = { mistake, checks: (await gradeChanged({ [mistake.file]: text }, suites)).checks };
    judged.push(row);
    problems.push(...problemsOf(row));
  };
  const judgeVariants = async (chosen: Variant[], suites: string[]) =>
    lossesOf(chosen, (await gradeChanged(combine(chosen), suites)).checks);
  // The combinations follow one another, because a failing one is made smaller; they run beside all the rest.
  const judgeCombinations = async () => {
    if (combinations === 0) return;
    let smallest: string[] = [];
    const property = fc.asyncProperty(arbitraryCombination(variants), async (chosen) => {
      const found = await judgeVariants(chosen, [...quickSuites, "policy"]);
      finished("a combination of right styles");
      // The last one to lose something is the smallest.
      if (found.length) smallest = found;
      return found.length === 0;
    });
    await fc.check(property, { seed, numRuns: combinations, endOnFailure: false });
    problems.push(...smallest);
  };

  const tasks = [
    judgeCombinations,
    ...variants.map((variant) => async () => {
      problems.push(...(await judgeVariants([variant], quickSuites)));
      finished(variant.name);
    }),
    ...mistakes.map((mistake) => async () => {
      await judgeMistake(mistake);
      finished(mistake.name);
    }),
  ];
  const guarded = (task: () => Promise<unknown>) =>
    task().catch((error: Error) => problems.push(error.message.split("\n", 1)[0]));
  await pMap(tasks, guarded, { concurrency: availableParallelism() });

  const order = new Map(mistakes.map(({ name }, i) => [name, i]));
  judged.sort((a, b) => (order.get(a.mistake.name) ?? 0) - (order.get(b.mistake.name) ?? 0));
  return { judged, problems };
}

/** For each method, the solution's own way or one of the variants. */
export function arbitraryCombination(variants: Variant[]): fc.Arbitrary<Variant[]> {
  const methods = [...new Set(variants.map(({ method }) => method))];
  const choices = methods.map((method) =>
    fc.constantFrom(null, ...variants.filter((variant) => variant.method === method)),
  );
  return fc.tuple(...choices).map((chosen) => chosen.filter((variant) => variant !== null));
}

function suitesOf(checks: readonly string[]): string[] {
  const suites = new Set(checks.map((id) => id.split(".")[0]));
  return [...suites].filter((id) => !quickSuites.includes(id));
}
