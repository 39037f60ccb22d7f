import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Implementation } from "#tensor";
import type { DataFolder } from "./dataFolder.ts";
import type { Effort } from "./effort.ts";
import type { EpochResult, EpochTask } from "./epochProcess.ts";
import { type LibraryName, startLibrary } from "./libraries.ts";
import type { ModelName } from "./models.ts";
import { type NumpyName, startNumpy } from "./numpy.ts";
import type { Program } from "./program.ts";
import { type Figure, type Section, summarize } from "./report.ts";

const start = join(__dirname, "../../start.cjs");
const program = join(__dirname, "epochProcess.ts");
/** Steps before the measurement. After these, the engine has optimised the code of a step. */
export const epochWarmUp = 20;

export const modelTitles: Record<ModelName, string> = {
  simple: "784-10, batch 100, gradient descent",
  advanced: "784-128-10, batch 256, Adam",
};

/** Measures an epoch of each model with each contestant. Every epoch runs in a process of its own, and contestants take turns. */
export async function measureEpochs(
  implementations: readonly Implementation[],
  numpies: readonly NumpyName[],
  libraries: readonly LibraryName[],
  { folder }: DataFolder,
  effort: Effort,
): Promise<Section> {
  const figures: Figure[] = [];
  for (const [model, title] of Object.entries(modelTitles) as [ModelName, string][]) {
    const contestants = [
      ...implementations.map((implementation) => ({
        name: implementation,
        run: () => runEpoch({ implementation, model, folder, warmUp: epochWarmUp }),
      })),
      ...numpies.map((name) => ({
        name,
        run: () => runOtherEpoch(startNumpy(name), { model, folder, warmUp: epochWarmUp }),
      })),
      ...libraries.map((name) => ({
        name,
        run: () => runOtherEpoch(startLibrary(name), { model, folder, warmUp: epochWarmUp }),
      })),
    ];
    const results = new Map(contestants.map(({ name }) => [name as string, [] as EpochResult[]]));
    for (let i = 0; i < effort.epochs; i++) {
      for (const { name, run } of contestants) {
        // Plain loops take so long that one epoch is already an average.
        if (name !== "plain" || i === 0) results.get(name)!.push(await run());
      }
    }
    const samples = (of: (result: EpochResult) => number) =>
      new Map([...results].map(([name, list]) => [name, list.map(of)]));
    figures.push(
      summarize(
        { id: `epoch/${model}/time`, title, unit: "s" },
        samples(({ ms }) => ms / 1000),
      ),
      summarize(
        { id: `epoch/${model}/memory`, title: "  peak memory of the process", unit: "MB" },
        samples(({ peakMemory }) => peakMemory),
      ),
      summarize(
        { id: `epoch/${model}/accuracy`, title: "  accuracy on the test images", unit: "accuracy" },
        samples(({ accuracy }) => accuracy),
      ),
    );
  }
  return {
    title: "One epoch, float32",
    note: `each in its own process, after ${epochWarmUp} steps to warm up; plain loops run one whole epoch; other libraries start from other weights`,
    figures,
  };
}

/** @param settings environment variables in addition to those of this process */
export async function runEpoch(task: EpochTask, settings: NodeJS.ProcessEnv = {}): Promise<EpochResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [start, program, JSON.stringify(task)], {
    env: { ...process.env, ...settings },
  });
  return JSON.parse(stdout);
}

async function runOtherEpoch(
  program: Program,
  task: Omit<EpochTask, "implementation">,
): Promise<EpochResult> {
  try {
    return await program.expect<EpochResult>({ task: "epoch", ...task });
  } finally {
    program.close();
  }
}
