/** The trainings in the report: how each went, and what the trained model makes of the test images. */
import { join } from "node:path";
import type { Report } from "../../../report/report.ts";
import type { Section } from "../../../report/section.ts";
import { kind, type TrainingReport } from "./data.ts";
import { trainingPage } from "./page.ts";
import { markdownLine, terminalLine } from "./words.ts";

const isSynthetic = ({ dataset }: Report) => dataset?.name === "synthetic-digits";

export const trainingSection: Section<TrainingReport> = {
  kind,
  schema: join(__dirname, "training.schema.json"),
  terminal: (trainings, report) => [
    ...trainings.map(terminalLine),
    ...(isSynthetic(report)
      ? ["Trained on the built-in synthetic digits; `npm run data` fetches MNIST."]
      : []),
  ],
  markdown: (trainings, report) => [
    ...trainings.map(markdownLine),
    ...(isSynthetic(report) ? ["Trained on synthetic digits, not on MNIST."] : []),
  ],
  page: (trainings) => trainings.map(trainingPage),
};
