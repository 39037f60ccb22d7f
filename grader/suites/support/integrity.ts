/**
 * Signs that a model has not learned what it knows. They are for a person to judge, so they become warnings with their
 * evidence, and cost no points.
 */
import type { Tensor } from "#tensor";
import { run } from "./check.ts";

/**
 * The share of its test accuracy that a trained model keeps when all images are moved by one pixel to the right. Measured
 * on the reference: 0.94 and 0.97 (simple and advanced) on MNIST, 0.84 and 0.86 on the synthetic digits. A table of
 * labels keeps a tenth.
 */
const survivingShare = 0.5;
const side = 28;
const percent = (share: number) => `${(share * 100).toFixed(2)}%`;

/** images: n x 28 x 28 bytes -> the same, moved by one pixel to the right */
export function moveByOnePixel(images: Uint8Array): Uint8Array {
  const moved = new Uint8Array(images.length);
  for (let i = 0; i < images.length; i++) if (i % side !== 0) moved[i] = images[i - 1];
  return moved;
}

/** Warns when a model knows the test images and little else. */
export function judgeMovedImages(check: string, testAccuracy: number, movedAccuracy: number): void {
  if (movedAccuracy >= survivingShare * testAccuracy) return;
  run.warn({
    check,
    message: "the model knows the test images, but not the same images moved by one pixel",
    evidence: `test accuracy ${percent(testAccuracy)}; of the moved images ${percent(movedAccuracy)}`,
  });
}

/** Warns when a training has left every weight as it was. */
export function judgeWeights(check: string, before: Tensor[], after: Tensor[]): void {
  const hasChanged = after.some((weight, i) => weight.data.some((value, j) => value !== before[i]?.data[j]));
  if (hasChanged || after.length === 0) return;
  run.warn({
    check,
    message: "fit changes none of the model's weights",
    evidence: `${after.length} weights are the same numbers before and after the training`,
  });
}
