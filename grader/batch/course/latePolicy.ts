/** Reads and applies the course's rules for late submissions. */
import type { Static } from "@sinclair/typebox";
import type { Late } from "../../report/course.ts";
import { validator } from "../../report/validate.ts";
import { UsageError } from "../../submission/errors.ts";
import type { latePolicy } from "./latePolicy.schema.ts";
import { isTime, numberIn, readYaml } from "./yaml.ts";

type FilePolicy = Static<typeof latePolicy>;
export type LatePolicy = FilePolicy & Required<Pick<FilePolicy, "graceMinutes">>;

const validate = validator("../batch/course/latePolicy.schema.json", "");

/** @throws UsageError in one line */
export function readLatePolicy(file: string): LatePolicy {
  const read = readYaml(file);
  const policy = Object.fromEntries(
    Object.entries(read && typeof read === "object" ? read : {}).map(([name, value]) => [
      name,
      name === "due" ? value : numberIn(value),
    ]),
  );
  const problem = validate(policy);
  if (problem) throw new UsageError(`${file}: ${problem}`);
  const { due } = policy as unknown as LatePolicy;
  if (!isTime(due)) throw new UsageError(`${file}: due is "${due}": write it as 2026-10-01T23:59:00-04:00`);
  return { graceMinutes: 0, ...policy } as LatePolicy;
}

export interface Handed {
  submittedAt: string | null;
  /** Measured by the platform, from its own due time. */
  secondsLate: number | null;
  /** The platform marks it as late, without a time. */
  isLate: boolean;
}

const daySeconds = 86_400;

/** @returns null for a submission in time, or without a known time */
export function lateness(policy: LatePolicy, handed: Handed, extension?: string): Late | null {
  const due = extension ?? policy.due;
  const at = handed.submittedAt && isTime(handed.submittedAt) ? handed.submittedAt : null;
  const seconds = at ? (timeOf(at) - timeOf(due)) / 1000 : fromPlatform(policy, handed, due);
  if (seconds === null)
    return handed.isLate && !extension ? { submittedAt: null, due, days: null, percentOff: 0 } : null;
  if (seconds <= policy.graceMinutes * 60) return null;
  const days = Math.ceil(seconds / daySeconds);
  const isTooLate = policy.maxDays !== undefined && days > policy.maxDays;
  const percentOff = isTooLate ? 100 : Math.min(100, days * policy.percentPerDay);
  return { submittedAt: handed.submittedAt, due, days, percentOff };
}

/** The platform measures from the course's due time, so an extension is subtracted. */
function fromPlatform(policy: LatePolicy, { secondsLate }: Handed, due: string): number | null {
  return secondsLate === null ? null : secondsLate - (timeOf(due) - timeOf(policy.due)) / 1000;
}

function timeOf(text: string): number {
  return Date.parse(text.replace(" ", "T"));
}
