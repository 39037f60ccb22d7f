/** Formats the rubric as a table. */
import Table from "cli-table3";
import type { Track } from "../assignment.ts";
import { checksOf, type Rubric, type RubricCheck, type Visibility } from "../rubric.ts";

const seenBy: Record<Visibility, string> = {
  hidden: "staff",
  after_due_date: "staff, then all after the due date",
  after_published: "staff, then all with the grades",
};

/** Lists a row per check, totals per suite and overall, and the items graded by hand. */
export function formatRubric(rubric: Rubric, tracks: Track[]): string {
  const shown = rubric.checks.filter((check) => tracks.some((track) => check.points[track] !== undefined));
  const table = new Table({
    head: ["Check", "Description", ...tracks, "Seen by", "Limit"],
    colWidths: [40, 48, ...tracks.map(() => 8), 16, 7],
    colAligns: ["left", "left", ...tracks.map(() => "right" as const), "left", "right"],
    wordWrap: true,
    // No lines between rows, so that twice as many fit on a screen.
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    style: { head: [], border: [] },
  });
  const sums = (checks: RubricCheck[]) =>
    tracks.map((track) =>
      checks
        .filter(({ kind }) => kind === "graded")
        .reduce((sum, check) => sum + (check.points[track] ?? 0), 0),
    );
  for (const { id, title } of rubric.suites) {
    const checks = shown.filter(({ suite }) => suite === id);
    if (checks.length === 0) continue;
    table.push([id, title.toUpperCase(), ...sums(checks), "", ""]);
    for (const check of checks) {
      const points = tracks.map((track) => formatWorth(check, track));
      const who = check.visibility ? seenBy[check.visibility] : "all";
      table.push([`  ${check.id}`, check.title, ...points, who, `${check.timeoutMs / 1000} s`]);
    }
  }
  table.push([
    "",
    "IN ALL",
    ...tracks.flatMap((track) => sums(checksOf(rubric, track))[tracks.indexOf(track)]),
    "",
    "",
  ]);
  const manual = rubric.manual
    .filter((item) => item.tracks.some((track) => tracks.includes(track)))
    .map((item) => `  ${item.title} (${item.tracks.join(", ")})`);
  return [table.toString(), "", "Graded by hand, without points here:", ...manual].join("\n");
}

/** "2", "+1" for extra credit, "advice", or "-" where the track does not have the check. */
function formatWorth({ kind, points }: RubricCheck, track: Track): string {
  const worth = points[track];
  if (worth === undefined) return "-";
  return kind === "practice" ? "advice" : `${kind === "extra" ? "+" : ""}${worth}`;
}
