/** Asks the checks whether they find a mutant: those of its own file first, and only until one fails. */
import { availableParallelism } from "node:os";
import pMap from "p-map";
import { type StudentFile, studentFiles } from "../../../assignment/contract.ts";
import { loadRubric } from "../../../rubric.ts";
import { affectedSuites } from "../../../watch/affected.ts";
import { solutionText } from "../../styles/combine.ts";
import { failedChecks, gradeChanged, quickSuites } from "../gradeChanged.ts";
import type { Mutant } from "./mutant.ts";

export interface Verdict {
  mutant: Mutant;
  /** The first check that fails; null when it survives. */
  killedBy: string | null;
  /** What went wrong with the grader itself, in a line: then there is no verdict. */
  fault?: string;
}

/** In the order of the mutants. */
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

/** The suites that judge the file itself, then those that what uses it can fail. The trainings find nothing that these do not. */
function suitesFor(file: StudentFile): string[][] {
  const files = new Map(studentFiles.map((name): [string, string] => [name, solutionText(name)]));
  const { direct, indirect } = affectedSuites([file], files, loadRubric(), "cs2470");
  const others = indirect.filter((suite) => !direct.includes(suite));
  return [direct, others]
    .map((suites) => suites.filter((suite) => quickSuites.includes(suite)))
    .filter((suites) => suites.length);
}
