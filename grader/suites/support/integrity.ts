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

/**
 * images: n x 28 x 28 bytes -> the same, each pixel lighter or darker by up to 8 of 255, which nobody would see. (A fixed
 * sequence: what a model makes of it must not differ from run to run.)
 */
export function addNoise(images: Uint8Array): Uint8Array {
  const noise = 8;
  let state = 1;
  return images.map((value) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.min(255, Math.max(0, value + (state % (2 * noise + 1)) - noise));
  });
}

/** What a trained model survives, and how it is called. A model of the reference keeps more than 0.99 under the noise. */
export const disturbances: [name: string, disturb: (images: Uint8Array) => Uint8Array][] = [
  ["moved by one pixel", moveByOnePixel],
  ["with slight noise", addNoise],
];

/** Warns when a model knows the test images and little else. */
export function judgeDisturbedImages(
  check: string,
  testAccuracy: number,
  disturbed: { name: string; accuracy: number }[],
): void {
  const lost = disturbed.filter(({ accuracy }) => accuracy < survivingShare * testAccuracy);
  if (lost.length === 0) return;
  run.warn({
    check,
    message: `the model knows the test images, but not the same images ${lost[0].name}`,
    evidence: [
      `test accuracy ${percent(testAccuracy)}`,
      ...disturbed.map(({ name, accuracy }) => `of the images ${name} ${percent(accuracy)}`),
    ].join("; "),
  });
}

/**
 * What a model may score before it is trained. 2,000 random networks (one to three Dense layers, all initializers) reached
 * 0.10 on average on 2,000 images of MNIST, with a standard deviation of 0.03, and 0.24 at most; 0.4 is ten deviations
 * from the mean, and as far from anything that has been trained.
 */
export const untrainedLimit = 0.4;

/** Warns when a model knows the digits before it has seen any. */
export function judgeUntrained(check: string, name: string, untrained: number): void {
  if (untrained <= untrainedLimit) return;
  run.warn({
    check,
    message: `the ${name} model knows the digits before it has seen any`,
    evidence: `test accuracy before training ${percent(untrained)}; a random network has some 10%`,
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

/** Backpropagation runs no layer again; who wants to may look at each of the two once more. */
const maxReruns = 4;

/** Warns, once, when gradients are found by trying: finite differences run the layers for every number that is moved. */
export function judgeReruns(reruns: unknown): void {
  const message = "GradientTape.gradient runs Dense.forward again: are its gradients finite differences?";
  if (typeof reruns !== "number" || reruns <= maxReruns || run.hasWarned(message)) return;
  run.warn({ check: "core.tape.chain", message, evidence: `${reruns} times in one call` });
}
