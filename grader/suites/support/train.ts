/**
 * Trains a model of the submission in a process of its own, in small portions: between two of them the grader sees how
 * far it is, and can end it. What the model has learned is told from its predictions alone.
 */
import type { Tensor } from "#tensor";
import type { TrainingReport } from "../../report/report.ts";
import type { Realm } from "../../run/suiteRun.ts";
import { CheckError, countEpochs, evaluateIn, run } from "./check.ts";
import { disturbances, judgeDisturbedImages, judgeUntrained, judgeWeights } from "./integrity.ts";
import type { Limit } from "./limit.ts";
import { copyWeights, fitPortion, predictAll, prepare, toPixels } from "./trainingInSandbox.ts";
import { describeValue, expectList, expectNumber, expectObject, expectTensor } from "./values.ts";

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

const classes = 10;
/** Batches between two looks at the clock: some tenths of a second. */
const portion = 25;
/** More than any training within the time limit can use, and few enough to be counted. */
const maxEpochs = 1000;

/**
 * Makes ready for a training.
 *
 * @param threshold what the check asks for; noted in the report
 * @returns promises that reject with a CheckError when the submission throws, takes too long or returns something odd
 */
export function train(name: ModelName, threshold: number, limit: Limit): Training {
  const realm = run.openSeparate(`${run.seed}/train/${name}`);
  const setUp = realm.then((opened) => prepareModel(opened, name, limit));
  const untrained = setUp.then(async () => run.testAccuracy(await predict(await realm, limit)));
  const lacksSoftmax = setUp.then((size) => size.lacksSoftmax);
  let training: Promise<TrainingReport> | undefined;
  const trained = () => {
    training ??= untrained
      .then(async (accuracy) => {
        // The advanced model has a check for it.
        if (name === "simple") judgeUntrained("accuracy.simple", name, accuracy);
        return trainModel(await realm, name, await setUp, threshold, limit);
      })
      .finally(async () => (await realm).close());
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

async function prepareModel(realm: Realm, name: ModelName, limit: Limit): Promise<Size> {
  const { train, test } = run.trainingData();
  const attachments = [train.images, train.labels, test.images];
  const value = await evaluateIn(realm, limit, prepare, { name }, { attachments });
  const { epochs, batchSize, lacksSoftmax } = expectObject(value, "components");
  const samples = train.labels.length;
  return {
    epochs: expectCount(epochs, "epochs", maxEpochs),
    batchSize: expectCount(batchSize, "batchSize", samples),
    samples,
    lacksSoftmax: lacksSoftmax === true,
  };
}

async function trainModel(
  realm: Realm,
  name: ModelName,
  { epochs, batchSize, samples }: Size,
  threshold: number,
  limit: Limit,
): Promise<TrainingReport> {
  const before = await weights(realm, limit);
  const startedAt = performance.now();
  const history: TrainingReport["history"] = { loss: [], acc: [] };
  const batches = Math.floor(samples / batchSize);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const sum = { loss: 0, acc: 0 };
    for (let batch = 0; batch < batches; batch += portion) {
      const count = Math.min(portion, batches - batch);
      const range = { start: batch * batchSize, end: (batch + count) * batchSize, batchSize };
      countEpochs(1, limit);
      const value = expectObject(
        await evaluateIn(realm, limit, fitPortion, range, { helper: toPixels }),
        "the history of fit",
      );
      const [loss, acc] = [lastOf(value.loss, "loss"), lastOf(value.acc, "acc")];
      sum.loss += loss * count;
      sum.acc += acc * count;
      run.progress({
        model: name,
        epoch,
        epochs,
        share: (epoch + (batch + count) / batches) / epochs,
        loss,
        acc,
      });
    }
    history.loss.push(finiteOrNull(sum.loss / batches));
    history.acc.push(finiteOrNull(sum.acc / batches));
  }
  const trainSeconds = Math.round(performance.now() - startedAt) / 1000;
  const predicted = await predict(realm, limit);
  const testAccuracy = run.testAccuracy(predicted);
  const check = name === "simple" ? "accuracy.simple" : "accuracy.advanced.accuracy";
  judgeWeights(check, before, await weights(realm, limit));
  // What has not been reached needs no explanation.
  if (testAccuracy >= threshold) {
    const { images } = run.trainingData().test;
    const disturbed = [];
    for (const [kind, disturb] of disturbances) {
      const predicted = await predict(realm, limit, [disturb(images)]);
      disturbed.push({ name: kind, accuracy: run.testAccuracy(predicted) });
    }
    judgeDisturbedImages(check, testAccuracy, disturbed);
  }
  const report: TrainingReport = { testAccuracy, threshold, epochs, trainSeconds, history };
  await run.recordTraining(name, report, predicted);
  return report;
}

/** The class of each test image (or of others that are attached), as the model sees it now. */
async function predict(realm: Realm, limit: Limit, attachments?: Uint8Array[]): Promise<number[]> {
  const value = await evaluateIn(realm, limit, predictAll, null, { helper: toPixels, attachments });
  return expectList(value, "predictions").flatMap((part) => {
    const tensor = expectTensor(part, "predictions");
    const wanted = [tensor.shape[0], classes];
    const odd = expectTensor(tensor, "predictions", wanted).data.some((x) => !Number.isFinite(x));
    if (odd) {
      throw new CheckError({
        code: "unexpected",
        message: "the model predicts NaN or Infinity: its training has diverged",
        expected: "finite predictions",
        received: "NaN or Infinity",
      });
    }
    return Array.from(tensor.argmax(1).data);
  });
}

async function weights(realm: Realm, limit: Limit): Promise<Tensor[]> {
  const value = expectList(await evaluateIn(realm, limit, copyWeights), "the model's weights");
  return value.map((weight) => expectTensor(weight, "a weight of the model"));
}

function expectCount(value: unknown, name: string, max: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= max) return value;
  const expected = `${name}: a whole number from 1 to ${max}`;
  throw new CheckError({ code: "unexpected", message: null, expected, received: describeValue(value) });
}

function lastOf(value: unknown, name: string): number {
  return expectNumber(Array.isArray(value) ? value.at(-1) : value, name);
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
