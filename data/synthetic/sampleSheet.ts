import { PNG } from "pngjs";
import { SIDE } from "../dataset.ts";
import { parseIdx } from "../idx.ts";
import { syntheticDigits } from "../index.ts";

const COLUMNS = 20;

/** A picture of the synthetic digits: a row per digit, with its first 20 test images. */
export function sampleSheet(): PNG {
  const { test } = syntheticDigits();
  const images = parseIdx(test.images, "synthetic images").data;
  const labels = parseIdx(test.labels, "synthetic labels").data;
  const png = new PNG({ width: COLUMNS * SIDE, height: 10 * SIDE });
  const drawn = new Array<number>(10).fill(0);
  labels.forEach((label, n) => {
    if (drawn[label] === COLUMNS) return;
    const image = images.subarray(n * SIDE * SIDE, (n + 1) * SIDE * SIDE);
    copyInto(png, image, drawn[label] * SIDE, label * SIDE);
    drawn[label]++;
  });
  return png;
}

function copyInto(png: PNG, image: Uint8Array, left: number, top: number): void {
  image.forEach((gray, i) => {
    const x = left + (i % SIDE);
    const y = top + Math.floor(i / SIDE);
    png.data.set([gray, gray, gray, 255], 4 * (y * png.width + x));
  });
}
