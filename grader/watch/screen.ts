/** What is seen while watching: the first failing check first, then where everything stands. */

import { isWrong, nextStep } from "../report/next.ts";
import type { CheckReport, Report } from "../report/report.ts";
import { pc } from "../terminal/colors.ts";
import { formatCheck, formatNext, formatScore, formatSuite } from "../terminal/format.ts";
import { hanging, line } from "../terminal/layout.ts";

export interface View {
  report: Report;
  /** What has just been graded; failures in it come before others. */
  graded: string[];
  /** What is still being graded. */
  pending: string[];
  /** Why there was a run, such as "stats.ts changed", and how long it took. */
  reason: string;
  seconds: number;
  /** The report's file to look at. */
  shown: string;
}

/** How many other failures are named below the first. */
const maxNamed = 4;

export function formatView({ report, graded, pending, reason, seconds, shown }: View): string {
  const { checks, score, maxScore } = report;
  const isFresh = ({ suite }: CheckReport) => graded.includes(suite);
  const wrong = checks
    .filter(isWrong)
    .filter(({ suite }) => !pending.includes(suite) || graded.includes(suite));
  const [first, ...others] = [...wrong.filter(isFresh), ...wrong.filter((check) => !isFresh(check))];
  const lines = [line(pc.dim(reason), pc.dim(`${seconds.toFixed(1)} s`)), ""];
  if (first) {
    lines.push(formatCheck(first) ?? "", "");
    for (const check of others.slice(0, maxNamed)) lines.push(hanging(`    ${pc.red("✗")} `, check.title));
    if (others.length > maxNamed) lines.push(pc.dim(`      and ${others.length - maxNamed} more`));
    if (others.length) lines.push("");
  }
  const next = nextStep(checks);
  if (next?.kind === "write") lines.push(hanging("  Nothing is wrong. Next: ", formatNext(next)), "");
  for (const { id, title } of report.suites ?? []) {
    const own = checks.filter(({ suite }) => suite === id);
    const isLeftOut = own.every(({ status }) => status === "not-run");
    if (pending.includes(id)) lines.push(pc.dim(line(`… ${title}`, "")).trimEnd());
    else if (!isLeftOut) lines.push(formatSuite(title, own));
  }
  lines.push(
    "",
    `${pending.length ? `  ${pc.bold(`Score ${score}/${maxScore}`)}${pc.dim("  so far")}` : formatScore(report)}   ${pc.dim(shown)}`,
  );
  return lines.join("\n");
}

/** The keys, as Jest's watch mode lists them. */
export function formatKeys(): string {
  const keys = [
    ["a", "all"],
    ["f", "failed"],
    ["o", "one suite"],
    ["q", "quit"],
  ];
  return `  ${keys.map(([key, what]) => `${pc.bold(key)} ${pc.dim(what)}`).join(pc.dim("  ·  "))}`;
}
