/** What a model of the submission makes of images, and which of the test images are looked at more than once. */

import { CheckError, evaluateIn, run } from "../../checks/check.ts";
import type { Limit } from "../../checks/limit.ts";
import { expectList, expectTensor } from "../../checks/values.ts";
import type { Context } from "../../run/suiteRun.ts";
import { classes, side } from "../constants.ts";
import { type Change, predictAll, toPixels } from "./trainingInSandbox.ts";

/** So many test images, or a few more, are predicted before the training and under other conditions. */
const sampleSize = 2_000;
/** The class of each test image (or of others that are attached), as the model sees it now, or with other weights. */
export async function predict(
  context: Context,
  limit: Limit,
  change: Change | null = null,
  attachments?: Uint8Array[],
): Promise<number[]> {
  const value = await evaluateIn(context, limit, predictAll, change, {
    helper: toPixels,
    attachments,
    doing: "the prediction of the test images",
  });
  return expectList(value, "predictions").flatMap((part) => {
    const tensor = expectTensor(part, "predictions");
    const wanted = [tensor.shape[0], classes];
    const odd = expectTensor(tensor, "predictions", wanted).data.some((x) => !Number.isFinite(x));
    if (odd && change === null) {
      throw new CheckError({
        code: "unexpected",
        message: "the model predicts NaN or Infinity: its training has diverged",
        expected: "finite predictions",
        received: "NaN or Infinity",
        details: ["diverged"],
      });
    }
    return Array.from(tensor.argmax(1).data);
  });
}

/** One test image out of how many is in the sample. */
export function sampledEvery(): number {
  return Math.max(1, Math.floor(run.trainingData().test.images.length / (side * side) / sampleSize));
}

export function sample(images: Uint8Array): Uint8Array {
  const size = side * side;
  const every = sampledEvery();
  return images.filter((_, i) => Math.floor(i / size) % every === 0);
}
