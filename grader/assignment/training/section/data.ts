/** The trainings in a report. */
import type { Static } from "@sinclair/typebox";
import type { Report } from "../../../report/report.ts";
import type * as schema from "./training.schema.ts";

/** How the training of one model went. */
export type TrainingReport = Static<typeof schema.training>;
/** What a trained model makes of the test images. */
export type Predictions = Static<typeof schema.predictions>;
export type Sample = Static<typeof schema.sample>;

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
