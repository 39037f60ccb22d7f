/** Draws pictures of a training and of its results. Given; `npm start` draws them. */
import { dotY, image, lineY, type Markish, type ScaleOptions, text, textY } from "@observablehq/plot";
import { random, type Tensor } from "#tensor";
import type { History, Metrics, Model } from "./beras/model.ts";
import { toDataUrl } from "./visualize/digit.ts";
import { type Panel, writePicture } from "./visualize/picture.ts";

export { visualizeTape } from "./visualize/tape.ts";

const blue = "#1f63b5";
const orange = "#b34700";
const green = "#187536";

/** The data to draw: the result of `fit`, and optionally the values of each batch. */
export interface Curves extends History {
  perBatch?: Metrics[];
}

/**
 * Draws loss and accuracy over the epochs. Thin lines show batches, if given; dots show the mean of each epoch; green lines show
 * the validation data, if `fit` was given any. Where green diverges from the rest, the model overfits.
 *
 *     visualizeMetrics(model.fit(x, y, 10, 100), "pictures/metrics.svg");
 *
 * @param curves the result of `fit`: one number per epoch each; and `perBatch`, the logs that `onTrainBatchEnd` received
 * @param file the SVG file to write
 * @returns the absolute path of the file
 * @throws Error when the file cannot be written
 */
export function visualizeMetrics(
  { loss, acc, valLoss = [], valAcc = [], perBatch = [] }: Curves,
  file = "metrics.svg",
): string {
  const epochs = loss.length;
  const ofBatches = (pick: (logs: Metrics) => number) => thin(perBatch.map(pick), epochs);
  const [batchLoss, batchAcc] = [ofBatches((logs) => logs.loss), ofBatches((logs) => logs.acc)];
  // The first batches are often far off and would flatten the rest.
  const losses = [
    ...loss,
    ...valLoss,
    ...batchLoss.slice(Math.ceil(batchLoss.length / 50)).map(({ value }) => value),
  ];
  const lossAxis = {
    label: "loss",
    domain: [0, Math.max(0, ...losses.filter(Number.isFinite)) || 1],
    clamp: true,
    tickFormat: "~g",
  };
  const accAxis = {
    label: "accuracy",
    domain: [Math.min(0.9, ...[...acc, ...valAcc].filter(Number.isFinite)), 1],
    clamp: true,
    tickFormat: ".0%",
  };
  const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
  const panels = [
    {
      x: 8,
      y: 52,
      plot: curve({ perEpoch: loss, validation: valLoss, batches: batchLoss }, lossAxis, blue, (v) =>
        v.toPrecision(3),
      ),
    },
    {
      x: 460,
      y: 52,
      plot: curve({ perEpoch: acc, validation: valAcc, batches: batchAcc }, accAxis, orange, percent),
    },
  ];
  const title = valLoss.length
    ? "Loss and accuracy of each epoch: training, and test in green"
    : "Training loss and accuracy of each epoch";
  return writePicture(title, [904, 352], panels, file);
}

/** Reduces the values to as many points as a screen has columns, each the mean of several batches. An epoch's end has its number. */
function thin(values: number[], epochs: number): { epoch: number; value: number }[] {
  const size = Math.max(1, Math.ceil(values.length / 400));
  return Array.from({ length: Math.floor(values.length / size) }, (_, i) => ({
    epoch: ((i + 1) * size * epochs) / values.length,
    value: values.slice(i * size, (i + 1) * size).reduce((sum, value) => sum + value / size, 0),
  }));
}

/**
 * Shows ten right and ten wrong predictions out of 500 random samples, or as many as there are. The samples differ each time, but
 * after `random.seed(...)` they are the same.
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
 * One value per epoch, as a line with dots (so that a single epoch is visible), with the last value written out. Values that are
 * not finite, after a diverged training, cannot be drawn and are counted instead.
 */
function curve(
  {
    perEpoch,
    validation,
    batches,
  }: { perEpoch: number[]; validation: number[]; batches: { epoch: number; value: number }[] },
  axis: ScaleOptions,
  color: string,
  format: (value: number) => string,
): Panel["plot"] {
  const isShown = ({ value }: { value: number }) => Number.isFinite(value);
  const pointsOf = (values: number[]) => values.map((value, i) => ({ epoch: i + 1, value })).filter(isShown);
  const [points, tested] = [pointsOf(perEpoch), pointsOf(validation)];
  const at = { x: "epoch", y: "value" };
  // If two last values are close, one is written above and one below.
  const isTestAbove = (tested.at(-1)?.value ?? 0) > (points.at(-1)?.value ?? 0);
  const lineOf = (of: typeof points, stroke: string, isAbove: boolean): Markish[] => [
    lineY(of, { ...at, stroke, strokeWidth: 2 }),
    dotY(of, { ...at, fill: stroke, r: perEpoch.length > 40 ? 0 : 3.5 }),
    textY(of.slice(-1), {
      ...at,
      fill: stroke,
      fontWeight: "600",
      dy: isAbove ? -14 : 16,
      text: ({ value }) => format(value),
    }),
  ];
  const marks: Markish[] = [
    lineY(batches.filter(isShown), { ...at, stroke: color, strokeOpacity: 0.35 }),
    ...lineOf(points, color, !isTestAbove),
    ...lineOf(tested, green, isTestAbove),
  ];
  if (points.length < perEpoch.length) {
    marks.push(
      note(`not finite in ${perEpoch.length - points.length} of ${perEpoch.length} epochs`, "top-right"),
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
      domain: [batches.length ? 0 : 1, Math.max(2, perEpoch.length)],
      ticks: Math.min(10, Math.max(1, perEpoch.length - 1)),
      tickFormat: "d",
      labelArrow: "none",
    },
    y: { grid: true, nice: true, inset: 8, labelArrow: "none", ...axis },
    marks,
  };
}

type Sample = { pixels: Tensor; truth: number; predicted: number };

/** Up to ten images in a row, each with its label and its prediction. */
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
