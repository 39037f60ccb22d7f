/** Follows a batch where there is no terminal, such as in a log: a line for each submission, and an estimate every minute. */
import type { Row } from "../batch/row.ts";
import { cut, plainLine } from "../report/plain.ts";

const estimateMs = 60_000;
const shownNames = 5;

export class BatchLog {
  private readonly begin = performance.now();
  private readonly current = new Set<string>();
  private readonly timer = setInterval(() => this.estimate(), estimateMs);
  private done = 0;
  /** Without those that were known already, which take no time. */
  private graded = 0;

  constructor(private readonly count: number) {}

  started(name: string): void {
    this.current.add(name);
  }

  ended({ name, key, message, durationMs, isTakenOver, ...row }: Row): void {
    this.current.delete(name);
    this.done += 1;
    if (!isTakenOver) this.graded += 1;
    const facts = [
      `${this.done}/${this.count}`,
      plainLine(name),
      verdictOf(row),
      isTakenOver ? "known already" : `${(durationMs / 1000).toFixed(1)} s`,
      // Workers print it, too.
      key,
      message && cut(plainLine(message), 80),
    ];
    console.log(facts.filter(Boolean).join("  "));
  }

  close(): void {
    clearInterval(this.timer);
  }

  private estimate(): void {
    const minutes = (performance.now() - this.begin) / 60_000;
    const left = (minutes / this.graded) * (this.count - this.done);
    const names = [...this.current].slice(0, shownNames).map((name) => plainLine(name));
    if (this.current.size > shownNames) names.push("...");
    console.log(
      `${this.done} of ${this.count} done after ${Math.round(minutes)} min, ${this.graded ? `about ${Math.ceil(left)} min left` : "no estimate yet"}. In progress: ${names.join(", ")}`,
    );
  }
}

function verdictOf({
  isFault,
  status,
  score,
  maxScore,
}: Pick<Row, "isFault" | "status" | "score" | "maxScore">) {
  if (isFault) return "not graded";
  return status === "rejected" ? "rejected" : `${score}/${maxScore}`;
}
