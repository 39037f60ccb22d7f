/**
 * Both sides of float32's bounds: the solution in float32 passes, and every mistake that a check finds in float64 it finds
 * in float32 as well. Minutes long; FLOAT32=adam takes the mistakes whose names begin so.
 */

import { applyMistake } from "../../proofs/mutants/mistake.ts";
import { takeShard } from "../../proofs/shard.ts";
import { solutionText } from "../../proofs/styles/combine.ts";
import { assignment } from "../index.ts";
import { mistakes } from "../mistakes/index.ts";
import { float32Files, inFloat32 } from "../proofs/float32.ts";
import { loadJudges, run, withSubmission } from "../proofs/judges.ts";

/** Trainings are in float32 anyway, and the rest is not about numbers. */
const suites = ["layers", "activations", "losses", "optimizers", "metrics", "core", "model"];
const isJudged = (id: string) => suites.includes(id.split(".")[0]) && id !== "model.overfits";
const judged = [...run.checks.keys()].filter(isJudged);
/** No mistakes where results are rounded: tensors that two layers, or two answers, would share are copied. */
const fixed = ["weights-shared-by-name", "mse-slopes-in-one-tensor"];
const isChosen = ({ name, kills }: (typeof mistakes)[number]) =>
  name.startsWith(process.env.FLOAT32 ?? "") && kills.some(isJudged) && !fixed.includes(name);
const chosen = takeShard(mistakes.filter(isChosen), process.env.SHARD);

beforeAll(loadJudges);

/** What a submission does not pass, and where it passes with advice. */
async function verdict(file?: string, text = "") {
  const changed = Object.fromEntries(
    float32Files.map((name) => [
      name,
      inFloat32(name, name === file ? text : solutionText(assignment, name)),
    ]),
  );
  if (file && !float32Files.includes(file)) changed[file] = text;
  const failed: string[] = [];
  const advised: string[] = [];
  await withSubmission(changed, async (judge) => {
    for (const id of judged) {
      const result = await judge(id);
      if (result?.status !== "passed") failed.push(id);
      else if (result.isFloat32) advised.push(id);
    }
  });
  return { failed, advised };
}

test.each(["one", "two", "three"])(
  "the solution in float32 passes, seed %s",
  async (seed) => {
    run.seed = seed;
    const { failed, advised } = await verdict();
    expect(failed).toEqual([]);
    expect(advised).toContain("layers.dense.forward");
  },
  600_000,
);

test.each(chosen)(
  "$name fails in float32",
  async (mistake) => {
    run.seed = "beras";
    const { failed } = await verdict(
      mistake.file,
      applyMistake(mistake, solutionText(assignment, mistake.file)),
    );
    expect(failed).not.toEqual([]);
  },
  600_000,
);
