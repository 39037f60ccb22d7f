/**
 * What a model has learned stands in the weights of its layers: a model that is made anew, in another process, and is given
 * these weights, predicts the same. A model that keeps images and their labels elsewhere knows nothing there.
 */

import { random } from "#tensor";
import { CheckError, evaluateIn, run } from "../../checks/check.ts";
import { type Limit, newAccount } from "../../checks/limit.ts";
import { expectObject } from "../../checks/values.ts";
import type { Context } from "../../run/suiteRun.ts";
import { classes } from "../constants.ts";
import { agreement, judgeFresh, keptByFresh, type Seen } from "./integrity.ts";
import { predict } from "./predictions.ts";
import type { ModelName } from "./train.ts";
import { adoptWeights, prepare } from "./trainingInSandbox.ts";
import { finish, fit } from "./watchInSandbox.ts";

interface Trained {
  name: ModelName;
  /** The numbers of each weight, in the order of the layers. */
  weights: ArrayLike<number>[];
  /** Some test images, and the class that the model gives each. */
  images: Uint8Array;
  known: number[];
  /** The time that an epoch of its training took. */
  epochMs: number;
}

/** An epoch without steps takes less time than one with them, on a machine that stays as fast. */
const epochPatience = 2;

/** Refuses a model whose knowledge stands beside its weights, or warns of it where that is not certain. */
export async function judgeFreshModel(check: string, trained: Trained, limit: Limit): Promise<void> {
  const { name, weights, images, known, epochMs } = trained;
  // What the second model prints, the first one has printed.
  const own = { ...limit, account: newAccount() };
  const bytes = new Uint8Array(Float64Array.from(weights.flatMap((values) => Array.from(values))).buffer);
  const sizes = weights.map((values) => values.length);
  const adopt = (context: Context) =>
    evaluateIn(context, own, adoptWeights, { sizes }, { attachments: [bytes] });
  const kept = async (context: Context) => agreement(known, await predict(context, own, null, [images]));

  /** @param pictures the images that the model is trained on, with labels that mean nothing */
  const makeAnew = async (context: Context, pictures: Uint8Array) => {
    const count = pictures.length / (images.length / known.length);
    const order = random.generator(run.drawSeed("labels that mean nothing")).permutation(count);
    const labels = Uint8Array.from(order, (i) => i % classes);
    const attachments = [pictures, labels, images];
    await evaluateIn(context, own, prepare, { name }, { attachments });
    // Some layers make their weights when they are first called.
    await kept(context);
    return adopt(context);
  };

  const atOnce = await inSeparateProcess(async (context) => {
    await makeAnew(context, images);
    return kept(context);
  });
  if (atOnce !== null && atOnce >= keptByFresh) return;

  // A BatchNorm also keeps the means of what it has seen, and an own `fit` may keep some of the images: so the new model
  // sees the training images, too, but takes no step.
  const timeMs = epochPatience * epochMs;
  own.leftMs += timeMs;
  const seen = { isWhole: false, isMoved: true };
  const afterEpoch = await inSeparateProcess(async (context) => {
    await makeAnew(context, run.trainingData().train.images);
    await evaluateIn(context, own, fit, { timeMs, isInert: true }, { onTimeout: "keep the context" });
    const { samples, perEpoch, isChanged } = expectObject(
      await evaluateIn(context, own, finish),
      "the training",
    ) as unknown as Seen;
    Object.assign(seen, { isWhole: samples >= perEpoch, isMoved: isChanged });
    await adopt(context);
    return kept(context);
  });
  judgeFresh(check, afterEpoch, afterEpoch !== null && seen.isWhole && !seen.isMoved);
}

/** What `ask` finds in a new process, or null where the submission throws or takes too long. */
async function inSeparateProcess(ask: (context: Context) => Promise<number>): Promise<number | null> {
  const context = await run.openSeparate();
  try {
    return await ask(context);
  } catch (error) {
    if (error instanceof CheckError) return null;
    throw error;
  } finally {
    await context.close();
  }
}
