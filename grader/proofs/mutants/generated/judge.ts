/** Runs the checks on a mutant: those of its own file first, and only until one fails. */

import { availableParallelism } from "node:os";
import pMap from "p-map";
import type { Assignment } from "../../../assignment.ts";
import { failedChecks, gradeChanged } from "../gradeChanged.ts";
import { suitesFor } from "../suitesFor.ts";
import type { Mutant } from "./mutant.ts";

export interface Verdict {
  mutant: Mutant;
  /** The first check that fails, or null when the mutant survives. */
  killedBy: string | null;
  /** The failure of the grader itself, in one line. There is no verdict then. */
  fault?: string;
}

/** Judges all mutants. Returns the verdicts in the same order. */
export function judgeAll(
  assignment: Assignment,
  mutants: Mutant[],
  onProgress?: (done: number, total: number, name: string) => void,
): Promise<Verdict[]> {
  let done = 0;
  const judgeOne = async (mutant: Mutant) => {
    const verdict = await judge(assignment, mutant).catch((error: Error) => ({
      mutant,
      killedBy: null,
      fault: error.message.split("\n", 1)[0],
    }));
    onProgress?.(++done, mutants.length, mutant.name);
    return verdict;
  };
  return pMap(mutants, judgeOne, { concurrency: availableParallelism() });
}

async function judge(assignment: Assignment, mutant: Mutant): Promise<Verdict> {
  const { direct, others } = suitesFor(assignment, mutant.file);
  for (const suites of [direct, others].filter(({ length }) => length)) {
    const report = await gradeChanged(assignment, { [mutant.file]: mutant.text }, suites, {
      stopsAtFailure: true,
    });
    const [failed] = failedChecks(report);
    if (failed) return { mutant, killedBy: failed.id };
  }
  return { mutant, killedBy: null };
}
