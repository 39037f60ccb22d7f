/** Shows the progress of grading on a terminal: a line per suite, failures below it, a bar for trainings. */
import { MultiBar, Presets, type SingleBar } from "cli-progress";
import { isMistake } from "../report/next.ts";
import type { CheckReport } from "../report/report.ts";
import type { Rubric } from "../rubric.ts";
import type { TrainingProgress } from "../run/suiteRun.ts";
import { pc } from "./colors.ts";
import { formatCheck, formatSuite, formatUnfinished } from "./format.ts";
import { line, screenWidth } from "./layout.ts";

/** Prints to stdout. Draws bars only on a terminal. Elsewhere (CI logs) each suite is one finished line. */
export class LiveReport {
  constructor(private readonly rubric: Rubric) {}

  private title = "";
  private checks: CheckReport[] = [];
  private isFaulty = false;
  /** Something is wrong: advice can wait, and is only named. */
  private isWrong = false;
  private bars: MultiBar | null = null;
  private readonly barOf = new Map<string, SingleBar>();

  suiteStarted(title: string): void {
    this.finishSuite();
    this.title = title;
    if (process.stdout.isTTY) process.stdout.write(pc.dim(`  ${title} ...`));
  }

  checked(check: CheckReport): void {
    this.checks.push(check);
  }

  /** The grader itself failed at a check, so the suite has no verdict. */
  faulted(): void {
    this.isFaulty = true;
  }

  progressed({ model, epoch, epochs, share, loss, acc }: TrainingProgress): void {
    if (!process.stdout.isTTY) return;
    this.bars ??= new MultiBar(
      {
        // The rest of the line takes up to 60 columns.
        barsize: Math.min(40, Math.max(5, screenWidth() - 60)),
        format: "    {model} {bar} {percentage}%  epoch {epoch}/{epochs}  loss {loss}  acc {acc}",
        clearOnComplete: true,
        hideCursor: true,
      },
      Presets.shades_classic,
    );
    const payload = {
      model: model.padEnd(8),
      epoch: epoch + 1,
      epochs,
      loss: loss.toFixed(4),
      acc: acc.toFixed(4),
    };
    const bar = this.barOf.get(model) ?? this.bars.create(1, 0, payload);
    this.barOf.set(model, bar);
    bar.update(share, payload);
  }

  /** Prints the remaining suite. */
  finish(): void {
    this.finishSuite();
  }

  private finishSuite(): void {
    this.bars?.stop();
    this.bars = null;
    this.barOf.clear();
    if (!this.title) return;
    if (process.stdout.isTTY) process.stdout.write("\r\x1b[K");
    // A suite with hidden checks only is not mentioned.
    if (this.isFaulty) console.log(line(`${pc.red("✗")} ${this.title}`, "the grader failed"));
    else if (this.checks.length > 0) console.log(formatSuite(this.title, this.checks));
    this.isWrong ||= this.checks.some(isMistake);
    const texts = this.checks.map((check) => formatCheck(check, this.isWrong));
    for (const text of [...texts, formatUnfinished(this.checks, this.rubric)]) {
      if (text) console.log(text);
    }
    this.title = "";
    this.checks = [];
    this.isFaulty = false;
  }
}
