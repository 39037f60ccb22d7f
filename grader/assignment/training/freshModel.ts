/**
 * What a model has learned stands in the weights of its layers: a model that is made anew, in another process, and is given
 * these weights, predicts the same. A model that keeps images and their labels elsewhere knows nothing there.
 */

import { random } from "#tensor";
import { CheckError, evaluateIn, run } from "../../checks/check.ts";
import { type Limit, newAccount } from "../../checks/limit.ts";
import { expectList, expectObject, expectTensor } from "../../checks/values.ts";
import type { Context } from "../../run/suiteRun.ts";
import { classes } from "../constants.ts";
import { realNames, renamed } from "./digitNames.ts";
import { agreement, judgeFresh, judgeWithoutGradients, keptByFresh, type Seen } from "./integrity.ts";
import { predict, sampledEvery } from "./predictions.ts";
import type { ModelName } from "./train.ts";
import { adoptWeights, prepare, readWeights } from "./trainingInSandbox.ts";
import { type FitOptions, finish, fit } from "./watchInSandbox.ts";

type Weights = ArrayLike<number>[];

interface Trained {
  name: ModelName;
  /** The numbers of each weight, in the order of the layers. */
  weights: Weights;
  /** Some test images, and the class that the model gives each. */
  images: Uint8Array;
  known: number[];
  /** Whether a tape was asked for gradients. */
  hasGradients: boolean;
  /** The time that an epoch of its training took. */
  epochMs: number;
}

/** So many training images are enough to know digits by: the nearest of them is right for more than 90% of the test images. */
const fewImages = 2_000;
/** An epoch without steps takes less time than one with them, on a machine that stays as fast. */
const epochPatience = 2;

/** Refuses a model whose knowledge stands beside its weights, or warns of it where that is not certain. */
export async function judgeFreshModel(check: string, trained: Trained, limit: Limit): Promise<void> {
  const { name, weights, images, known, hasGradients, epochMs } = trained;
  // What the second model prints, the first one has printed.
  const timeMs = epochPatience * epochMs;
  const own = { ...limit, leftMs: limit.leftMs + 2 * timeMs, account: newAccount() };
  const ask = (context: Context) => predict(context, own, null, [images]);
  const kept = async (context: Context) => agreement(known, await ask(context));
  const adopt = (context: Context, values: Weights) => {
    const bytes = new Uint8Array(Float64Array.from(values.flatMap((numbers) => Array.from(numbers))).buffer);
    const sizes = values.map(({ length }) => length);
    return evaluateIn(context, own, adoptWeights, { sizes }, { attachments: [bytes] });
  };
  const makeAnew = async (context: Context, pictures: Uint8Array, labels: Uint8Array) => {
    const attachments = [pictures, labels, images];
    await evaluateIn(context, own, prepare, { name }, { attachments });
    // Some layers make their weights when they are first called.
    await ask(context);
  };
  const train = async (context: Context, options: FitOptions) => {
    await evaluateIn(context, own, fit, options, { onTimeout: "keep the context" });
    return expectObject(await evaluateIn(context, own, finish), "the training") as unknown as Seen;
  };
  const data = run.trainingData().train;
  const every = Math.max(1, Math.floor(data.labels.length / fewImages));

  const atOnce = await inSeparateProcess(async (context) => {
    const few = everyOf(data, every);
    await makeAnew(context, few.images, renamed(few.labels));
    const initial = await weightsOf(context, own);
    await adopt(context, weights);
    const share = await kept(context);
    if (!hasGradients) return share;
    await adopt(context, initial);
    // As many steps as an epoch of all images has.
    await train(context, { timeMs, epochs: every, withoutGradients: true });
    judgeWithoutGradients(check, run.testAccuracy(realNames(await ask(context)), sampledEvery()));
    return share;
  });
  if (atOnce !== null && atOnce >= keptByFresh) return;

  // A BatchNorm also keeps the means of what it has seen, and an own `fit` may keep some of the images: so the new model
  // sees the training images, too, but takes no step, and the labels mean nothing.
  const order = random.generator(run.drawSeed("labels that mean nothing")).permutation(data.labels.length);
  let isCertain = false;
  const afterEpoch = await inSeparateProcess(async (context) => {
    await makeAnew(
      context,
      data.images,
      Uint8Array.from(order, (i) => i % classes),
    );
    await adopt(context, weights);
    const { samples, perEpoch, isChanged } = await train(context, { timeMs, epochs: 1, withoutSteps: true });
    isCertain = samples >= perEpoch && !isChanged;
    await adopt(context, weights);
    return kept(context);
  });
  judgeFresh(check, afterEpoch, isCertain);
}

/** The numbers of a model's weights, in the order of its layers. */
export async function weightsOf(context: Context, limit: Limit): Promise<Weights> {
  const weights = expectList(await evaluateIn(context, limit, readWeights), "weights");
  return weights.map((weight) => expectTensor(weight, "weights").data);
}

/** One of so many images, with its label. */
function everyOf({ images, labels }: { images: Uint8Array; labels: Uint8Array }, every: number) {
  const size = images.length / labels.length;
  return {
    images: images.filter((_, i) => Math.floor(i / size) % every === 0),
    labels: labels.filter((_, i) => i % every === 0),
  };
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
