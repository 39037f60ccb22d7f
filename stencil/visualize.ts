/** Pictures of a training and of what it has come to. Given; `npm start` draws them. */
import { dotY, image, lineY, type Markish, type ScaleOptions, text, textY } from "@observablehq/plot";
import { random, type Tensor } from "#tensor";
import type { History, Model } from "./beras/model.ts";
import { toDataUrl } from "./visualize/digit.ts";
import { type Panel, writePicture } from "./visualize/picture.ts";

const blue = "#1f63b5";
const orange = "#b34700";

/**
 * Loss and accuracy over the epochs, as two curves.
 *
 *     visualizeMetrics(model.fit(x, y, 10, 100), "pictures/metrics.svg");
 *
 * @param history what `fit` returned: one number an epoch, each
 * @param file the SVG file to write
 * @returns the absolute path of the file
 * @throws Error when the file cannot be written
 */
export function visualizeMetrics({ loss, acc }: History, file = "metrics.svg"): string {
  const lossAxis = {
    label: "loss",
    domain: [0, Math.max(0, ...loss.filter(Number.isFinite)) || 1],
    tickFormat: "~g",
  };
  const accAxis = {
    label: "accuracy",
    domain: [Math.min(0.9, ...acc.filter(Number.isFinite)), 1],
    tickFormat: ".0%",
  };
  const panels = [
    { x: 8, y: 52, plot: curve(loss, lossAxis, blue, (value) => value.toPrecision(3)) },
    { x: 460, y: 52, plot: curve(acc, accAxis, orange, (value) => `${(100 * value).toFixed(1)}%`) },
  ];
  return writePicture("Training loss and accuracy of each epoch", [904, 352], panels, file);
}

/**
 * Ten right and ten wrong predictions out of 500 random samples, or as many as there are.
 * The samples are others each time; after `random.seed(...)` they are the same.
 *
 *     visualizeImages(model, test.inputs, encoder.call(test.labels));
 *
 * @param inputs [n, pixels], square images, each pixel from 0 to 1
 * @param labels [n, classes], one-hot
 * @param file the SVG file to write
 * @returns the absolute path of the file
 */
export function visualizeImages(model: Model, inputs: Tensor, labels: Tensor, file = "images.svg"): string {
  const indices = random.permutation(inputs.shape[0]).slice(0, 500);
  const images = inputs.gather(indices);
  const predicted = model.call(images).argmax(1).data;
  const truth = labels.gather(indices).argmax(1).data;
  const samples = indices.map((_, i) => ({
    pixels: images.slice(i, i + 1),
    truth: truth[i],
    predicted: predicted[i],
  }));
  const right = samples.filter((sample) => sample.predicted === sample.truth);
  const wrong = samples.filter((sample) => sample.predicted !== sample.truth);
  const title = `Random samples: ${right.length} right, ${wrong.length} wrong`;
  const panels = [
    { x: 16, y: 52, plot: gallery("right", right, blue) },
    { x: 16, y: 216, plot: gallery("wrong", wrong, orange) },
  ];
  return writePicture(title, [1040, 388], panels, file);
}

/**
 * One value an epoch, as a line with dots (so that a single epoch is seen as well), with the last value written out.
 * What is not finite, after a training that exploded, has no place in the plot and is counted instead.
 */
function curve(
  values: number[],
  axis: ScaleOptions,
  color: string,
  format: (value: number) => string,
): Panel["plot"] {
  const points = values
    .map((value, i) => ({ epoch: i + 1, value }))
    .filter(({ value }) => Number.isFinite(value));
  const at = { x: "epoch", y: "value" };
  const last = { fill: color, fontWeight: "600", dy: -14 };
  const marks: Markish[] = [
    lineY(points, { ...at, stroke: color, strokeWidth: 2 }),
    dotY(points, { ...at, fill: color, r: values.length > 40 ? 0 : 3.5 }),
    textY(points.slice(-1), { ...at, ...last, text: ({ value }) => format(value) }),
  ];
  if (points.length < values.length) {
    marks.push(
      note(`not finite in ${values.length - points.length} of ${values.length} epochs`, "top-right"),
    );
  }
  return {
    width: 436,
    height: 296,
    marginLeft: 56,
    marginRight: 32,
    marginTop: 36,
    marginBottom: 40,
    x: {
      label: "epoch",
      domain: [1, Math.max(2, values.length)],
      ticks: Math.min(10, Math.max(1, values.length - 1)),
      tickFormat: "d",
      labelArrow: "none",
    },
    y: { grid: true, nice: true, inset: 8, labelArrow: "none", ...axis },
    marks,
  };
}

type Sample = { pixels: Tensor; truth: number; predicted: number };

/** Up to ten images in a row, each with its label and with what the model took it for. */
function gallery(name: string, samples: Sample[], color: string): Panel["plot"] {
  const shown = samples.slice(0, 10).map((sample, column) => ({ ...sample, column }));
  const below = { x: "column", frameAnchor: "bottom", lineAnchor: "top" } as const;
  const marks: Markish[] = [
    text([name], { frameAnchor: "left", dx: -72, fill: color, fontWeight: "600", fontSize: 16 }),
    image(shown, {
      x: "column",
      src: ({ pixels }: Sample) => toDataUrl(pixels.data),
      width: 84,
      imageRendering: "pixelated",
    }),
    text(shown, { ...below, text: ({ truth }: Sample) => `label ${truth}`, dy: 2 }),
    text(shown, { ...below, text: ({ predicted }: Sample) => `predicted ${predicted}`, dy: 20, fill: color }),
  ];
  if (shown.length === 0) marks.push(note(`no sample was ${name}`, "left"));
  return {
    width: 1008,
    height: 156,
    marginLeft: 80,
    marginRight: 0,
    marginTop: 20,
    marginBottom: 48,
    x: { domain: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], type: "band", axis: null },
    marks,
  };
}

function note(message: string, frameAnchor: "top-right" | "left"): Markish {
  return text([message], { frameAnchor, fontStyle: "italic", fontSize: 14 });
}
