/** What the report says about a training, as training.schema.json describes it. */
import type { Report } from "../../../report/report.ts";

/** How the training of one model went. A loss that was not a number is null: JSON has none. */
export interface TrainingReport {
  /** Such as "simple". */
  model: string;
  testAccuracy: number;
  threshold: number;
  /** How many were made; with a fraction when the time limit ended the training, which was to have `epochsWanted`. */
  epochs: number;
  epochsWanted?: number;
  trainSeconds: number;
  history: { loss: (number | null)[]; acc: (number | null)[] };
  predictions?: Predictions;
}

/** What a trained model makes of the test images. */
export interface Predictions {
  /** [label][prediction]: how many test images */
  confusion: number[][];
  /** Up to ten of each. */
  right: Sample[];
  wrong: Sample[];
}

export interface Sample {
  label: number;
  predicted: number;
  /** A PNG as a data URL. */
  image: string;
}

export const kind = "training";

/** The trainings of a report, by model. */
export function trainingsOf({
  sections,
}: Pick<Report, "sections">): Record<string, TrainingReport | undefined> {
  const trainings = sections
    .filter((section) => section.kind === kind)
    .map(({ data }) => data as TrainingReport);
  return Object.fromEntries(trainings.map((training) => [training.model, training]));
}
