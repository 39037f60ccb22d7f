/**
 * The implementations of the tensor module add in different orders, so their trainings diverge in the last digits. This must
 * not change what the models learn.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { availableImplementations } from "./contestant.ts";
import { writeDataFolder } from "./dataFolder.ts";
import type { EpochResult, EpochTask } from "./epochProcess.ts";
import type { ModelName } from "./models.ts";

const images = 10_000;
/**
 * Rounding moves an output by about 1e-6. That can change the class of an image only if its two best classes are as close as
 * the differences that training makes of it: no image in most runs. Half a percent is a quarter of the margin by which the
 * solution exceeds the thresholds.
 */
const bound = 0.005;

const train = async (task: EpochTask): Promise<EpochResult> => {
  const program = [
    join(__dirname, "../../start.cjs"),
    join(__dirname, "epochProcess.ts"),
    JSON.stringify(task),
  ];
  const { stdout } = await promisify(execFile)(process.execPath, program);
  return JSON.parse(stdout);
};

test.each<ModelName>(["simple", "advanced"])(
  `an epoch of the %s model gives accuracies within ${bound * 100}% on all implementations, and repeats each exactly`,
  async (model) => {
    using data = writeDataFolder(images);
    const accuracies = new Map<string, number>();
    for (const implementation of availableImplementations()) {
      const task = { implementation, model, folder: data.folder, warmUp: 1 };
      const [first, second] = [await train(task), await train(task)];
      expect(second.accuracy).toBe(first.accuracy);
      accuracies.set(implementation, first.accuracy);
    }
    expect(accuracies.size).toBeGreaterThan(1);
    const values = [...accuracies.values()];
    expect(Math.max(...values) - Math.min(...values)).toBeLessThanOrEqual(bound);
    // Better than chance, so that the agreement is one of trained models.
    expect(Math.min(...values)).toBeGreaterThan(0.5);
  },
  120_000,
);
