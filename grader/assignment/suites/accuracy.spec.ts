/**
 * Whole trainings on the data set. The thresholds confirm that the parts work together; which part is wrong, the other
 * suites tell (DESIGN: a network with a negated gradient has passed 95%).
 */
import { availableParallelism } from "node:os";
import { CheckError, check, isBlocked, run } from "../../checks/check.ts";
import { limitOf } from "../../checks/limit.ts";
import { describeValue, expectObject } from "../../checks/values.ts";
import type { Diagnosis } from "../../report/failure.ts";
import { formatShare } from "../../report/share.ts";
import type { RubricCheck } from "../../rubric.ts";
import { untrainedLimit } from "../training/integrity.ts";
import type { TrainingReport } from "../training/section/data.ts";
import { epochsOf } from "../training/section/words.ts";
import { type ModelName, type Training, train } from "../training/train.ts";
import { submission } from "./submission.ts";

/** The check that a training is for. */
const checkOf = (name: ModelName) =>
  run.checks.get(name === "simple" ? "accuracy.simple" : "accuracy.advanced.accuracy") as RubricCheck;

/** What it asks for. A rubric that does not say so is a fault of the grader's. */
function thresholdOf(name: ModelName): number {
  const { id, threshold } = checkOf(name);
  if (threshold === undefined) throw new Error(`${id} has no threshold in rubric.json`);
  return threshold;
}

/** The two trainings need nothing from each other: with a second core, they run side by side. */
const isSideBySide = availableParallelism() > 1;

const trainings = new Map<ModelName, Training>();

/** Makes ready for a training, or finds the one that was. */
function training(name: ModelName): Training {
  let found = trainings.get(name);
  if (!found) {
    const isLast = name === "advanced" || isSideBySide || isBlocked("accuracy.advanced.accuracy");
    found = train(name, thresholdOf(name), limitOf(checkOf(name)), isLast);
    trainings.set(name, found);
  }
  return found;
}

const percent = (share: number) => `${(share * 100).toFixed(2)}%`;

check("accuracy.advanced.structure", async () => {
  const value = await submission.evaluate(
    ({ getAdvancedModelComponents, SequentialModel, Dense, Activation }) => {
      const { model, epochs, batchSize } = getAdvancedModelComponents();
      // A submission can define what `instanceof` says of its classes, and what built-ins and iterators return. So this uses
      // only syntax: a new function has no `instanceof` of its own.
      const isOne = (object: object, { prototype }: { prototype: object }) => {
        // biome-ignore lint/complexity/useArrowFunction: an arrow function has no property `prototype` of its own
        const prototypeOnly = function () {};
        prototypeOnly.prototype = prototype;
        return object instanceof prototypeOnly;
      };
      const { layers } = model;
      let dense = 0;
      let activations = 0;
      for (let i = 0; i < layers.length; i++) {
        const layer = layers[i];
        if (isOne(layer, Dense)) dense += 1;
        // An activation is whatever has no weights, be it one of ours or of the student's own; or says that it is one.
        const isWithoutWeights = layer.weights.length === 0;
        if (isOne(layer, Activation) || (isWithoutWeights && layer.constructor.name !== "Dropout"))
          activations += 1;
      }
      return { dense, activations, epochs, batchSize, isModel: isOne(model, SequentialModel) };
    },
  );
  const { dense, activations, epochs, batchSize, isModel } = expectObject(value, "the components");
  expect(isModel).toBeExactly(true, { message: "is the model a SequentialModel" });
  expect(dense).toBeBetween(2, Number.POSITIVE_INFINITY, {
    name: "number of Dense layers",
    expected: "at least 2",
  });
  expect(activations).toBeBetween(2, Number.POSITIVE_INFINITY, {
    name: "number of activations",
    expected: "at least 2",
  });
  for (const [name, count] of Object.entries({ epochs, batchSize })) {
    const isCount = typeof count === "number" && Number.isInteger(count) && count > 0;
    expect(isCount ? "a positive whole number" : count).toBeExactly("a positive whole number", {
      message: `${name} is ${describeValue(count)}`,
    });
  }
});

check("accuracy.simple", async () => {
  if (isSideBySide && !isBlocked("accuracy.advanced.accuracy")) void training("advanced").trained();
  const report = await training("simple").trained();
  const threshold = thresholdOf("simple");
  expectAccuracy(report, report.testAccuracy >= threshold, `at least ${formatShare(threshold)}`);
});

check("accuracy.advanced.untrained", async () => {
  const untrained = await training("advanced").untrained;
  if (untrained <= untrainedLimit) return;
  throw new CheckError({
    code: "unexpected",
    message: "the model knows the digits before it has seen any",
    expected: `test accuracy before training near 10%, at most ${percent(untrainedLimit)}`,
    received: `test accuracy before training ${percent(untrained)}`,
    details: ["knows-before-training"],
  });
});

check("accuracy.advanced.accuracy", async () => {
  const { trained, lacksSoftmax } = training("advanced");
  const report = await trained();
  const diagnosis = (await lacksSoftmax)
    ? { code: "known" as const, mistake: "crossentropyWithoutSoftmax" as const }
    : null;
  const threshold = thresholdOf("advanced");
  expectAccuracy(report, report.testAccuracy > threshold, `more than ${formatShare(threshold)}`, diagnosis);
});

function expectAccuracy(
  training: TrainingReport,
  isEnough: boolean,
  wanted: string,
  diagnosis: Diagnosis | null = null,
): void {
  if (isEnough) return;
  throw new CheckError({
    code: "unexpected",
    message: null,
    expected: `test accuracy of ${wanted}`,
    diagnosis,
    received: `test accuracy ${percent(training.testAccuracy)} after ${epochsOf(training)}`,
    details: ["below-threshold"],
  });
}
