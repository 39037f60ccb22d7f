/** Imported before all cells, in their worker. Sends what cells print to the page, with the number of the cell. */
import { inspect } from "./inspect.ts";

/** Messages from the cells' worker to the page. */
export type FromCells =
  | { type: "begin"; cell: number }
  | { type: "print"; cell: number; text: string }
  | { type: "failed"; cell: number; name: string; message: string; stack: string }
  | { type: "end" };

const cells = self as unknown as {
  beginCell(cell: number): void;
  endCells(): void;
  postMessage(message: FromCells): void;
  addEventListener(type: "error", listener: (event: ErrorEvent) => void): void;
};

let current = 0;
cells.beginCell = (cell) => {
  current = cell;
  cells.postMessage({ type: "begin", cell });
};
cells.endCells = () => cells.postMessage({ type: "end" });

for (const method of ["log", "info", "warn", "error", "debug"] as const) {
  console[method] = (...values: unknown[]) => {
    const text = values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" ");
    cells.postMessage({ type: "print", cell: current, text });
  };
}

cells.addEventListener("error", (event) => {
  event.preventDefault();
  const { name = "", message = event.message, stack = "" } = (event.error ?? {}) as Partial<Error>;
  cells.postMessage({ type: "failed", cell: current, name, message, stack });
});
