/** Runs the checks on a mutant: those of its own file first, and only until one fails. */

import { availableParallelism } from "node:os";
import pMap from "p-map";
import { type StudentFile, studentFiles } from "../../../assignment/contract.ts";
import { assignment } from "../../../assignment/index.ts";
import { loadRubric } from "../../../rubric.ts";
import { affectedSuites } from "../../../watch/affected.ts";
import { solutionText } from "../../styles/combine.ts";
import { failedChecks, gradeChanged, quickSuites } from "../gradeChanged.ts";
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
  mutants: Mutant[],
  onProgress?: (done: number, total: number, name: string) => void,
): Promise<Verdict[]> {
  let done = 0;
  const judgeOne = async (mutant: Mutant) => {
    const verdict = await judge(mutant).catch((error: Error) => ({
      mutant,
      killedBy: null,
      fault: error.message.split("\n", 1)[0],
    }));
    onProgress?.(++done, mutants.length, mutant.name);
    return verdict;
  };
  return pMap(mutants, judgeOne, { concurrency: availableParallelism() });
}

async function judge(mutant: Mutant): Promise<Verdict> {
  for (const suites of suitesFor(mutant.file)) {
    const report = await gradeChanged({ [mutant.file]: mutant.text }, suites, { stopsAtFailure: true });
    const [failed] = failedChecks(report);
    if (failed) return { mutant, killedBy: failed.id };
  }
  return { mutant, killedBy: null };
}

/** The suites of the file itself, then those of files that use it. The trainings find no mutant that these miss. */
function suitesFor(file: StudentFile): string[][] {
  const files = new Map(studentFiles.map((name): [string, string] => [name, solutionText(name)]));
  const { direct, indirect } = affectedSuites([file], files, loadRubric(assignment), "cs2470");
  const others = indirect.filter((suite) => !direct.includes(suite));
  return [direct, others]
    .map((suites) => suites.filter((suite) => quickSuites.includes(suite)))
    .filter((suites) => suites.length);
}
