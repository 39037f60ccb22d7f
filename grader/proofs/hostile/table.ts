/** Formats the results as a table. */
import Table from "cli-table3";
import { pc } from "../../terminal/colors.ts";
import type { HostileRun } from "./run.ts";

export function formatRuns(runs: (HostileRun & { tries: string })[]): string {
  const table = new Table({
    head: ["", "submission", "s", "lost", "what it tries, or what went wrong"],
    colWidths: [3, 30, 6, 6, 75],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const { name, seconds, report, problems, tries } of runs) {
    const lost =
      report?.checks.filter(({ status }) => status !== "passed" && status !== "not-run").length ?? "-";
    const mark = problems.length ? pc.red("✗") : pc.green("✓");
    table.push([mark, name, seconds, lost, problems.length ? problems.slice(0, 8).join("\n") : tries]);
  }
  return table.toString();
}
