/** What to do about a report: whatever is wrong comes first, then what is not written yet. */
import type { Assignment } from "../assignment.ts";
import type { Rubric, RubricCheck } from "../rubric.ts";
import { next as nextTexts } from "../wording/report.ts";
import type { CheckReport } from "./report.ts";

/** It ran, and did not pass. */
export function isWrong({ status }: CheckReport): boolean {
  return status === "failed" || status === "error" || status === "timeout";
}

/** It costs points: neither advice nor extra credit does. */
export function isMistake(check: CheckReport): boolean {
  return isWrong(check) && check.kind === "graded";
}

export type SuiteState = "passed" | "wrong" | "todo" | "waiting" | "advice";

/** The state of a suite as a whole. */
export function suiteState(checks: CheckReport[]): SuiteState {
  if (checks.every(({ status }) => status === "passed")) return "passed";
  if (checks.some(isMistake)) return "wrong";
  if (checks.some(({ status }) => status === "todo")) return "todo";
  return checks.some(({ status }) => status === "skipped" || status === "not-run") ? "waiting" : "advice";
}

/** For a report whose submission `lacksMarker`. */
export function markerAdvice({ tracks, handIn }: Assignment): string {
  const marked = tracks.flatMap(({ title, marker }) => (marker ? [{ title, name: marker.name }] : []));
  const track = marked.map(({ title }) => title).join(" or ");
  const marker = marked.map(({ name }) => name).join(" or ");
  return nextTexts.marker({ track, marker, beside: handIn.landmarks[0] });
}

/** The next thing to do. */
export interface Next {
  kind: "fix" | "write";
  check: CheckReport;
  method: string | null;
  file: string | null;
}

/** The first mistake; where there is none, the first method that is not written; null where there is neither. */
export function nextStep(checks: CheckReport[], rubric: Rubric): Next | null {
  const mistake = checks.find(isMistake);
  const unfinished = checks.filter(({ status }) => status === "todo");
  const unwritten = unfinished.find(({ kind }) => kind === "graded") ?? unfinished[0];
  const check = mistake ?? unwritten;
  if (!check) return null;
  const { file, method } = check.where ?? { file: null, method: null };
  if (mistake) return { kind: "fix", check, method, file };
  // The check may be about a method that is written, and uses one that is not.
  if (!check.unwritten || check.unwritten === method) return { kind: "write", check, method, file };
  return {
    kind: "write",
    check,
    method: check.unwritten,
    file: judgeOf(rubric, check.unwritten)?.file ?? null,
  };
}

/** The suites that judge what a check builds on, and that its run has left out. */
export function leftOutFor({ id, suite }: CheckReport, checks: CheckReport[], rubric: Rubric): string[] {
  const rows = new Map(rubric.checks.map((row) => [row.id, row]));
  const base = new Set([id]);
  const files = new Set<string>();
  // A set goes on to what is added on the way.
  for (const known of base) {
    const row = rows.get(known);
    if (!row || row.evenIfWrong) continue;
    for (const required of row.requires) base.add(required);
    for (const file of row.uses ?? []) files.add(file);
  }
  const isBase = (check: CheckReport) => base.has(check.id) || files.has(rows.get(check.id)?.file ?? "");
  const leftOut = checks.filter(
    (check) => check.status === "not-run" && check.suite !== suite && isBase(check),
  );
  return [...new Set(leftOut.map((check) => check.suite))];
}

/** The methods that are not written and that a suite needs: its own, and those that other suites judge. */
export function unwrittenIn(checks: CheckReport[], rubric: Rubric): { own: string[]; others: string[] } {
  const unfinished = checks.filter(({ status }) => status === "todo");
  const methods = unfinished.map(({ unwritten, where, title }) => unwritten ?? where?.method ?? title);
  const isOther = (method: string) => {
    const judge = judgeOf(rubric, method);
    return judge !== undefined && judge.suite !== checks[0].suite;
  };
  const unique = [...new Set(methods)];
  return { own: unique.filter((method) => !isOther(method)), others: unique.filter(isOther) };
}

/** The first check that judges a method; undefined for a method that the rubric does not know. */
function judgeOf({ checks }: Rubric, method: string): RubricCheck | undefined {
  return checks.find((check) => check.method === method);
}
