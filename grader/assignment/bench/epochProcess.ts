/** A program that runs one epoch with one implementation. Prints an EpochResult as JSON. */
import { type Implementation, random, useImplementation } from "#tensor";
import { readSplit } from "./dataFolder.ts";
import { batchSizes, type ModelName, makeModel } from "./models.ts";

export interface EpochTask {
  implementation: Implementation;
  model: ModelName;
  /** See dataFolder.ts. */
  folder: string;
  /** Steps of another model before the clock starts. */
  warmUp: number;
}

export interface EpochResult {
  ms: number;
  /** The memory of the whole process, from its start to the end of the epoch, in MiB. */
  peakMemory: number;
  /** On the test images. */
  accuracy: number;
}

function run({ implementation, model: name, folder, warmUp }: EpochTask): EpochResult {
  useImplementation(implementation);
  const batchSize = batchSizes[name];
  const { x, y } = readSplit(folder, "train");
  random.seed("bench");
  const few = warmUp * batchSize;
  makeModel[name]().fit(x.slice(0, few), y.slice(0, few), 1, batchSize);

  random.seed("bench");
  const model = makeModel[name]();
  const start = performance.now();
  model.fit(x, y, 1, batchSize);
  const ms = performance.now() - start;
  const peakMemory = process.resourceUsage().maxRSS / 1024;
  const test = readSplit(folder, "test");
  return { ms, peakMemory, accuracy: model.evaluate(test.x, test.y, 1000).acc };
}

console.log(JSON.stringify(run(JSON.parse(process.argv[2]))));
