/** Runs cells as one program in a worker, and ends the worker if it does not respond. */
import type { FromCells } from "./console.ts";
import { explain } from "./explain.ts";

/** The longest time between two outputs. A cell may train a model. */
const patienceMs = 60_000;

export interface CellEvents {
  onBegin(cell: number): void;
  onPrint(cell: number, text: string): void;
  /** Called when the program has ended with an error, described for the student. */
  onTrouble(cell: number, words: string): void;
  /** @param last the last cell to run; isWhole: whether all cells ran */
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
    if (!response) return fail(last, "The server does not answer: is `npm run playground` still running?");
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
          `The code printed nothing for ${patienceMs / 1000} seconds. Is there an endless loop?`,
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

/** Maps a line of the whole program to its cell: "... (code/cells.ts, line 12)". */
function toCell(problem: string, cells: string[]): [cell: number, words: string] {
  const [, words, line] = problem.match(/^(.*) \(.*cells\.ts, line (\d+)\)$/s) ?? [];
  if (!line) return [cells.length - 1, `Your code does not compile: ${problem}`];
  // The program begins with an import. Above each cell is a line that reports its beginning.
  let first = 3;
  for (const [cell, code] of cells.entries()) {
    const lines = code.split("\n").length;
    if (Number(line) < first + lines)
      return [cell, `This does not compile: ${words} (line ${Number(line) - first + 1})`];
    first += lines + 1;
  }
  return [cells.length - 1, words];
}
