/** A training in words. */
import type { TrainingReport } from "./data.ts";

/** How far a training came: "10 epochs", "3.4 of 10 epochs, when its time was up". */
export function epochsOf({ epochs, epochsWanted }: TrainingReport): string {
  if (epochsWanted === undefined) return `${epochs} ${epochs === 1 ? "epoch" : "epochs"}`;
  return `${epochs} of ${epochsWanted} epochs, when its time was up`;
}

export function terminalLine(training: TrainingReport): string {
  const { model, testAccuracy, trainSeconds } = training;
  const share = `${(testAccuracy * 100).toFixed(2)}% of the test images right`;
  return `${model} model: ${share} after ${epochsOf(training)} (${trainSeconds.toFixed(1)} s)`;
}

export function markdownLine(training: TrainingReport): string {
  const share = (training.testAccuracy * 100).toFixed(2);
  return `The ${training.model} model is right about ${share}% of the test images after ${epochsOf(training)}.`;
}
