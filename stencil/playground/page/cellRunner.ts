/** Runs cells as one program in a worker of their own, and ends it when it does not come back. */
import type { FromCells } from "./console.ts";
import { explain } from "./explain.ts";

/** A cell may train a model; nothing that it prints may be this far apart. */
const patienceMs = 60_000;

export interface CellEvents {
  onBegin(cell: number): void;
  onPrint(cell: number, text: string): void;
  /** The program has ended with this, in words for the student. */
  onTrouble(cell: number, words: string): void;
  /** @param last the last cell that was to run; isWhole: all of them did */
  onEnd(last: number, isWhole: boolean): void;
}

export class CellRunner {
  private worker: Worker | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly events: CellEvents) {}

  async start(cells: string[]): Promise<void> {
    const last = cells.length - 1;
    const fail = (cell: number, words: string) => {
      this.stop();
      this.events.onBegin(cell);
      this.events.onTrouble(cell, words);
      this.events.onEnd(last, false);
    };
    const response = await fetch("/cells", { method: "POST", body: JSON.stringify(cells) }).catch(() => null);
    if (!response) return fail(last, "Nothing answers: is `npm run playground` still running?");
    const code = await response.text();
    if (!response.ok) return fail(...toCell(code, cells));
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.worker = new Worker(url);
    URL.revokeObjectURL(url);
    let current = 0;
    const wait = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.stop();
        this.events.onTrouble(
          current,
          `Nothing came for ${patienceMs / 1000} seconds. Is there a loop without end?`,
        );
        this.events.onEnd(last, false);
      }, patienceMs);
    };
    wait();
    this.worker.onmessage = ({ data }: MessageEvent<FromCells>) => {
      wait();
      if (data.type === "begin") {
        current = data.cell;
        this.events.onBegin(current);
      } else if (data.type === "print") {
        this.events.onPrint(data.cell, data.text);
      } else {
        this.stop();
        if (data.type === "failed")
          this.events.onTrouble(
            data.cell,
            explain(data, code).replace(/ and press Start again/, " and press Run again"),
          );
        this.events.onEnd(last, data.type === "end");
      }
    };
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = null;
  }
}

/** From a line of the whole program to the cell that it is in: "... (code/cells.ts, line 12)". */
function toCell(problem: string, cells: string[]): [cell: number, words: string] {
  const [, words, line] = problem.match(/^(.*) \(.*cells\.ts, line (\d+)\)$/s) ?? [];
  if (!line) return [cells.length - 1, `Your code does not compile: ${problem}`];
  // The program begins with an import; above each cell stands a line that says that it begins.
  let first = 3;
  for (const [cell, code] of cells.entries()) {
    const lines = code.split("\n").length;
    if (Number(line) < first + lines)
      return [cell, `This does not compile: ${words} (line ${Number(line) - first + 1})`];
    first += lines + 1;
  }
  return [cells.length - 1, words];
}
