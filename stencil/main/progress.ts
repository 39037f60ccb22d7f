/** What is seen while a model trains, as people know it from Keras. */
import { SingleBar } from "cli-progress";
import type { Callback, Metrics } from "../beras/model.ts";

/**
 * A callback for one call of `fit`. On a terminal each epoch has a bar that moves with the batches, and beside it the
 * means over the batches so far; elsewhere (in a file, in CI) an epoch is one line when it is done.
 *
 * @param batches how many there are in an epoch
 */
export function trainingProgress(epochs: number, batches: number): Callback {
  // It draws nothing where there is no terminal.
  const bar = new SingleBar({
    stream: process.stdout,
    format: "Epoch {name} {bar} {value}/{total}  {numbers}",
    // With it, a line fits into 80 columns.
    barsize: 16,
    barCompleteChar: "━",
    barIncompleteChar: "─",
    linewrap: true,
  });
  let sum: Metrics = { loss: 0, acc: 0 };
  let epoch = 0;
  let epochStart = performance.now();

  const name = () => `${epoch + 1}/${epochs}`.padStart(`${epochs}/${epochs}`.length);

  function describe(steps: number, { loss, acc }: Metrics): string {
    const ms = (performance.now() - epochStart) / steps;
    return `${ms.toFixed(1)} ms/step  loss ${loss.toFixed(4)}  acc ${acc.toFixed(4)}`;
  }

  return {
    onTrainBatchEnd(batch, { loss, acc }) {
      const steps = batch + 1;
      sum = { loss: sum.loss + loss, acc: sum.acc + acc };
      const numbers = describe(steps, { loss: sum.loss / steps, acc: sum.acc / steps });
      if (batch === 0) bar.start(batches, steps, { name: name(), numbers });
      else bar.update(steps, { numbers });
    },

    onEpochEnd(_, logs) {
      const numbers = describe(batches, logs);
      bar.update(batches, { numbers });
      bar.stop();
      if (!process.stdout.isTTY) console.log(`Epoch ${name()}  ${numbers}`);
      epoch += 1;
      sum = { loss: 0, acc: 0 };
      epochStart = performance.now();
    },
  };
}
