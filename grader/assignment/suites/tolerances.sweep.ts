/**
 * Both sides of every tolerance, over 1,000 seeds: the solution passes each check whatever its random inputs, and the
 * nearest of the listed mistakes fails it.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { applyMistake } from "../../proofs/mutants/mistake.ts";
import { takeShard } from "../../proofs/shard.ts";
import { solutionText } from "../../proofs/styles/combine.ts";
import { assignment } from "../index.ts";
import { mistakes } from "../mistakes/index.ts";
import { loadJudges, run, withSubmission } from "../proofs/judges.ts";

const seedsOf = (id: string) => {
  // Here a seed is a training of 2,000 epochs.
  const count = id === "model.overfits" ? 20 : 1000;
  return takeShard([...Array(count).keys()], process.env.SHARD);
};

/** The checks whose inputs are drawn at random, each with the mistake that comes nearest to passing it. */
const nearest: Record<string, string> = {
  "preprocess.inputs": "images-buffer-begins-at-zero",
  "preprocess.range": "images-in-256ths",
  "preprocess.labels": "labels-one-missing",
  "onehot.forward": "onehot-label-is-column",
  "initializers.normal": "weights-cut-off-not-rescaled",
  "initializers.xavier": "xavier-by-fan-in",
  "initializers.kaiming": "weights-cut-off-not-rescaled",
  "initializers.independent": "weights-fixed-seed",
  "layers.dense.inputGradients": "dense-input-gradient-averaged",
  "layers.dense.weightGradients": "dense-bias-gradient-averaged",
  "activations.leakyRelu.forward": "leaky-alpha-constant",
  "activations.leakyRelu.inputGradients": "leaky-slope-constant",
  "activations.relu": "leaky-alpha-falsy",
  "activations.softmax.inputGradients": "softmax-jacobian-first-sample",
  "losses.mse.inputGradients": "mse-gradient-without-two",
  "optimizers.basic.step": "basic-clips-gradients",
  "optimizers.basic.steps": "basic-momentum",
  "optimizers.rmsprop.step": "rmsprop-epsilon-large",
  "optimizers.rmsprop.steps": "rmsprop-forgets",
  "optimizers.adam.step": "adam-epsilon-large",
  "optimizers.adam.steps": "adam-correction-linear",
  "metrics.accuracy": "accuracy-divides-by-classes",
  "core.tape.dense": "tape-divides-by-batch",
  "core.tape.chain": "tape-stops-at-first-layer",
  "core.tape.skip": "tape-adds-in-place",
  "core.tape.reuse": "tape-asks-the-layer-for-inputs",
  "core.tape.order": "tape-order-of-layers",
  "core.tape.frozen": "tape-skips-frozen",
  "model.call": "model-two-layers",
  "model.batchStep.training": "batch-step-loss-after-the-step",
  "model.batchStep.evaluating": "batch-step-arguments-swapped",
  "model.evaluate.weights": "evaluate-trains-last-batch",
  "model.evaluate.mean": "evaluate-overlaps",
  "model.evaluate.leftOver": "evaluate-left-over-by-full-size",
  "model.overfits": "batch-step-trains-on-first-batch",
};

beforeAll(loadJudges);

/** What a check says to the solution, with a mistake in it if one is named, seed after seed, in one context. */
async function statuses(id: string, mistakeName?: string): Promise<Record<string, number>> {
  const mistake = mistakes.find(({ name }) => name === mistakeName);
  const changed = mistake && {
    [mistake.file]: applyMistake(mistake, solutionText(assignment, mistake.file)),
  };
  const counts: Record<string, number> = {};
  await withSubmission(changed ?? {}, async (judge) => {
    for (const i of seedsOf(id)) {
      run.seed = `seed ${i}`;
      // Nothing of the seed before counts as a prerequisite.
      run.results.clear();
      const status = (await judge(id))?.status ?? "missing";
      counts[status] = (counts[status] ?? 0) + 1;
    }
  });
  return counts;
}

describe.each(Object.entries(nearest))("%s", (id, mistake) => {
  test("the solution passes with every seed", async () => {
    expect(await statuses(id)).toEqual({ passed: seedsOf(id).length });
  }, 600_000);

  test(`${mistake} fails with every seed`, async () => {
    expect((await statuses(id, mistake)).passed ?? 0).toBe(0);
  }, 600_000);
});

test("every check that draws random inputs is among them", () => {
  const drawing = run.suites.flatMap((suite) => {
    const text = readFileSync(join(__dirname, `${suite}.spec.ts`), "utf8");
    return text.includes("generator(") || suite === "initializers" ? [suite] : [];
  });
  const proved = new Set(Object.keys(nearest).map((id) => id.split(".")[0]));
  expect([...proved].sort()).toEqual(drawing.sort());
});
