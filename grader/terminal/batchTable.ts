/** Shows the progress of a batch on a terminal: a bar with the time left, and the current submissions. */
import { MultiBar, type SingleBar } from "cli-progress";
import type { Row } from "../batch/row.ts";
import type { Summary } from "../batch/summary.ts";
import { cut } from "../report/plain.ts";
import { pc } from "./colors.ts";

export class BatchTable {
  private readonly bars = new MultiBar({
    format: " {name} {state}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
  });
  private readonly total: SingleBar;
  private readonly lines = new Map<string, { bar: SingleBar; since: number }>();
  private readonly timer = setInterval(() => this.tick(), 1000);
  private isClosed = false;

  constructor(count: number) {
    this.total = this.bars.create(
      count,
      0,
      {},
      { format: " {bar} {value}/{total}  {duration_formatted} so far, {eta_formatted} left", etaBuffer: 20 },
    );
  }

  started(name: string): void {
    const bar = this.bars.create(1, 0, { name: name.padEnd(24), state: "..." });
    this.lines.set(name, { bar, since: performance.now() });
  }

  ended(row: Row): void {
    const line = this.lines.get(row.name);
    if (line) this.bars.remove(line.bar);
    this.lines.delete(row.name);
    this.bars.log(` ${formatRow(row)}\n`);
    this.total.increment();
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    clearInterval(this.timer);
    this.bars.stop();
  }

  private tick(): void {
    for (const [name, { bar, since }] of this.lines) {
      bar.update(0, { name: name.padEnd(24), state: `${Math.round((performance.now() - since) / 1000)} s` });
    }
  }
}

function formatRow({ name, score, maxScore, status, isFault, isTakenOver, message }: Row): string {
  const verdict = isFault
    ? pc.red("not graded")
    : status === "rejected"
      ? pc.yellow("rejected")
      : `${score}/${maxScore}${isTakenOver ? pc.dim(" (known)") : ""}`;
  return `${name.padEnd(24)} ${verdict}${message ? pc.dim(`  ${cut(message, 80)}`) : ""}`;
}

/** The first ten. */
const some = (names: string[]) => `${names.slice(0, 10).join(", ")}${names.length > 10 ? ", ..." : ""}`;

/** Summarizes a batch in a few lines. */
export function formatBatch(summary: Summary): string {
  const { counts, scores, durationMs, checks, warnings, identical, leftOut } = summary;
  const seconds = durationMs / 1000;
  const lines = [
    `${amount(counts.submissions, "submission")} in ${seconds.toFixed(1)} s: ${counts.graded} graded (${counts.takenOver} already known), ${counts.rejected} rejected, ${counts.timedOut} stopped by the time limit`,
  ];
  for (const { track, count, mean, median, min, max, maxScore } of scores) {
    lines.push(
      `${track}: ${amount(count, "submission")}, mean ${mean}, median ${median}, from ${min} to ${max} of ${maxScore}`,
    );
  }
  const [worst] = checks;
  if (worst?.failed) lines.push(`Fails most often: ${worst.title} (${worst.failed} of ${worst.count})`);
  if (warnings.length) lines.push(pc.yellow(amount(warnings.length, "integrity warning")));
  if (summary.similar.length)
    lines.push(pc.yellow(`${amount(summary.similar.length, "pair")} of nearly the same submissions`));
  if (summary.untouched.length)
    lines.push(`${amount(summary.untouched.length, "submission")} with nothing written`);
  if (identical.length)
    lines.push(pc.yellow(`${amount(identical.length, "group")} of identical submissions`));
  const { missing = [], unlisted = [] } = summary;
  if (missing.length) lines.push(pc.yellow(`${missing.length} of the roster handed in nothing`));
  if (unlisted.length) lines.push(pc.yellow(`Not in the roster: ${some(unlisted)}`));
  if (leftOut.length) lines.push(pc.yellow(`Not submissions, left out: ${some(leftOut)}`));
  if (counts.faults)
    lines.push(
      pc.red(`The grader failed on ${counts.faults}: these have no score; --resume tries them again`),
    );
  return lines.join("\n");
}

function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
