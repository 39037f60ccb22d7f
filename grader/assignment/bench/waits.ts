import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Effort } from "./effort.ts";
import { type Section, summarize } from "./report.ts";

const house = join(__dirname, "../../..");
const program = [join(house, "grader/start.cjs"), join(house, "grader/cli.ts")];

interface Wait {
  title: string;
  args: string[];
  /** What people wait for; the end by default. */
  until?: RegExp;
  isWhole?: boolean;
}

const waits: Record<string, Wait> = {
  option: { title: "an option that does not exist, to the end", args: ["--no-such-option"] },
  stencil: { title: "the untouched stencil, to the first verdict", args: ["stencil"], until: /[✓✗○] \w/ },
  losses: { title: "solution --only losses, to the end", args: ["solution", "--only", "losses"] },
  whole: {
    title: "solution --track cs2470, to the end",
    args: ["solution", "--track", "cs2470"],
    isWhole: true,
  },
};

/**
 * Measures what people wait for in `npm run grade`, with everything compiled before.
 *
 * @param folder where to write the reports
 */
export async function measureWaits(folder: string, { starts, grades }: Effort): Promise<Section> {
  const out = ["--out", join(folder, "report.json")];
  const figures: Section["figures"] = [];
  for (const [name, { title, args, until, isWhole }] of Object.entries(waits)) {
    const seconds: number[] = [];
    for (let i = 0; i < (isWhole ? grades : starts); i++)
      seconds.push(await secondsOf([...program, "grade", ...args, ...out], until));
    figures.push(summarize({ id: `waits/${name}`, title, unit: "s" }, new Map([["grade", seconds]])));
  }
  return {
    title: "What people wait for",
    note: "everything compiled before; on the whole data set, as in MNIST_DIR",
    figures,
  };
}

/** The time until a program has printed something, or has ended. */
function secondsOf(args: string[], until?: RegExp): Promise<number> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(process.execPath, args, { cwd: house, stdio: ["ignore", "pipe", "ignore"] });
    const passed = () => (performance.now() - begin) / 1000;
    let printed = "";
    let seconds: number | undefined;
    child.stdout.on("data", (chunk) => {
      printed += chunk;
      if (until?.test(printed)) seconds ??= passed();
    });
    child.on("error", reject);
    // What comes after would slow down the next measurement.
    child.on("close", () => resolve(seconds ?? passed()));
  });
}
