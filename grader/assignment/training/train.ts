/**
 * Trains a model of the submission in a process of its own, by one call of its `fit`, as `npm start` does. What the model
 * has learned is told from its predictions alone; a training that runs into its limit, by what it has learned until then.
 */

import { CheckError, evaluateIn, run } from "../../checks/check.ts";
import { countEpochs } from "../../checks/current.ts";
import type { Limit } from "../../checks/limit.ts";
import { describeValue, expectObject } from "../../checks/values.ts";
import type { Context } from "../../run/suiteRun.ts";
import { realNames, renamed } from "./digitNames.ts";
import { judgeFreshModel, weightsOf } from "./freshModel.ts";
import {
  agreement,
  disturbances,
  judgeDisturbedImages,
  judgeOrigin,
  judgePath,
  judgeUntrained,
  knowsRealNames,
  type Seen,
} from "./integrity.ts";
import { predict, sample, sampledEvery } from "./predictions.ts";
import { kind, type TrainingReport } from "./section/data.ts";
import { type Change, prepare } from "./trainingInSandbox.ts";
import { finish, fit } from "./watchInSandbox.ts";

export type ModelName = "simple" | "advanced";

/** A training that is under way. */
export interface Training {
  /** The share of the test images that the model gets right before it is trained. */
  untrained: Promise<number>;
  /** Goes on from there, when it is first called. */
  trained(): Promise<TrainingReport>;
  /** Whether the loss wants probabilities and the model does not end with what makes them. */
  lacksSoftmax: Promise<boolean>;
}

/** More than any training within the time limit can use, and few enough to be counted. */
const maxEpochs = 1000;
/** A `fit` that does not end between two batches is cut short after so long. */
const graceMs = 10_000;
/**
 * So many times as long it may take on the wall. One after the other, the trainings (150 s and 300 s) and what follows them
 * then end within the 600 s of a whole run.
 */
const patience = 1.2;
/** What the rest of a run takes after its last training. */
const restMs = 30_000;
/**
 * The predictions after a training have time of their own: twice what they should take, by the time that the first sample
 * took (all test images are five samples, and up to six more follow), but no more than two minutes.
 */
const samplesAfter = 11;
const maxAfterMs = 120_000;

/**
 * Makes ready for a training.
 *
 * @param threshold what the check asks for; noted in the report
 * @param isLast whether no other training waits for this one. A process that shares its core needs more time on the wall, and
 * gets what is left of the run
 * @returns promises that reject with a CheckError when the submission throws, takes too long or returns something odd
 */
export function train(name: ModelName, threshold: number, limit: Limit, isLast: boolean): Training {
  const context = run.openSeparate();
  const setUp = context.then((opened) => prepareModel(opened, name, limit));
  const first = setUp.then(async () => {
    const startedAt = performance.now();
    const predicted = await predict(await context, limit, null, [sample(run.trainingData().test.images)]);
    return { predicted, ms: performance.now() - startedAt };
  });
  // Whoever knows the digits beforehand knows them by their real names.
  const untrained = first.then(({ predicted }) =>
    Math.max(...[predicted, realNames(predicted)].map((digits) => run.testAccuracy(digits, sampledEvery()))),
  );
  const lacksSoftmax = setUp.then((size) => size.lacksSoftmax);
  let training: Promise<TrainingReport> | undefined;
  const trained = () => {
    training ??= untrained
      .then(async (accuracy) => {
        // The advanced model has a check for it.
        if (name === "simple") judgeUntrained("accuracy.simple", name, accuracy);
        return trainModel(await context, name, await setUp, threshold, limit, (await first).ms, isLast);
      })
      .finally(async () => (await context).close());
    training.catch(() => {});
    return training;
  };
  // Whoever awaits them sees a rejection; until then it must not count as unhandled.
  for (const promise of [untrained, lacksSoftmax]) promise.catch(() => {});
  return { untrained, trained, lacksSoftmax };
}

interface Size {
  epochs: number;
  batchSize: number;
  samples: number;
  lacksSoftmax: boolean;
}

async function prepareModel(context: Context, name: ModelName, limit: Limit): Promise<Size> {
  const { train, test } = run.trainingData();
  const labels = renamed(train.labels);
  const attachments = [train.images, labels, test.images];
  const value = await evaluateIn(
    context,
    limit,
    prepare,
    { name },
    { attachments, doing: "making the model" },
  );
  const { epochs, batchSize, lacksSoftmax } = expectObject(value, "components");
  const samples = labels.length;
  return {
    epochs: expectCount(epochs, "epochs", maxEpochs),
    batchSize: expectCount(batchSize, "batchSize", samples),
    samples,
    lacksSoftmax: lacksSoftmax === true,
  };
}

async function trainModel(
  context: Context,
  name: ModelName,
  { epochs }: Size,
  threshold: number,
  limit: Limit,
  sampleMs: number,
  isLast: boolean,
): Promise<TrainingReport> {
  const timeMs = Math.max(0, limit.leftMs);
  const afterMs = Math.min(graceMs + 2 * samplesAfter * sampleMs, maxAfterMs);
  const others = isLast ? afterMs * patience + restMs : Number.POSITIVE_INFINITY;
  countEpochs(epochs, limit);
  const startedAt = performance.now();
  const returned = await evaluateIn(
    context,
    {
      ...limit,
      leftMs: timeMs + graceMs,
      patience: Math.max(patience, (run.leftMs() - others) / (timeMs + graceMs)),
    },
    fit,
    { timeMs },
    {
      onProgress: (text) => {
        const [share, loss, acc] = text.split(" ").map(Number);
        if (!(share >= 0)) return;
        const done = Math.min(share, 1);
        const epoch = Math.min(Math.floor(done * epochs), epochs - 1);
        run.progress({ model: name, epoch, epochs, share: done, loss, acc });
      },
      onTimeout: "keep the context",
      doing: "the training",
    },
  );
  const trainSeconds = Math.round(performance.now() - startedAt) / 1000;
  const after = { ...limit, leftMs: afterMs, patience };
  const seen = expectObject(await evaluateIn(context, after, finish), "the training") as unknown as Seen;
  const predicted = await predict(context, after);
  const digits = realNames(predicted);
  const testAccuracy = run.testAccuracy(digits);
  const check = name === "simple" ? "accuracy.simple" : "accuracy.advanced.accuracy";

  // Neither the end of `fit`, nor the exception by which it is ended.
  const [fitted] = Array.isArray(returned) ? returned : [];
  const isStopped = !Array.isArray(returned) || returned.length === 0;
  const history = historyOfFit(fitted, seen);
  const report: TrainingReport = {
    model: name,
    testAccuracy,
    threshold,
    epochs: isStopped ? Math.floor((10 * seen.samples) / seen.perEpoch) / 10 : history.acc.length || epochs,
    ...(isStopped && { epochsWanted: epochs }),
    trainSeconds,
    history,
  };
  const predictions = await run.reviewPredictions(digits);
  run.addSection({ kind, check, data: predictions ? { ...report, predictions } : report });

  knowsRealNames(check, run.testAccuracy(predicted));
  judgePath(check, seen);
  // What has not been reached needs no explanation.
  if (testAccuracy >= threshold) {
    const images = sample(run.trainingData().test.images);
    const known = predicted.filter((_, i) => i % sampledEvery() === 0);
    const again = (change: Change | null, others = images) => predict(context, after, change, [others]);
    const disturbed = [];
    for (const [kind, disturb] of disturbances) {
      disturbed.push({ name: kind, share: agreement(known, await again(null, disturb(images))) });
    }
    judgeDisturbedImages(check, disturbed);
    await judgeOrigin(check, known, again, seen);
    const weights = await weightsOf(context, after);
    await context.close();
    const epochMs = (1000 * trainSeconds * seen.perEpoch) / Math.max(seen.samples, 1);
    await judgeFreshModel(
      check,
      { name, known, weights, images, epochMs, hasGradients: seen.gradients > 0 },
      after,
    );
  }
  return report;
}

type History = TrainingReport["history"];

/** What `fit` returned, where it is a history: the numbers of each epoch. Otherwise, what was seen from outside. */
function historyOfFit(value: unknown, { told, counted }: Seen): History {
  const { loss, acc } = (value ?? {}) as Record<string, unknown>;
  const isSeries = (list: unknown): list is number[] =>
    Array.isArray(list) && list.length > 0 && list.length <= maxEpochs && list.every(isNumber);
  if (isSeries(loss) && isSeries(acc) && loss.length === acc.length) {
    return { loss: loss.map(finiteOrNull), acc: acc.map(finiteOrNull) };
  }
  const shown = (told.length > 0 ? told : counted).slice(0, maxEpochs);
  return {
    loss: shown.map(({ loss }) => finiteOrNull(loss)),
    acc: shown.map(({ acc }) => finiteOrNull(acc)),
  };
}

const isNumber = (value: unknown): value is number => typeof value === "number";

function expectCount(value: unknown, name: string, max: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= max) return value;
  const expected = `${name}: a whole number from 1 to ${max}`;
  throw new CheckError({ code: "unexpected", message: null, expected, received: describeValue(value) });
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
