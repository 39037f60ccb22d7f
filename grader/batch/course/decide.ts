/** Applies the decisions of the staff and the course's rules to a report. */
import type { Assignment } from "../../assignment.ts";
import type { Course, Decision, Late } from "../../report/course.ts";
import { visiblePoints } from "../../report/formats/visibleChecks.ts";
import { plainLine } from "../../report/plain.ts";
import type { Report } from "../../report/report.ts";
import { totals } from "../../report/totals.ts";
import { UsageError } from "../../submission/errors.ts";
import { course as courseTexts } from "../../wording/course.ts";
import type { Found } from "../find.ts";
import type { Person } from "../roster/roster.ts";
import type { HandGrades } from "./handGraded.ts";
import { type LatePolicy, lateness } from "./latePolicy.ts";
import type { Override } from "./overrides.ts";

export interface Rules {
  overrides: Override[];
  latePolicy: LatePolicy | null;
  handGrades: HandGrades;
}

/**
 * Finds the submission of each override.
 * @param missing people who handed in nothing: they can be excused
 * @throws UsageError when an override matches no submission, or several
 */
export function overridesBy(
  overrides: Override[],
  submissions: Found[],
  missing: Person[] = [],
): Map<string, Override[]> {
  const by = new Map<string, Override[]>();
  for (const override of overrides) {
    const key = override.student.toLowerCase();
    const isMeant = ({ name, students }: Found) =>
      [name, ...students.flatMap((student) => [student.name, student.sid, student.email])].some(
        (text) => text.toLowerCase() === key,
      );
    // The name of a submission wins over a student's number or name.
    const named = submissions.filter(({ name }) => name.toLowerCase() === key);
    const meant = named.length ? named : submissions.filter(isMeant);
    const absent = missing.filter(({ name, ids, email }) =>
      [name, email, ...ids].some((text) => text.toLowerCase() === key),
    );
    if (meant.length > 1)
      throw new UsageError(
        `The overrides name "${override.student}", which matches ${meant.map(({ name }) => name).join(" and ")}: write the submission's name`,
      );
    if (meant.length === 0 && absent.length && override.points !== undefined)
      throw new UsageError(
        `The overrides give points to "${override.student}", who handed in nothing: excuse the student, or enter the points in the LMS`,
      );
    if (meant.length === 0 && override.excused) for (const person of absent) person.isExcused = true;
    if (meant.length === 0 && absent.length === 0)
      throw new UsageError(
        `The overrides name "${override.student}", but there is no such submission or student`,
      );
    for (const { name } of meant) by.set(name, [...(by.get(name) ?? []), override]);
  }
  return by;
}

export function decide(
  assignment: Assignment,
  report: Report,
  found: Found,
  mine: Override[],
  rules: Rules,
): Report {
  if (report.status === "fault") return report;
  const decisions: Decision[] = [];
  let checks = report.checks;
  for (const override of mine) {
    const { check: id, points } = override;
    const check = checks.find((one) => one.id === id);
    const was = points === undefined || !id ? undefined : check?.points;
    decisions.push(asDecision(override, was));
    if (!check) continue;
    const given = points === undefined ? check.points : Math.min(points, check.maxPoints);
    const decided = [check.decided, courseTexts.decision(decisions.at(-1) as Decision)]
      .filter(Boolean)
      .join("; ");
    checks = checks.map((one) => (one === check ? { ...one, points: given, decided } : one));
  }
  let result: Report = { ...report, checks };
  if (checks !== report.checks)
    result = { ...result, ...totals(checks, report.extraCredit?.aboveTotal ?? false) };

  const whole = mine.findIndex(({ check, points }) => !check && points !== undefined);
  if (whole >= 0) {
    const maxScore = result.maxScore || visiblePoints(assignment, result.submission.track);
    const points = Math.min(mine[whole].points ?? 0, maxScore);
    decisions[whole].was = result.score ?? 0;
    result = { ...result, score: points, maxScore, percent: percentOf(points, maxScore) };
  }

  const byHand = rules.handGrades(found.name);
  const extension = mine.find((one) => one.extension)?.extension;
  const late = rules.latePolicy && lateness(rules.latePolicy, handedIn(found), extension);
  const excused = mine.some((one) => one.excused);
  if (!decisions.length && !byHand.length && !late) return result;
  const course: Course = { decisions, byHand, late, excused, final: null };
  if (!excused && (result.status !== "rejected" || whole >= 0)) course.final = finalOf(result, byHand, late);
  return { ...result, course };
}

function asDecision({ student: _, ...decision }: Override, was: number | undefined): Decision {
  const texts = Object.entries(decision).map(([name, value]) => [
    name,
    typeof value === "string" ? plainLine(value, 2000) : value,
  ]);
  return { ...Object.fromEntries(texts), ...(was !== undefined && { was }) };
}

function finalOf({ score, maxScore }: Report, byHand: Course["byHand"], late: Late | null): Course["final"] {
  const sum = (key: "points" | "maxPoints") => byHand.reduce((total, item) => total + item[key], 0);
  const earned = (score ?? 0) + sum("points");
  const left = earned * (1 - (late?.percentOff ?? 0) / 100);
  return { points: Math.round(left * 100) / 100, maxPoints: maxScore + sum("maxPoints") };
}

function handedIn({ submittedAt, isLate = false, students }: Found) {
  const people = students.flatMap(({ person }) => (person ? [person] : []));
  const late = people.map(({ secondsLate }) => secondsLate).filter((seconds) => seconds !== null);
  return {
    submittedAt: submittedAt || people.find((person) => person.submittedAt)?.submittedAt || null,
    secondsLate: late.length ? Math.max(...late) : null,
    isLate,
  };
}

function percentOf(points: number, max: number): number {
  return max > 0 ? Math.round((points / max) * 10_000) / 100 : 0;
}
