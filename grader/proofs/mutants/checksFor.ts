/** Chooses the checks that a change to the solution can concern. */
import type { Assignment } from "../../assignment.ts";
import { loadRubric, widestTrack } from "../../rubric.ts";
import { affectedSuites } from "../../watch/affected.ts";
import { solutionText } from "../styles/combine.ts";
import { type Coverage, coverageKey } from "./coverage.ts";
import { quickSuites } from "./gradeChanged.ts";

/** The changed part: a method, or, without one, anything in the file. */
interface Place {
  file: string;
  method?: string;
}

/**
 * The checks that run the changed method; where that is not known, the quick suites of the file and of those that use it. The
 * trainings find no mutant that these miss.
 */
export function checksFor(assignment: Assignment, coverage: Coverage, { file, method }: Place): string[] {
  const known = method && coverage.get(coverageKey(file, method));
  if (known) return known;
  const files = new Map(
    assignment.files.map((name): [string, string] => [name, solutionText(assignment, name)]),
  );
  const rubric = loadRubric(assignment);
  const { direct, indirect } = affectedSuites([file], files, rubric, widestTrack(rubric));
  return quickSuites(assignment).filter((suite) => direct.includes(suite) || indirect.includes(suite));
}
