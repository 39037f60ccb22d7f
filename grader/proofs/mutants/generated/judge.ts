/** Runs the checks on a mutant: those of its own file first, and only until one fails. */

import { availableParallelism } from "node:os";
import pMap from "p-map";
import type { Assignment } from "../../../assignment.ts";
import { loadRubric, widestTrack } from "../../../rubric.ts";
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
  for (const suites of suitesFor(assignment, mutant.file)) {
    const report = await gradeChanged(assignment, { [mutant.file]: mutant.text }, suites, {
      stopsAtFailure: true,
    });
    const [failed] = failedChecks(report);
    if (failed) return { mutant, killedBy: failed.id };
  }
  return { mutant, killedBy: null };
}

/** The suites of the file itself, then those of files that use it. The trainings find no mutant that these miss. */
function suitesFor(assignment: Assignment, file: string): string[][] {
  const files = new Map(
    assignment.files.map((name): [string, string] => [name, solutionText(assignment, name)]),
  );
  const rubric = loadRubric(assignment);
  const { direct, indirect } = affectedSuites([file], files, rubric, widestTrack(rubric));
  const quick = quickSuites(assignment);
  const others = indirect.filter((suite) => !direct.includes(suite));
  return [direct, others]
    .map((suites) => suites.filter((suite) => quick.includes(suite)))
    .filter((suites) => suites.length);
}
