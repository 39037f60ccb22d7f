/** The trained models: their curves, some of what they got right and wrong, and what they mix up. */
import type { Report, Sample, TrainingReport } from "../report.ts";
import { epochsOf } from "../wording.ts";
import { loadPlots } from "./loadPlots.ts";
import { html, type Markup } from "./markup.ts";

export function trainingSection(accuracy: Report["accuracy"]): Markup[] {
  return Object.entries(accuracy).flatMap(([name, training]) => (training ? [model(name, training)] : []));
}

function model(name: string, training: TrainingReport): Markup {
  const { testAccuracy, threshold, trainSeconds, predictions } = training;
  const { confusionMatrix, curves } = loadPlots();
  return html`<section id="model-${name}" class="model"><h2>The ${name} model</h2>
<p><strong>${(100 * testAccuracy).toFixed(2)}%</strong> of the test images right (wanted: ${100 * threshold}%), after ${epochsOf(training)}, in ${trainSeconds.toFixed(1)} s.</p>
<div class="pictures">${curves(name, training).map((curve) => html`<figure>${curve}</figure>`)}</div>
${
  predictions &&
  html`<div class="pictures"><div class="galleries">${gallery("Right", predictions.right)}${gallery("Wrong", predictions.wrong)}</div>
<figure>${confusionMatrix(name, predictions)}</figure></div>`
}</section>
`;
}

function gallery(title: string, samples: Sample[]): Markup {
  return html`<h3>${title}</h3>
${
  samples.length === 0
    ? html`<p class="note">None of the test images.</p>`
    : html`<ul class="gallery ${title.toLowerCase()}">${samples.map(
        ({ label, predicted, image }) =>
          html`<li><img src="${image}" width="28" height="28" alt="A handwritten ${label}"><span>label ${label}</span><span class="predicted">predicted ${predicted}</span></li>`,
      )}</ul>`
}`;
}
