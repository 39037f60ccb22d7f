import { SIDE } from "../dataset.ts";
import { distort } from "./distort.ts";
import { createRandom, type Random } from "./random.ts";
import { render } from "./render.ts";
import { SKELETONS } from "./skeletons.ts";
import { parsePen } from "./strokes.ts";

const STYLES = SKELETONS.map((styles) => styles.map(parsePen));

/** Draws one digit (0 to 9) in random handwriting: 28 x 28 bytes, white (255) on black (0), in row-major order. */
export function drawDigit(digit: number, random: Random): Uint8Array {
  const styles = STYLES[digit];
  const style = styles[Math.floor(random() * styles.length)];
  return render(distort(style, random), random);
}

/**
 * Draws random digits in random handwriting, the same for the same seed on every machine.
 * @returns images: [count * 28 * 28], labels: [count]
 */
export function drawDigits(count: number, seed: string): { images: Uint8Array; labels: Uint8Array } {
  const random = createRandom(seed);
  const images = new Uint8Array(count * SIDE * SIDE);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = Math.floor(random() * 10);
    images.set(drawDigit(labels[i], random), i * SIDE * SIDE);
  }
  return { images, labels };
}
