/** What is seen while a model trains, as people know it from Keras. */
import { SingleBar } from "cli-progress";
import type { Callback, EpochMetrics, Metrics } from "../beras/model.ts";

/**
 * A callback for one call of `fit`. On a terminal, below "Epoch 1/4", a bar moves with the batches; beside it the time
 * that is left, the time per step, and the means over the batches so far. Elsewhere (in a file, in CI) an epoch is one
 * line when it is done.
 *
 * @param batches how many there are in an epoch
 */
export function trainingProgress(epochs: number, batches: number): Callback {
  // It draws nothing where there is no terminal.
  const bar = new SingleBar({
    stream: process.stdout,
    format: "{value}/{total} {bar} {numbers}",
    // With it, a line fits into 80 columns, also when there are 60,000 batches.
    barsize: Math.min(20, 26 - 2 * String(batches).length),
    barCompleteChar: "━",
    barIncompleteChar: "─",
    linewrap: true,
  });
  let sum: Metrics = { loss: 0, acc: 0 };
  let epoch = 0;
  let epochStart = performance.now();

  /** "2s 21ms/step - loss: 0.5781 - acc: 0.8312"; while batches are left, the time that they will take. */
  function describe(steps: number, { loss, acc, valLoss, valAcc }: EpochMetrics): string[] {
    const ms = performance.now() - epochStart;
    const left = batches - steps;
    return [
      left ? `ETA ${seconds((ms / steps) * left)}` : seconds(ms),
      `${duration(ms / steps)}/step`,
      `loss: ${loss.toFixed(4)}`,
      `acc: ${acc.toFixed(4)}`,
      ...(typeof valLoss === "number" ? [`val_loss: ${valLoss.toFixed(4)}`] : []),
      ...(typeof valAcc === "number" ? [`val_acc: ${valAcc.toFixed(4)}`] : []),
    ];
  }

  return {
    onTrainBatchEnd(batch, { loss, acc }) {
      const steps = batch + 1;
      sum = { loss: sum.loss + loss, acc: sum.acc + acc };
      const [time, ...numbers] = describe(steps, { loss: sum.loss / steps, acc: sum.acc / steps });
      const payload = { numbers: `${time} ${numbers.join(" - ")}` };
      if (batch > 0) {
        bar.update(steps, payload);
        return;
      }
      if (process.stdout.isTTY) console.log(`Epoch ${epoch + 1}/${epochs}`);
      bar.start(batches, steps, payload);
    },

    onEpochEnd(_, logs) {
      const [time, ...numbers] = describe(batches, logs);
      // The bar has filled its line; what the test images say goes below it.
      bar.update(batches, { numbers: `${time} ${numbers.slice(0, 3).join(" - ")}` });
      bar.stop();
      if (process.stdout.isTTY && numbers.length > 3) console.log(`  ${numbers.slice(3).join(" - ")}`);
      if (!process.stdout.isTTY) {
        console.log([`Epoch ${epoch + 1}/${epochs}`, time, ...numbers].join(" - "));
      }
      epoch += 1;
      sum = { loss: 0, acc: 0 };
      epochStart = performance.now();
    },
  };
}

/** Whole seconds, and minutes where there are many: "2s", "1:05". */
function seconds(ms: number): string {
  const s = Math.round(ms / 1000);
  return s < 60 ? `${s}s` : `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

/** As Keras writes the time of a step: "850us", "21ms", "2s". */
function duration(ms: number): string {
  if (ms < 1) return `${Math.round(ms * 1000)}us`;
  return ms < 1000 ? `${Math.round(ms)}ms` : seconds(ms);
}
