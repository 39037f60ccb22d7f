/** The trained models: their curves, some of what they got right and wrong, and what they mix up. */
import { html, type Markup } from "../../../report/html/markup.ts";
import { formatShare } from "../../../rubric.ts";
import type { Sample, TrainingReport } from "./data.ts";
import { epochsOf } from "./words.ts";

export function trainingPage(training: TrainingReport): Markup {
  const { model: name, testAccuracy, threshold, trainSeconds, predictions } = training;
  // Loaded when there is something to plot, which takes 100 ms.
  const { confusionMatrix, curves } = require("./plots.ts") as typeof import("./plots.ts");
  return html`<section id="model-${name}" class="model"><h2>The ${name} model</h2>
<p><strong>${(100 * testAccuracy).toFixed(2)}%</strong> of the test images right (wanted: ${formatShare(threshold)}), after ${epochsOf(training)}, in ${trainSeconds.toFixed(1)} s.</p>
<div class="pictures">${curves(training).map((curve) => html`<figure>${curve}</figure>`)}</div>
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
