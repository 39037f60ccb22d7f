/**
 * Workflow commands for GitHub's runner: printed in a step, they annotate the lines of a commit. After "Workflow commands for
 * GitHub Actions" in GitHub's documentation, and packages/core/src/command.ts of actions/toolkit for what is escaped.
 * For students' eyes.
 */

import { labels } from "../../wording/labels.ts";
import { page, services } from "../../wording/page.ts";
import { courseLines } from "../course.ts";
import { isMistake } from "../next.ts";
import { cut } from "../plain.ts";
import type { CheckReport, Report } from "../report.ts";
import { studentView } from "../studentView.ts";
import { explain } from "./explain.ts";

/** GitHub shows ten of a kind for each step, and drops the others. The last one says where they are. */
const maxErrors = 10;
/** An annotation is read beside the code; the whole text is in the summary. */
const maxMessage = 1000;

export function renderAnnotations(full: Report): string {
  const { report } = studentView(full);
  if (report.status === "rejected" || report.status === "fault")
    return `${command("error", { title: services["not-graded"] }, report.message ?? report.status)}\n`;
  const mistakes = report.checks.filter(isMistake);
  const shown = mistakes.slice(0, mistakes.length > maxErrors ? maxErrors - 1 : maxErrors);
  const lines = shown.map(annotation);
  const rest = mistakes.length - shown.length;
  if (rest) lines.push(command("error", {}, services["more-fail"]({ count: rest })));
  if (report.status !== "complete")
    lines.push(command("warning", { title: services["not-complete"] }, report.message ?? report.status));
  for (const line of courseLines(report)) lines.push(command("notice", { title: labels.decided }, line));
  lines.push(command("notice", { title: "Score" }, page.score(report)));
  return `${lines.join("\n")}\n`;
}

function annotation(check: CheckReport): string {
  const { file, line } = check.where ?? {};
  const properties = { ...(file && { file }), ...(line && { line: String(line) }), title: check.title };
  return command("error", properties, cut(explain(check), maxMessage));
}

function command(name: string, properties: Record<string, string>, message: string): string {
  const list = Object.entries(properties).map(
    ([key, value]) => `${key}=${data(value).replaceAll(":", "%3A").replaceAll(",", "%2C")}`,
  );
  return `::${[name, list.join(",")].filter(Boolean).join(" ")}::${data(message)}`;
}

/** One command is one line, whatever stands in it. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
