/** Measures the cost of the sandbox: the same epoch inside and outside of it, in one run. */
import { join } from "node:path";
import type { Tensor } from "#tensor";
import { decode, encode } from "../../sandbox/codec.ts";
import { sandboxEnvironment } from "../../sandbox/environment.ts";
import { Sandbox } from "../../sandbox/sandbox.ts";
import { compileSubmission } from "../../submission/compile.ts";
import { readSubmittedFile } from "../../submission/locate.ts";
import { type SubmissionModules, studentFiles } from "../contract.ts";
import { assignment } from "../index.ts";
import { type DataFolder, readSplit } from "./dataFolder.ts";
import type { Effort } from "./effort.ts";
import { epochWarmUp, modelTitles, runEpoch } from "./epoch.ts";
import { batchSizes, type ModelName } from "./models.ts";
import { type Figure, type Section, summarize } from "./report.ts";

const solution = join(__dirname, "../../../solution");
/** Ample, because only time is measured here. MNIST as float32 takes 190 MB. */
const memoryMb = 4096;
const callTimeoutMs = 600_000;

/**
 * Measures an epoch of each model inside of the sandbox and in a plain process, in turns.
 *
 * @param fastest the implementation of the tensor module that a submission gets
 */
export async function measureSandbox(
  fastest: Parameters<typeof runEpoch>[0]["implementation"],
  { folder }: DataFolder,
  effort: Effort,
): Promise<Section> {
  const figures: Figure[] = [];
  for (const model of Object.keys(modelTitles) as ModelName[]) {
    const samples = new Map<string, number[]>([
      ["outside", []],
      ["inside", []],
    ]);
    for (let i = 0; i < effort.epochs; i++) {
      // Uses the sandbox's allocator, so that only the isolation makes a difference.
      const task = { implementation: fastest, model, folder, warmUp: epochWarmUp };
      const outside = await runEpoch(task, sandboxEnvironment());
      samples.get("outside")!.push(outside.ms / 1000);
      samples.get("inside")!.push((await runInside(model, folder)) / 1000);
    }
    figures.push(summarize({ id: `sandbox/${model}`, title: modelTitles[model], unit: "s" }, samples));
  }
  return {
    title: "One epoch inside the sandbox and outside",
    note: `each in its own process, after ${epochWarmUp} steps to warm up`,
    figures,
  };
}

/** @returns milliseconds */
async function runInside(model: ModelName, folder: string): Promise<number> {
  const files = new Map(studentFiles.map((file) => [file, readSubmittedFile(solution, file).text ?? ""]));
  const code = await compileSubmission({ assignment, root: solution, files });
  const sandbox = new Sandbox(code, memoryMb);
  const call = async (fn: (...args: never[]) => unknown, args: unknown, attachments?: Uint8Array[]) => {
    const outcome = await sandbox.call(fn.toString(), encode(args), callTimeoutMs, attachments);
    if (outcome.kind !== "returned") throw new Error(`the sandbox: ${JSON.stringify(outcome)}`);
    return decode(outcome.wire);
  };
  try {
    await sandbox.open("bench");
    const { x, y } = readSplit(folder, "train");
    const bytes = ({ data }: Tensor) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const task = { model, batchSize: batchSizes[model], warmUp: epochWarmUp };
    await call(prepare, task, [bytes(x), bytes(y)]);
    const start = performance.now();
    await call(fit, task);
    return performance.now() - start;
  } finally {
    await sandbox.end();
  }
}

interface State {
  model: ReturnType<SubmissionModules["getSimpleModelComponents"]>["model"];
  x: Tensor;
  y: Tensor;
}
type Task = { model: ModelName; batchSize: number; warmUp: number };

/** Runs in the sandbox: loads the data, warms up, and makes a fresh model. As `makeModel` of models.ts. */
function prepare(
  modules: SubmissionModules & { bench: State },
  { model: name, batchSize, warmUp }: Task,
  [pixels, labels]: Uint8Array[],
): void {
  const { tensor } = modules;
  const toTensor = ({ buffer }: Uint8Array, columns: number) => {
    const data = new Float32Array(buffer as ArrayBuffer);
    return tensor.fromData(data, [data.length / columns, columns]);
  };
  const [x, y] = [toTensor(pixels, 784), toTensor(labels, 10)];
  const makeModel = () => {
    if (name === "simple") return modules.getSimpleModelComponents().model;
    const model = new modules.SequentialModel([
      new modules.Dense(784, 128, "kaiming"),
      new modules.LeakyReLU(),
      new modules.Dense(128, 10, "xavier"),
      new modules.Softmax(),
    ]);
    model.compile(
      new modules.Adam(1e-3),
      new modules.CategoricalCrossentropy(),
      new modules.CategoricalAccuracy(),
    );
    return model;
  };
  const few = warmUp * batchSize;
  makeModel().fit(x.slice(0, few), y.slice(0, few), 1, batchSize);
  modules.bench = { model: makeModel(), x, y };
}

/** Runs in the sandbox: one epoch. */
function fit({ bench: { model, x, y } }: { bench: State }, { batchSize }: Task): void {
  model.fit(x, y, 1, batchSize);
}
