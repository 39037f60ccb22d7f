/** Looks at a trained model's predictions for the test images: what it takes for what, and some of it to be seen. */
import { PNG } from "pngjs";
import { classes, samplesOfEach, side } from "../constants.ts";
import type { Predictions, Sample } from "./section/data.ts";

/**
 * @param images n x 28 x 28 bytes, white on black
 * @param predicted a class for each; where there is none (or no class), the image is left out
 */
export function review(images: Uint8Array, labels: Uint8Array, predicted: ArrayLike<number>): Predictions {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const right: Sample[] = [];
  const wrong: Sample[] = [];
  labels.forEach((label, i) => {
    const guess = predicted[i];
    if (confusion[label]?.[guess] === undefined) return;
    confusion[label][guess] += 1;
    const samples = guess === label ? right : wrong;
    if (samples.length === samplesOfEach) return;
    const image = toPng(images.subarray(i * side * side, (i + 1) * side * side));
    samples.push({ label, predicted: guess, image });
  });
  return { confusion, right, wrong };
}

/** 28 x 28 bytes as a PNG in a data URL, dark ink on light paper. */
function toPng(pixels: Uint8Array): string {
  const format = { colorType: 0, inputColorType: 0, inputHasAlpha: false } as const;
  const png = new PNG({ width: side, height: side, ...format });
  png.data = Buffer.from(pixels.map((ink) => 255 - ink));
  return `data:image/png;base64,${PNG.sync.write(png, format).toString("base64")}`;
}
