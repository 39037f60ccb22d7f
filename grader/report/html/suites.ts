/** The checks of a report, suite by suite. */
import type { CheckReport, Report } from "../report.ts";
import { pointsOf } from "../totals.ts";

export interface Suite {
  id: string;
  title: string;
  checks: CheckReport[];
  points: number;
  maxPoints: number;
  /** Nothing in it is left to do. */
  isDone: boolean;
}

/** A suite that was left out has nothing to show. */
export const wasRun = ({ checks }: Suite): boolean => checks.some(({ status }) => status !== "not-run");

export function suitesOf({ suites, checks }: Report): Suite[] {
  const titles = new Map(suites?.map(({ id, title }) => [id, title]));
  return [...new Set(checks.map(({ suite }) => suite))].map((id) => {
    const own = checks.filter(({ suite }) => suite === id);
    return {
      id,
      title: titles.get(id) ?? id,
      checks: own,
      ...pointsOf(own),
      isDone: own.every(({ status }) => status === "passed"),
    };
  });
}
