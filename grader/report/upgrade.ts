/** Reports of earlier versions, as the current one has them. */
import type { Place } from "./place.ts";

type Data = Record<string, unknown>;

const isData = (value: unknown): value is Data => typeof value === "object" && value !== null;

/** What is no earlier report comes back as it is: the schema says what is wrong with it. */
export function upgrade(report: unknown): unknown {
  if (!isData(report) || report.schemaVersion !== 1) return report;
  const checks = Array.isArray(report.checks) ? report.checks.map(upgradeCheck) : report.checks;
  const { accuracy: _, dataset, submission, ...rest } = report;
  return {
    ...rest,
    schemaVersion: 2,
    // It did not say what made it.
    submission: isData(submission) ? { ...submission, hash: null } : submission,
    dataset: isData(dataset) ? { ...dataset, title: dataset.name, hash: null } : dataset,
    limits: null,
    grader: null,
    checks,
    // How trainings went was no section, and is not compared.
    sections: [],
  };
}

function upgradeCheck(check: unknown): unknown {
  if (!isData(check)) return check;
  const kind = check.maxPoints === 0 ? "practice" : "graded";
  return { ...check, kind, where: typeof check.where === "string" ? toPlace(check.where) : check.where };
}

/** Version 1 had a text: "lib/queue.ts:12  Queue.push", or one of the two. */
function toPlace(text: string): Place {
  const parts = text.split("  ");
  const [file, line] = parts[0].match(/\.ts(:\d+)?$/) ? (parts.shift()?.split(":") ?? []) : [];
  return { file: file ?? null, line: line ? Number(line) : null, method: parts[0] ?? null };
}
