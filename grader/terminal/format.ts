/** Reports as lines for a terminal. */
import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";
import type { CheckReport } from "../report/report.ts";
import type { StudentView } from "../report/studentView.ts";
import { labels } from "../report/wording.ts";

const width = 92;
const maxOutputLines = 8;

/** "  ✓ Layers                    13/13" */
export function formatSuite(title: string, checks: CheckReport[]): string {
  const [points, max] = [sum(checks, "points"), sum(checks, "maxPoints")];
  const isFull = checks.every(({ status }) => status === "passed");
  const isTodo = checks.some(({ status }) => status === "todo");
  const mark = isFull ? pc.green("✓") : isTodo ? pc.yellow("○") : pc.red("✗");
  return line(`${mark} ${pc.bold(title)}`, `${points}/${max}`);
}

/** What is left to write, as one line for a whole suite; null when nothing is. */
export function formatUnfinished(checks: CheckReport[]): string | null {
  const unfinished = checks.filter(({ status }) => status === "todo");
  if (unfinished.length === 0) return null;
  const methods = new Set(unfinished.map(({ where, title }) => where?.split("  ")[1] ?? title));
  return detail("to do", [...methods].join(", "));
}

/** A check that has not passed, with all that helps; a line for one that was skipped; null for the rest. */
export function formatCheck(check: CheckReport): string | null {
  const { status, title, points, maxPoints, message } = check;
  const score = maxPoints ? `${points}/${maxPoints}` : "advice";
  if (status === "passed" || status === "todo") return null;
  if (status === "skipped" || status === "not-run") {
    return `${line(`  ${pc.yellow("-")} ${title}`, score)}\n${detail("", message)}`;
  }
  const mark = maxPoints === 0 ? pc.yellow("!") : pc.red("✗");
  const details = [
    detail(labels[status] ?? "", message),
    detail("Expected", check.expected),
    detail("Received", check.received),
    detail("Where", check.where),
    detail("Hint", check.hint),
    detail("Printed", clip(check.output)),
  ].filter(Boolean);
  return [line(`  ${mark} ${title}`, score), ...details].join("\n");
}

/** The score, and what to know about it. */
export function formatSummary({ report, hidden }: StudentView, file: string): string {
  const { score, maxScore, percent, dataset, status, message, submission, accuracy } = report;
  const lines = [""];
  for (const [name, training] of Object.entries(accuracy)) {
    if (!training) continue;
    const { testAccuracy, epochs, trainSeconds } = training;
    lines.push(
      `  ${name} model: ${(testAccuracy * 100).toFixed(2)}% of the test images right after ${epochs} epochs (${trainSeconds.toFixed(1)} s)`,
    );
  }
  if (dataset?.name === "synthetic-digits" && (accuracy.simple || accuracy.advanced)) {
    lines.push(`  Trained on the built-in synthetic digits; \`npm run data\` fetches MNIST.`);
  }
  for (const { message, evidence } of report.warnings) {
    lines.push(pc.yellow(`  Warning: ${message}`), `           ${evidence}`);
  }
  const next = report.checks.find((check) => check.status === "todo");
  if (next?.where) lines.push(`  Next: ${next.where.split("  ").reverse().join(" in ")}`);
  if (status !== "complete") lines.push(pc.red(`  ${message}`));
  const color = percent === 100 ? pc.green : percent < 50 ? pc.yellow : pc.cyan;
  lines.push(
    `  ${pc.bold(color(`Score ${score}/${maxScore}`))}  (${percent}%, ${submission.track}, graded by machine)`,
  );
  if (hidden)
    lines.push(`  ${hidden === 1 ? "1 check is" : `${hidden} checks are`} not shown, and not in this score`);
  const graded = report.checks.filter((check) => check.status !== "not-run");
  if (status === "complete" && graded.length > 0 && graded.length < report.checks.length) {
    const points = `${sum(graded, "points")}/${sum(graded, "maxPoints")}`;
    lines.push(`  ${points} in what was graded; the rest was left out, and counts as nothing here.`);
  }
  lines.push(`  Report: ${file}`);
  return lines.join("\n");
}

export function line(left: string, right: string): string {
  const padding = Math.max(2, width - visibleLength(left) - right.length);
  return `  ${left}${" ".repeat(padding)}${right}`;
}

function detail(label: string, text: string | null): string {
  if (!text) return "";
  const [first, ...rest] = text.split("\n");
  return [
    `      ${pc.dim(label.padEnd(9))} ${first}`,
    ...rest.map((more) => `${" ".repeat(16)}${more}`),
  ].join("\n");
}

function clip(output: string | null): string | null {
  if (!output) return null;
  const lines = output.trimEnd().split("\n");
  const shown = lines
    .slice(0, maxOutputLines)
    .map((text) => (text.length > width ? `${text.slice(0, width)}...` : text));
  return lines.length > shown.length
    ? [...shown, `... (${lines.length - shown.length} more lines)`].join("\n")
    : shown.join("\n");
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}

function sum(checks: CheckReport[], key: "points" | "maxPoints"): number {
  return checks.reduce((total, check) => total + check[key], 0);
}
