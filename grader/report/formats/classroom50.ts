/**
 * Classroom 50's result.json, after schemas/result-v1.schema.json and the wiki page "Advanced Autograding" of
 * foundation50/classroom50. It is attached to a release in the student's repository, so it holds what students may see. The
 * runner puts the owner, the kind of assignment and the time of submission into it, whatever stands there.
 */

import type { Assignment } from "../../assignment.ts";
import { labels } from "../../wording/labels.ts";
import { courseLines } from "../course.ts";
import type { CheckReport, Report } from "../report.ts";
import { studentView } from "../studentView.ts";
import { countedMax } from "../totals.ts";
import { explain } from "./explain.ts";
import { visiblePoints } from "./visibleChecks.ts";

export function renderClassroom50(
  full: Report,
  assignment: Assignment,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const { report } = studentView(full);
  const tests = report.status === "rejected" ? [rejectedTest(report, assignment)] : report.checks.map(toTest);
  const lines = courseLines(report);
  if (lines.length)
    tests.push({ "test-name": labels.decided, passed: true, score: 0, max: 0, message: lines.join("\n") });
  const scale = wholeNumbers([report.score ?? 0, ...tests.flatMap(({ score, max }) => [score, max])]);
  const scaled = tests.map(({ score, max, ...test }) => ({
    ...test,
    // The runner takes none that is above its maximum, which extra credit does not have.
    score: Math.round(Math.min(score, max) * scale),
    "max-score": Math.round(max * scale),
  }));
  const maxScore = scaled.reduce((total, test) => total + test["max-score"], 0);
  const result = {
    schema: "classroom50/result/v1",
    classroom: env.CLASSROOM,
    assignment: env.ASSIGNMENT,
    assignment_type: env.ASSIGNMENT_TYPE || "individual",
    owner: env.OWNER || env.USERNAME || env.GITHUB_ACTOR || "unknown",
    submission: env.SUBMISSION_TAG,
    commit: env.COMMIT_URL,
    release: env.RELEASE_URL,
    review: env.REVIEW_URL || env.COMMIT_URL,
    datetime: utc(report.startedAt),
    // Not their sum: a person may have decided about the whole, and extra credit may stop at the maximum. Above it is none there.
    score: Math.min(Math.round((report.score ?? 0) * scale), maxScore),
    "max-score": maxScore,
    tests: scaled,
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

function toTest(check: CheckReport) {
  return {
    "test-name": check.title,
    passed: check.status === "passed",
    score: check.points,
    max: countedMax(check),
    message: explain(check),
  };
}

/** 0 of 0 would be what an assignment without tests gets, which counts as passed. */
function rejectedTest({ submission, message, status }: Report, assignment: Assignment) {
  const max = visiblePoints(assignment, submission.track);
  return { "test-name": "Submission", passed: false, score: 0, max, message: message ?? status };
}

/** Points are whole numbers there: what halves and tenths are multiplied by, so that every share stays what it is. */
function wholeNumbers(points: number[]): number {
  const isWhole = (scale: number) => points.every((value) => Number.isInteger(round(value * scale)));
  return [1, 2, 4, 5, 10, 20].find(isWhole) ?? 100;
}

/** What a product of decimal fractions would be without binary ones. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function utc(time: string): string {
  return time.replace(/\.\d+Z$/, "Z");
}
