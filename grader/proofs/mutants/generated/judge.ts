/** Runs the checks that can find a mutant, until one fails. */

import { availableParallelism } from "node:os";
import pMap from "p-map";
import type { Assignment } from "../../../assignment.ts";
import { checksFor } from "../checksFor.ts";
import type { Coverage } from "../coverage.ts";
import { failedChecks, gradeChanged } from "../gradeChanged.ts";
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
  coverage: Coverage,
  mutants: Mutant[],
  onProgress?: (done: number, total: number, name: string) => void,
): Promise<Verdict[]> {
  let done = 0;
  const judgeOne = async (mutant: Mutant) => {
    const verdict = await judge(assignment, coverage, mutant).catch((error: Error) => ({
      mutant,
      killedBy: null,
      fault: error.message.split("\n", 1)[0],
    }));
    onProgress?.(++done, mutants.length, mutant.name);
    return verdict;
  };
  return pMap(mutants, judgeOne, { concurrency: availableParallelism() });
}

async function judge(assignment: Assignment, coverage: Coverage, mutant: Mutant): Promise<Verdict> {
  const report = await gradeChanged(
    assignment,
    { [mutant.file]: mutant.text },
    checksFor(assignment, coverage, mutant),
    { stopsAtFailure: true },
  );
  return { mutant, killedBy: failedChecks(report)[0]?.id ?? null };
}
