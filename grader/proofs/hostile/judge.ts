/** Compares the outcome of a hostile submission with the expected one. */
import type { Assignment } from "../../assignment.ts";
import type { CheckReport, Report } from "../../report/report.ts";
import { loadRubric, type Rubric } from "../../rubric.ts";
import type { Ran } from "../../run/command.ts";
import type { HostileCase } from "./case.ts";

/** Lists the differences from the expectation, a line each. */
export function judge(
  assignment: Assignment,
  { expect }: HostileCase,
  { code, stderr }: Ran,
  report: Report | null,
): string[] {
  const { exit = 0, line, code: reason, lost = {}, warnings = [], ignored = [] } = expect;
  const status = expect.status ?? { 0: "complete", 3: "fault" }[exit] ?? "rejected";
  const problems: string[] = [];
  if (code !== exit)
    problems.push(`exit code ${code}, expected ${exit}: ${stderr.trim().split("\n")[0].slice(0, 200)}`);
  if (line && !new RegExp(line).test(stderr.trim()))
    problems.push(`stderr says "${stderr.trim().slice(0, 200)}", expected ${line}`);
  if (!report) return exit === 2 && !reason ? problems : [...problems, "there is no report"];
  if (reason && report.code !== reason) problems.push(`the reason is ${report.code}, expected ${reason}`);
  if (report.status !== status) problems.push(`the report is ${report.status}, expected ${status}`);
  problems.push(...judgeLost(assignment, lost, report));
  problems.push(...judgeWarnings(warnings, report));
  const listed = report.submission.ignored?.files ?? [];
  for (const file of ignored)
    if (!listed.some((name) => name.startsWith(file))) problems.push(`${file} is not listed as ignored`);
  return problems;
}

/** Whether a check was skipped because a prerequisite did not pass. A case lists only the prerequisite. */
function waits({ checks }: Rubric, { id, status }: CheckReport, report: Report): boolean {
  const notPassed = (required: string) =>
    report.checks.some((check) => check.id === required && check.status !== "passed");
  const requires = checks.find((row) => row.id === id)?.requires ?? [];
  return (status === "skipped" || status === "todo") && requires.some(notPassed);
}

function judgeLost(assignment: Assignment, expected: Record<string, string>, report: Report): string[] {
  const rubric = loadRubric(assignment);
  const problems: string[] = [];
  const isMet = new Set<string>();
  for (const check of report.checks) {
    if (check.status === "passed" || check.status === "not-run") continue;
    const codes = [check.status, ...(check.codes ?? [])].join(" ");
    const words = `${codes}: ${check.message ?? ""} ${check.received ?? ""}`;
    const key = Object.keys(expected).find((pattern) => matches(pattern, check));
    if (key === undefined && waits(rubric, check, report)) continue;
    if (key === undefined) problems.push(`${check.id} lost its points: ${words.slice(0, 200)}`);
    else if (!new RegExp(expected[key]).test(words))
      problems.push(`${check.id} reads "${words.slice(0, 300)}", expected ${expected[key]}`);
    if (key !== undefined) isMet.add(key);
  }
  for (const key of Object.keys(expected)) {
    if (!key.endsWith("?") && !isMet.has(key)) problems.push(`${key} kept its points`);
  }
  return problems;
}

function matches(pattern: string, { id }: CheckReport): boolean {
  const bare = pattern.replace(/\?$/, "");
  return bare.endsWith("*") ? id.startsWith(bare.slice(0, -1)) : id === bare;
}

function judgeWarnings(expected: string[], { warnings }: Report): string[] {
  return [
    ...expected
      .filter((code) => !warnings.some((warning) => warning.code === code))
      .map((code) => `there is no warning ${code}`),
    ...warnings
      .filter(({ code = "" }) => !expected.includes(code))
      .map(({ code, message, evidence }) => `there is the warning ${code}: ${message}: ${evidence}`),
  ];
}
