/** The trained models: their curves, some of what they got right and wrong, and what they mix up. */
import { html, type Markup } from "../../../report/html/markup.ts";
import { formatShare } from "../../../report/share.ts";
import type { Sample, TrainingReport } from "./data.ts";
import { epochsOf } from "./words.ts";

export function trainingPage(training: TrainingReport): Markup {
  const { model: name, testAccuracy, threshold, trainSeconds, predictions } = training;
  // Loaded when there is something to plot, which takes 100 ms.
  const { confusionMatrix, curves } = require("./plots.ts") as typeof import("./plots.ts");
  return html`<section id="model-${name}" class="model"><h2>The ${name} model</h2>
<p><strong>${(100 * testAccuracy).toFixed(2)}%</strong> of the test images right (wanted: ${formatShare(threshold)}), after ${epochsOf(training)}, in ${trainSeconds.toFixed(1)} s.</p>
<div class="pictures">${curves(training).map((curve, i) => html`<figure>${curve}<figcaption>${captions.curves[i]}</figcaption></figure>`)}
${predictions && html`<figure>${confusionMatrix(name, predictions)}<figcaption>${captions.confusion}</figcaption></figure>`}</div>
${
  predictions &&
  html`<div class="galleries">${gallery("Right", predictions.right)}${gallery("Wrong", predictions.wrong)}</div>
<p class="note">${captions.samples}</p>`
}</section>
`;
}

/** A sentence for each kind of picture. */
const captions = {
  curves: [
    "The loss of each epoch, on the training images. While it falls, the model still learns.",
    "The share of the training images that the model got right in each epoch. Far above the test images, it has learned them by heart.",
  ],
  confusion: "A row for each digit, a column for what the model took it for: on the diagonal it is right.",
  samples: "Some of the test images, which the model has never seen in training.",
};

function gallery(title: string, samples: Sample[]): Markup {
  return html`<div><h3>${title}</h3>
${
  samples.length === 0
    ? html`<p class="note">None of the test images.</p>`
    : html`<ul class="gallery ${title.toLowerCase()}">${samples.map(
        ({ label, predicted, image }) =>
          html`<li><img src="${image}" width="28" height="28" alt="A handwritten ${label}"><span>label ${label}</span><span class="predicted">predicted ${predicted}</span></li>`,
      )}</ul>`
}</div>`;
}
