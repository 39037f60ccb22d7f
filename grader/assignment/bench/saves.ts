import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Watching } from "../../testing/watching.ts";
import { studentFiles } from "../contract.ts";
import type { Effort } from "./effort.ts";
import { type Section, summarize } from "./report.ts";

const house = join(__dirname, "../../..");

/**
 * Measures the time from saving a file to the result of its suite in `npm run grade -- --watch`, in a real process. Every
 * second save introduces a mistake in Dense.forward, and the next one fixes it.
 *
 * @param folder where to write the submission
 */
export async function measureSaves(folder: string, { saves }: Effort): Promise<Section> {
  const submission = join(folder, "watched");
  for (const file of studentFiles) {
    cpSync(join(house, "solution", file), join(submission, file), { recursive: true });
  }
  const file = join(submission, "beras/layers.ts");
  const right = readFileSync(file, "utf8");
  const wrong = right.replace("x.matmul(this.w).add(this.b)", "x.matmul(this.w)");
  const seconds: number[] = [];
  const watching = new Watching(submission, ["--only", "layers"]);
  try {
    await watching.until(/points in what was graded/);
    for (let i = 0; i < saves; i++) {
      const begin = performance.now();
      writeFileSync(file, i % 2 ? right : wrong);
      await watching.until(i % 2 ? /layers\.ts changed[\s\S]*✓ Layers/ : /layers\.ts changed[\s\S]*✗ Layers/);
      seconds.push((performance.now() - begin) / 1000);
    }
  } finally {
    watching.press("q");
    await watching.ended;
  }
  const figure = (id: string, title: string, values: number[]) =>
    summarize({ id: `saves/${id}`, title, unit: "s" }, new Map([["--watch", values]]));
  return {
    title: "From a save to the result of its suite",
    note: `${saves} saves of layers.ts in watch mode, every second one with a mistake`,
    figures: [figure("median", "median", seconds), figure("longest", "longest", [Math.max(...seconds)])],
  };
}
