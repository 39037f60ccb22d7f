/** Formats the screen of watch mode: the first failing check, then an overview. */

import { isWrong, nextStep } from "../report/next.ts";
import type { CheckReport, Report } from "../report/report.ts";
import type { Rubric } from "../rubric.ts";
import { pc } from "../terminal/colors.ts";
import { formatCheck, formatNext, formatScore, formatSuite } from "../terminal/format.ts";
import { beside, hanging, line, screenWidth } from "../terminal/layout.ts";

export interface View {
  rubric: Rubric;
  report: Report;
  /** The suites just graded. Their failures come first. */
  graded: string[];
  /** The suites still being graded. */
  pending: string[];
  /** The reason for the run, such as "stats.ts changed", and its duration; null while there is no result yet. */
  reason: string;
  seconds: number | null;
  /** The report file to name. */
  shown: string;
}

/** How many other failures are named below the first. */
const maxNamed = 4;

/** "  stats.ts changed: grading ...", or "  stats.ts changed          1.2 s" once there is a result. */
export function formatOccasion({ reason, seconds }: View): string {
  if (seconds === null) return hanging("  ", `${reason}: grading ...`);
  return line(pc.dim(reason), pc.dim(`${seconds.toFixed(1)} s`));
}

export function formatView(view: View): string {
  const { rubric, report, graded, pending, shown } = view;
  const { checks, score, maxScore } = report;
  const isFresh = ({ suite }: CheckReport) => graded.includes(suite);
  const wrong = checks
    .filter(isWrong)
    .filter(({ suite }) => !pending.includes(suite) || graded.includes(suite));
  const [first, ...others] = [...wrong.filter(isFresh), ...wrong.filter((check) => !isFresh(check))];
  const lines = [formatOccasion(view), ""];
  if (first) {
    lines.push(formatCheck(first) ?? "", "");
    for (const check of others.slice(0, maxNamed)) lines.push(hanging(`    ${pc.red("✗")} `, check.title));
    if (others.length > maxNamed) lines.push(pc.dim(`      and ${others.length - maxNamed} more`));
    if (others.length) lines.push("");
  }
  const next = nextStep(checks, rubric);
  if (next?.kind === "write") lines.push(hanging("  Nothing is wrong. Next: ", formatNext(next)), "");
  for (const { id, title } of report.suites ?? []) {
    const own = checks.filter(({ suite }) => suite === id);
    const isLeftOut = own.every(({ status }) => status === "not-run");
    if (pending.includes(id)) lines.push(pc.dim(line(`… ${title}`, "")).trimEnd());
    else if (!isLeftOut) lines.push(formatSuite(title, own));
  }
  const points = pending.length
    ? `  ${pc.bold(`Score ${score}/${maxScore}`)}${pc.dim("  so far")}`
    : formatScore(report);
  lines.push("", beside(points, pc.dim(` ${shown}`)));
  return lines.join("\n");
}

/** Lists the keys, like Jest's watch mode. */
export function formatKeys(): string {
  const keys = [
    ["a", "all"],
    ["f", "failed"],
    ["o", "one suite"],
    ["q", "quit"],
  ];
  const named = keys.map(([key, what]) => `${pc.bold(key)} ${pc.dim(what)}`);
  return `  ${named.join(screenWidth() < 50 ? "  " : pc.dim("  ·  "))}`;
}
