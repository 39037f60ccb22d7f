/**
 * Signs that a model has not learned what it knows. Predictions that do not come from trained weights earn nothing; what is
 * only suspicious is for a person to judge, so it becomes a warning with its evidence.
 */

import { random } from "#tensor";
import { CheckError, run } from "../../checks/check.ts";
import type { WarningCode } from "../warnings.ts";
import type { Change } from "./trainingInSandbox.ts";

const side = 28;
const percent = (share: number) => `${(share * 100).toFixed(2)}%`;

/** Every code has an explanation for staff. */
function warn(warning: { check: string; code: WarningCode; message: string; evidence: string }): void {
  run.warn(warning);
}

/** What `finish` tells of a training. */
export interface Seen {
  samples: number;
  perEpoch: number;
  steps: number;
  gradients: number;
  followed: number;
  told: { loss: number; acc: number }[];
  counted: { loss: number; acc: number }[];
  inside: number;
  outside: number;
  weights: number;
  isChanged: boolean;
  isAfterStep: boolean;
}

/** The share of places in which two lists of predictions are the same. */
export function agreement(a: number[], b: number[]): number {
  return a.filter((value, i) => value === b[i]).length / a.length;
}

/**
 * The share of its predictions that a trained model keeps under a disturbance. Measured on the reference, images moved by a
 * pixel: 0.94 and 0.97 (simple and advanced) on MNIST, 0.84 and 0.86 on the synthetic digits; under the noise more than
 * 0.99. A table of labels keeps a tenth.
 */
const survivingShare = 0.5;
/**
 * An honest model may be sensitive to one kind of disturbance: a BatchNorm on the pixels enlarges what is rare at the
 * border. A table of labels knows none of the disturbed images.
 */
const lostAtLeast = 2;

/** images: n x 28 x 28 bytes -> the same, moved to the right and down */
function move(images: Uint8Array, right: number, down: number): Uint8Array {
  const moved = new Uint8Array(images.length);
  for (let i = 0; i < images.length; i++) {
    const column = i % side;
    const row = Math.floor(i / side) % side;
    if (column >= right && row >= down) moved[i] = images[i - right - down * side];
  }
  return moved;
}

/**
 * images: n x 28 x 28 bytes -> the same, each pixel of ink lighter or darker by up to 8 of 255, which is not visible. (A
 * fixed sequence: what a model makes of it must not differ from run to run.)
 */
export function addNoise(images: Uint8Array): Uint8Array {
  const noise = 8;
  let state = 1;
  return images.map((value) => {
    state = (state * 48_271) % 2_147_483_647;
    return value === 0 ? 0 : Math.min(255, Math.max(1, value + (state % (2 * noise + 1)) - noise));
  });
}

/** What a trained model survives, and how it is called. */
export const disturbances: [name: string, disturb: (images: Uint8Array) => Uint8Array][] = [
  ["moved by one pixel", (images) => move(images, 1, 0)],
  ["moved down by one pixel", (images) => move(images, 0, 1)],
  ["with slight noise", addNoise],
];

/** Warns when a model knows the test images and little else. */
export function judgeDisturbedImages(check: string, disturbed: { name: string; share: number }[]): void {
  const lost = disturbed.filter(({ share }) => share < survivingShare);
  if (lost.length < lostAtLeast) return;
  warn({
    check,
    code: "knows-test-images",
    message: `the model knows the test images, but not the same images ${lost[0].name}`,
    evidence: disturbed
      .map(({ name, share }) => `${name}: ${percent(share)} of the predictions stay`)
      .join("; "),
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
  warn({
    check,
    code: "knows-before-training",
    message: `the ${name} model knows the digits before it has seen any`,
    evidence: `test accuracy before training ${percent(untrained)}; a random network has some 10%`,
  });
}

/** Fails a check, and says so to a person as well. */
function refuse(
  check: string,
  code: WarningCode,
  message: string,
  expected: string,
  evidence: string,
): never {
  warn({ check, code, message, evidence });
  throw new CheckError({ code: "unexpected", message, expected, received: evidence, details: [code] });
}

/** Refuses a model that calls the digits by names that stand in no label of its training. */
export function knowsRealNames(check: string, accuracy: number): void {
  if (accuracy <= untrainedLimit) return;
  refuse(
    check,
    "learned-elsewhere",
    "the model has learned the digits elsewhere: it does not use the names that its training gave them",
    "predictions that follow the labels of the training, in which the digits have each other's names",
    `${percent(accuracy)} of the test images by their real names`,
  );
}

/**
 * The cosine between what the optimizer is given and the latest gradient of the tape, of the weight where it is smallest: 1 as
 * a rule, also when gradients are clipped or scaled; near 0.8 for their signs, and sqrt(1 / n) for the mean of n batches whose
 * gradients have nothing in common; 0 for made-up ones.
 */
const followedShare = 0.15;

/** Judges how the weights came about. */
export function judgePath(
  check: string,
  { weights, isChanged, steps, gradients, followed, inside, outside }: Seen,
): void {
  if (weights > 0 && !isChanged) {
    warn({
      check,
      code: "weights-unchanged",
      message: "fit changes none of the model's weights",
      evidence: `${weights} weights are the same numbers before and after the training`,
    });
  } else if (steps === 0 && gradients === 0) {
    refuse(
      check,
      "weights-without-gradient",
      "fit changes the weights without a gradient of a tape and without a step of the optimizer",
      "a training by the gradients of the loss",
      `${weights} weights are other numbers after the training`,
    );
  } else if (steps === 0) {
    warn({
      check,
      code: "no-step",
      message: "the model's optimizer takes no step, and yet its weights change",
      evidence: `${gradients} gradients, no call of applyGradients`,
    });
  } else if (steps > 0 && gradients === 0) {
    warn({
      check,
      code: "no-gradient",
      message: "the optimizer takes steps, and no tape is asked for a gradient",
      evidence: `${steps} calls of applyGradients, none of GradientTape.gradient`,
    });
  } else if (followed < followedShare) {
    warn({
      check,
      code: "steps-not-along-gradient",
      message: "the optimizer is given other gradients than the tape found",
      evidence: `a cosine of ${followed.toFixed(2)} between the two, over ${steps} steps; 1 is the same direction`,
    });
  } else if (outside > inside) {
    warn({
      check,
      code: "moved-outside-of-steps",
      message: "the weights move further between the optimizer's steps than in them",
      evidence: `${percent(outside / (inside + outside))} of the way, over ${steps} steps`,
    });
  }
}

/** Predictions that come from the weights follow them exactly, but for a few ties. */
const reorderedShare = 0.995;
/** With each weight changed by a thousandth, a model changes its mind about less than 1% of the images (measured). */
const shakenShare = 0.9;
/** A model that takes the mean of its last weights, or the best of them, predicts nearly the same as after the last step. */
const lastStepShare = 0.7;

/**
 * Judges where predictions come from: other weights have to make other predictions.
 *
 * @param known the model's predictions
 * @param again what it predicts with other weights
 */
export async function judgeOrigin(
  check: string,
  known: number[],
  again: (change: Change) => Promise<number[]>,
  { isAfterStep }: Seen,
): Promise<void> {
  const message = "the predictions do not come from the weights of the model's layers";
  const initial = agreement(known, await again({ to: "initial" }));
  if (initial > untrainedLimit) {
    refuse(
      check,
      "not-from-weights",
      message,
      "with the weights from before the training, the predictions of an untrained model",
      `${percent(initial)} of the predictions stay the same`,
    );
  }
  const order = random.generator(run.drawSeed("order of the outputs")).permutation(10);
  const reordered = agreement(
    known.map((name) => order[name]),
    await again({ to: "reordered", order }),
  );
  // Not every right model ends with a layer that can be reordered: some add a BatchNorm behind it.
  const shaken = reordered < reorderedShare ? agreement(known, await again({ to: "shaken" })) : 1;
  if (shaken < shakenShare) {
    refuse(
      check,
      "not-from-weights",
      message,
      "with weights that differ by a thousandth, nearly the same predictions",
      `${percent(shaken)} of the predictions stay the same`,
    );
  }
  if (isAfterStep) return;
  const lastStep = agreement(known, await again({ to: "lastStep" }));
  if (lastStep >= lastStepShare) return;
  refuse(
    check,
    "not-the-last-step",
    "the weights that make the predictions are not the optimizer's",
    "the weights after a step of the optimizer, or near them",
    `${percent(lastStep)} of the predictions are the same with the weights after its last step`,
  );
}

/**
 * The share of its predictions that a model makes again when it is made anew with the same weights. An honest one makes all of
 * them, or nearly all where a BatchNorm has counted its means anew; images that are remembered with their labels, a tenth.
 */
export const keptByFresh = 0.8;

/**
 * Judges what a model that is made anew knows with the trained weights.
 *
 * @param kept the share of the predictions that are the same, or null where the new model does not work
 * @param isCertain whether the new model has seen the training images as the trained one has, but for their labels and steps
 */
export function judgeFresh(check: string, kept: number | null, isCertain: boolean): void {
  if (kept !== null && kept >= keptByFresh) return;
  const evidence =
    kept === null ? "the model made anew does not work" : `${percent(kept)} of the predictions are the same`;
  if (isCertain && kept !== null && kept <= untrainedLimit) {
    refuse(
      check,
      "not-from-weights",
      "the predictions do not come from the weights of the model's layers",
      "the same predictions by a model that is made anew and given the trained weights",
      evidence,
    );
  }
  warn({
    check,
    code: "knows-beside-weights",
    message: "a model that is made anew and given the trained weights predicts otherwise",
    evidence,
  });
}

/** Warns when a model learns although the tape answers zeros for every gradient. */
export function judgeWithoutGradients(check: string, accuracy: number): void {
  if (accuracy <= untrainedLimit) return;
  warn({
    check,
    code: "learns-without-gradients",
    message: "the model learns even if every gradient of the tape is zero",
    evidence: `test accuracy ${percent(accuracy)} after a training on some of the images with such gradients; a random network has some 10%`,
  });
}

/** Backpropagation runs no layer again; who wants to may look at each of the two once more. */
const maxReruns = 4;

/** Warns, once, when gradients are found by trying: finite differences run the layers for every number that is moved. */
export function judgeReruns(reruns: unknown): void {
  const message = "GradientTape.gradient runs Dense.forward again: are its gradients finite differences?";
  if (typeof reruns !== "number" || reruns <= maxReruns || run.hasWarned(message)) return;
  warn({
    check: "core.tape.chain",
    code: "runs-layers-again",
    message,
    evidence: `${reruns} times in one call`,
  });
}

/** What it costs to differentiate for the weights of a Dense layer, in processor time. */
export interface GradientCost {
  weights: number;
  gradientMs: number;
  /** One call of the layer, without a tape. */
  callMs: number;
}

/**
 * Backpropagation takes as long as some calls of the layer: 50 by tensors, 10 by loops over single numbers. Finite
 * differences take one or two calls for each weight, of which there are 9,312. (All measured. The 60 ms are for
 * clocks that tick slowly, and for a machine that has much else to do.)
 */
const maxCalls = 500;
const minMs = 60;

/** Warns when a gradient takes as long as running the layer for each of its weights. */
export function judgeGradientCost({ weights, gradientMs, callMs }: GradientCost): void {
  if (gradientMs < minMs || gradientMs < maxCalls * callMs) return;
  const calls = callMs > 0 ? Math.round(gradientMs / callMs).toLocaleString("en") : "thousands of";
  warn({
    check: "core.tape.dense",
    code: "takes-time-of-differences",
    message: "GradientTape.gradient takes the time of finite differences; backpropagation takes a few calls",
    evidence: `for ${weights.toLocaleString("en")} weights as long as ${calls} calls of the layer`,
  });
}
