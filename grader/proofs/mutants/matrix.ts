/** The kill matrix: which check finds which mistake. */
import { pc } from "../../terminal/colors.ts";
import type { Judged } from "./verdict.ts";

const marks = { passed: "·", skipped: "-", "not-run": " " } as const;

/** Formats one character per check: x for failed, - for skipped because of another, a dot for passed. */
export function formatMatrix(judged: Judged[], ids: string[]): string {
  const width = Math.max(8, ...judged.map(({ mistake }) => mistake.name.length));
  const digits = (unit: number) => ids.map((_, i) => Math.floor((i + 1) / unit) % 10).join("");
  const killed = ids.map((id) => judged.filter((row) => statusOf(row, id) === "x").length);
  const lines = [`${"".padEnd(width)}  ${digits(10)}`, `${"".padEnd(width)}  ${digits(1)}`];
  for (const row of judged) {
    const cells = ids.map((id) => statusOf(row, id)).join("");
    lines.push(`${row.mistake.name.padEnd(width)}  ${cells.replaceAll("x", pc.red("x"))}`);
  }
  lines.push("", "  x fails, - is skipped because another failed, · passes, blank was not run", "");
  for (const [i, id] of ids.entries()) {
    lines.push(`  ${String(i + 1).padStart(2)}  ${id.padEnd(34)} fails ${killed[i]}`);
  }
  return lines.join("\n");
}

function statusOf({ checks }: Judged, id: string): string {
  const status = checks.find((check) => check.id === id)?.status ?? "not-run";
  return marks[status as keyof typeof marks] ?? "x";
}

/** The same as data, with the message of the first failing check. */
export function matrixData(judged: Judged[]) {
  return judged.map(({ mistake, checks }) => ({
    ...mistake,
    checks: Object.fromEntries(checks.map(({ id, status }) => [id, status])),
    says: checks
      .filter(({ status }) => status !== "passed" && status !== "skipped")
      .slice(0, 1)
      .map(({ id, codes, message, expected, received, where, hint }) => ({
        id,
        codes,
        message,
        expected,
        received,
        where,
        hint,
      }))[0],
  }));
}
