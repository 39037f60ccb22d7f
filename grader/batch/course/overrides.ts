/** Reads the overrides file: decisions of the staff about single submissions. They are applied after each grading. */
import type { Static } from "@sinclair/typebox";
import { validator } from "../../report/validate.ts";
import type { Rubric } from "../../rubric.ts";
import { UsageError } from "../../submission/errors.ts";
import type { override } from "./overrides.schema.ts";
import { isTime, numberIn, readYaml } from "./yaml.ts";

export type Override = Static<typeof override>;

const validate = validator("../batch/course/overrides.schema.json", "");
const deeds = ["points", "comment", "excused", "extension"] as const;

/** @throws UsageError in one line that names the entry */
export function readOverrides(file: string, rubric: Rubric): Override[] {
  const read = readYaml(file) ?? [];
  const entries = (Array.isArray(read) ? read : [read]).map((entry) => {
    if (typeof entry !== "object" || entry === null) return entry;
    const { points, excused, ...rest } = entry;
    return {
      ...rest,
      ...(points !== undefined && { points: numberIn(points) }),
      ...(excused !== undefined && { excused: excused === "true" || excused }),
    };
  });
  const seen = new Set<string>();
  return entries.map((entry: Override, i) => {
    const refuse = (why: string): never => {
      throw new UsageError(`${file}: entry ${i + 1}${entry?.student ? ` (${entry.student})` : ""} ${why}`);
    };
    const problem = validate(entry);
    if (problem) refuse(problem);
    if (!deeds.some((deed) => entry[deed] !== undefined))
      refuse(`decides nothing: it has none of ${deeds.join(", ")}`);
    if (entry.check) {
      const check = rubric.checks.find(({ id }) => id === entry.check);
      if (!check) return refuse(`is about the check "${entry.check}", which the rubric does not have`);
      const most = Math.max(...Object.values(check.points).map((worth) => worth ?? 0));
      if ((entry.points ?? 0) > most)
        refuse(`gives ${entry.points} points to ${entry.check}, which is worth ${most}`);
      if (entry.excused || entry.extension)
        refuse("excuses or extends a check: this is possible only for a whole submission");
    }
    if (entry.extension && !isTime(entry.extension))
      refuse(`has the extension "${entry.extension}": write it as 2026-10-05T23:59:00-04:00`);
    for (const deed of deeds) {
      const key = JSON.stringify([entry.student, entry.check, deed]);
      if (entry[deed] !== undefined && seen.has(key))
        refuse(`decides ${entry.check ?? "the submission"} a second time: keep one of the two`);
      if (entry[deed] !== undefined) seen.add(key);
    }
    return entry;
  });
}
