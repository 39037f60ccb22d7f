/**
 * The reference solution gets full marks on both tracks, both data sets and three seeds, and always the same score. Takes
 * minutes, so it is not part of `npm test`: run `npm run sweep`.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_MNIST_DIR } from "#data";
import { assignment } from "../assignment/index.ts";
import { trainingsOf } from "../assignment/training/section/data.ts";
import { loadRubric } from "../rubric.ts";
import { gradeFolder } from "../testing/command.ts";
import { temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { takeShard } from "./shard.ts";

const mnist = process.env.MNIST_DIR || DEFAULT_MNIST_DIR;
const { tracks } = loadRubric(assignment);
const seeds = ["beras", "one", "two"];
const all = seeds.flatMap((seed) => tracks.map(({ id, total }) => ({ track: id, total, seed })));
const runs = takeShard(all, process.env.SHARD);

const gradeSolution = (track: string, seed: string, env: NodeJS.ProcessEnv) =>
  gradeFolder(writeSubmission(temporaryFolder(), "solution"), ["--track", track, "--seed", seed], { env });

async function expectFullMarks(
  { track, total, seed }: (typeof all)[number],
  env: NodeJS.ProcessEnv,
  dataset: string,
) {
  const { code, report, lost } = await gradeSolution(track, seed, env);
  expect(Object.keys(lost)).toEqual([]);
  expect(report).toMatchObject({ status: "complete", score: total, maxScore: total, seed });
  expect(report.dataset?.name).toBe(dataset);
  expect(code).toBe(0);
  return report;
}

const describeMnist = existsSync(join(mnist, "train-images-idx3-ubyte.gz")) ? describe : describe.skip;

describeMnist("on MNIST (skipped without MNIST; get it with `npm run data`)", () => {
  test.each(runs)(
    "$track, seed $seed",
    async (run) => {
      await expectFullMarks(run, { MNIST_DIR: mnist }, "mnist");
    },
    300_000,
  );
});

describe("on the synthetic digits", () => {
  // An empty MNIST_DIR counts as unset. Only MNIST in the default folder would replace the digits.
  const describeSynthetic = existsSync(DEFAULT_MNIST_DIR) ? test.skip : test;
  describeSynthetic.each(runs)(
    "$track, seed $seed: 86% to 93% for the simple model, more than 96% for the advanced one",
    async (run) => {
      const report = await expectFullMarks(run, { MNIST_DIR: "" }, "synthetic-digits");
      const { simple, advanced } = trainingsOf(report);
      expect(simple?.testAccuracy).toBeGreaterThan(0.86);
      expect(simple?.testAccuracy).toBeLessThan(0.93);
      if (run.track === "cs2470") expect(advanced?.testAccuracy).toBeGreaterThan(0.96);
    },
    300_000,
  );
});

test("the same seed gives exactly the same accuracies", async () => {
  const accuracies = async () => {
    const { report } = await gradeSolution("cs2470", "again", { MNIST_DIR: "" });
    return Object.values(trainingsOf(report)).map((training) => [training?.history, training?.testAccuracy]);
  };
  expect(await accuracies()).toEqual(await accuracies());
}, 300_000);
