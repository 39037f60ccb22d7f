/** Chooses the suites that a change to the solution can concern. */
import type { Assignment } from "../../assignment.ts";
import { loadRubric, widestTrack } from "../../rubric.ts";
import { affectedSuites } from "../../watch/affected.ts";
import { solutionText } from "../styles/combine.ts";
import { quickSuites } from "./gradeChanged.ts";

/** The quick suites of a file itself, and those of the files that use it. The trainings find no mutant that these miss. */
export function suitesFor(assignment: Assignment, file: string): { direct: string[]; others: string[] } {
  const files = new Map(
    assignment.files.map((name): [string, string] => [name, solutionText(assignment, name)]),
  );
  const rubric = loadRubric(assignment);
  const { direct, indirect } = affectedSuites([file], files, rubric, widestTrack(rubric));
  const quick = quickSuites(assignment);
  return {
    direct: quick.filter((suite) => direct.includes(suite)),
    others: quick.filter((suite) => indirect.includes(suite) && !direct.includes(suite)),
  };
}
