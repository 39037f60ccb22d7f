/** Shows the progress of a training, as Keras does. */
import { SingleBar } from "cli-progress";
import type { Callback, EpochMetrics, Metrics } from "../beras/model.ts";

/**
 * A callback for one call of `fit`. On a terminal it shows "Epoch 1/4" and a bar, with the remaining time, the time per step, and
 * the means over the batches so far. Elsewhere (in a file, in CI) it prints one line per finished epoch.
 *
 * @param batches the number of batches in an epoch
 */
export function trainingProgress(epochs: number, batches: number): Callback {
  // Draws nothing without a terminal.
  const bar = new SingleBar({
    stream: process.stdout,
    format: "{value}/{total} {bar} {numbers}",
    // Short enough for a line to fit into 80 columns, even with 60,000 batches.
    barsize: Math.min(20, 26 - 2 * String(batches).length),
    barCompleteChar: "━",
    barIncompleteChar: "─",
    linewrap: true,
  });
  let sum: Metrics = { loss: 0, acc: 0 };
  let epoch = 0;
  let epochStart = performance.now();

  /** "2s 21ms/step - loss: 0.5781 - acc: 0.8312", or the remaining time while batches are left. */
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
      // The bar fills its line. The results on the test images go below it.
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

/** Formats whole seconds, or minutes and seconds: "2s", "1:05". */
function seconds(ms: number): string {
  const s = Math.round(ms / 1000);
  return s < 60 ? `${s}s` : `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

/** Formats the time of a step as Keras does: "850us", "21ms", "2s". */
function duration(ms: number): string {
  if (ms < 1) return `${Math.round(ms * 1000)}us`;
  return ms < 1000 ? `${Math.round(ms)}ms` : seconds(ms);
}
