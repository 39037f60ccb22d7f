/** The settings that all submissions of a batch share. */
import type { Assignment, Track } from "../assignment.ts";
import { contentKey } from "../contentKey.cjs";
import { shortHash } from "../report/provenance.ts";
import { loadRubric } from "../rubric.ts";
import type { Settings } from "./job.ts";

/** A hash of everything that affects scores: the grader with its suites, and the rubric, wherever it is. */
export function graderVersion(assignment: Assignment): string {
  return shortHash(contentKey({ suites: true }), loadRubric(assignment).hash);
}

/**
 * Identifies the data set by its content, if the assignment has one.
 * @throws DataError when it exists but is damaged
 */
export const datasetKey = ({ dataset }: Assignment): string => dataset?.key() ?? "none";

export function makeSettings(
  assignment: Assignment,
  options: { seed: string; track?: Track; timeout: number; memory: number },
): Settings {
  return {
    version: graderVersion(assignment),
    dataset: datasetKey(assignment),
    seed: options.seed,
    track: options.track ?? null,
    timeoutSeconds: options.timeout,
    memoryMb: options.memory,
  };
}
