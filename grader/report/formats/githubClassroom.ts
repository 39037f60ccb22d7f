/**
 * What GitHub Classroom's reporter takes from a grader: JSON in base64, version 1 (schemas/github-classroom.schema.json).
 * It is read by students, in the log of the workflow. GitHub Classroom closed on 28 August 2026.
 */
import type { Assignment } from "../../assignment.ts";
import { cut } from "../plain.ts";
import type { CheckReport, Report } from "../report.ts";
import { studentView } from "../studentView.ts";
import { explain } from "./explain.ts";
import { visiblePoints } from "./visibleChecks.ts";

/** Linux takes 128 kB in one variable of the environment, in which this travels; base64 makes it a third longer. */
const maxBytes = 90_000;
const maxMessage = 1500;

export function renderGithubClassroom(full: Report, assignment: Assignment): string {
  const { report } = studentView(full);
  const rejected = {
    name: "Submission",
    status: "error",
    score: 0,
    message: report.message ?? report.status,
    test_code: "",
    filename: "",
    line_no: 0,
    execution_time: 0,
  };
  for (let length = maxMessage; ; length = Math.floor(length / 2)) {
    const tests =
      report.status === "rejected" ? [rejected] : report.checks.map((check) => toTest(check, length));
    const max_score =
      report.status === "rejected" ? visiblePoints(assignment, report.submission.track) : report.maxScore;
    const result = { version: 1, status: statusOf(report), max_score, tests };
    const bytes = Buffer.from(JSON.stringify(result));
    if (bytes.length <= maxBytes || length === 0) return bytes.toString("base64");
  }
}

function statusOf({ status, checks }: Report): "pass" | "fail" | "error" {
  if (status === "rejected") return "error";
  return status === "complete" && checks.every((check) => passes(check)) ? "pass" : "fail";
}

/** Advice that was not followed is no failure, nor is extra credit that was not earned. */
function passes({ status, kind }: CheckReport): boolean {
  return status === "passed" || kind !== "graded";
}

function toTest(check: CheckReport, length: number) {
  const { file, line } = check.where ?? { file: null, line: null };
  const text = explain(check);
  return {
    name: check.title,
    status: passes(check)
      ? "pass"
      : check.status === "error" || check.status === "timeout"
        ? "error"
        : "fail",
    score: check.points,
    message: text.length > length ? `${cut(text, length)}...` : text,
    test_code: check.id,
    filename: file ?? "",
    line_no: line ?? 0,
    execution_time: check.durationMs / 1000,
  };
}
