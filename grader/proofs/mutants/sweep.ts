/** Grades every mistake and every right style, several at a time. */
import { availableParallelism } from "node:os";
import fc from "fast-check";
import pMap from "p-map";
import type { Assignment } from "../../assignment.ts";
import { combine, solutionText } from "../styles/combine.ts";
import type { Variant } from "../styles/variant.ts";
import { checksFor } from "./checksFor.ts";
import type { Coverage } from "./coverage.ts";
import { gradeChanged, quickSuites } from "./gradeChanged.ts";
import { applyMistake, type Mistake } from "./mistake.ts";
import { type Judged, lossesOf, problemsOf } from "./verdict.ts";

export interface SweepOptions {
  assignment: Assignment;
  coverage: Coverage;
  mistakes: readonly Mistake[];
  variants: readonly Variant[];
  /** All variants, for the combinations. */
  allVariants: readonly Variant[];
  /** The number of random combinations of the variants. */
  combinations: number;
  /** The seed of these combinations. */
  seed: number;
  onProgress?(done: number, total: number, name: string): void;
}

export interface Sweep {
  judged: Judged[];
  problems: string[];
}

/** @returns the verdicts and the problems. A mistake that no longer fits is a problem, not an exception */
export async function sweep(options: SweepOptions): Promise<Sweep> {
  const { assignment, coverage, mistakes, variants, allVariants, combinations, seed } = options;
  const quick = quickSuites(assignment);
  const { typeSuite } = assignment;
  const judged: Judged[] = [];
  const total = mistakes.length + variants.length + combinations;
  let done = 0;
  const finished = (name: string) => options.onProgress?.(++done, total, name);

  const concerned = (file: string, method?: string) => checksFor(assignment, coverage, { file, method });
  const judgeMistake = async (mistake: Mistake) => {
    const { file, method, within, kills } = mistake;
    const chosen = [...new Set([...concerned(file, within ? undefined : method), ...kills])];
    const text = applyMistake(mistake, solutionText(assignment, mistake.file));
    const { checks } = await gradeChanged(assignment, { [file]: text }, chosen);
    const row = { mistake, checks };
    judged.push(row);
    finished(mistake.name);
    return problemsOf(row, assignment);
  };
  const judgeVariants = async (chosen: Variant[], suites: string[]) =>
    lossesOf(chosen, (await gradeChanged(assignment, combine(assignment, chosen), suites)).checks);
  // Runs the combinations one after another, because a failing one is shrunk, and alongside everything else.
  const judgeCombinations = async () => {
    if (combinations === 0) return [];
    let smallest: string[] = [];
    const property = fc.asyncProperty(arbitraryCombination(allVariants), async (chosen) => {
      const found = await judgeVariants(chosen, [...quick, ...(typeSuite ? [typeSuite] : [])]);
      finished("a combination of right styles");
      // The last failing combination is the smallest.
      if (found.length) smallest = found;
      return found.length === 0;
    });
    await fc.check(property, { seed, numRuns: combinations, endOnFailure: false });
    return smallest;
  };

  const tasks = [
    judgeCombinations,
    ...variants.map((variant) => async () => {
      const { file, method, members } = variant;
      const found = await judgeVariants([variant], concerned(file, members ? undefined : method));
      finished(variant.name);
      return found;
    }),
    ...mistakes.map((mistake) => () => judgeMistake(mistake)),
  ];
  const guarded = (task: () => Promise<string[]>) =>
    task().catch((error: Error) => [error.message.split("\n", 1)[0]]);
  // In the order of the tasks, whichever ends first.
  const problems = (await pMap(tasks, guarded, { concurrency: availableParallelism() })).flat();

  const order = new Map(mistakes.map(({ name }, i) => [name, i]));
  judged.sort((a, b) => (order.get(a.mistake.name) ?? 0) - (order.get(b.mistake.name) ?? 0));
  return { judged, problems };
}

/** Chooses the solution's own way or one of the variants for each method. */
export function arbitraryCombination(variants: readonly Variant[]): fc.Arbitrary<Variant[]> {
  const methods = [...new Set(variants.map(({ method }) => method))];
  const choices = methods.map((method) =>
    fc.constantFrom(null, ...variants.filter((variant) => variant.method === method)),
  );
  return fc.tuple(...choices).map((chosen) => chosen.filter((variant) => variant !== null));
}
