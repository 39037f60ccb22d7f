import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Effort } from "./effort.ts";
import { type Section, summarize } from "./report.ts";

const house = join(__dirname, "../../..");
const cli = join(house, "grader/cli.ts");

/** Two ways to start the command line: our own start.cjs, and a loader that translates file by file. */
const ways = {
  "start.cjs": [join(house, "grader/start.cjs"), cli],
  tsx: ["--import", "tsx", cli],
};

/**
 * Measures the time from start to end of grading one suite, with everything compiled before.
 *
 * @param folder where to write the report
 */
export async function measureStartup(folder: string, { starts }: Effort): Promise<Section> {
  const args = ["grade", "solution", "--only", "layers", "--out", join(folder, "report.json")];
  const times = new Map(Object.keys(ways).map((name) => [name, [] as number[]]));
  const warmUps = starts > 1 ? 1 : 0;
  for (let i = -warmUps; i < starts; i++) {
    for (const [name, way] of Object.entries(ways)) {
      const begin = performance.now();
      await promisify(execFile)(process.execPath, [...way, ...args], { cwd: house });
      if (i >= 0) times.get(name)!.push((performance.now() - begin) / 1000);
    }
  }
  const figure = summarize({ id: "startup", title: "grade solution --only layers, warm", unit: "s" }, times);
  return {
    title: "Start to end of a small grading run",
    note: "start.cjs keeps a bundle; tsx translates file by file",
    figures: [figure],
  };
}
