/**
 * The implementations of the tensor module add up in other orders, so their trainings part ways in the last digits. What
 * they have learned must not depend on it.
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
 * A rounding moves an output by some 1e-6, and only an image whose two best classes are as close as what has become of that
 * can change sides: none in most runs. Half a percent is a quarter of what the solution has in hand over the thresholds.
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
  `an epoch of the %s model gives accuracies within ${bound * 100}% on all implementations, the same ones each time`,
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
    // More than chance: that they agree has been learned.
    expect(Math.min(...values)).toBeGreaterThan(0.5);
  },
  120_000,
);
