/**
 * The same submission and seed give the same report except for times: in every run, on one core or two. Every Node gives
 * the same results and accuracies.
 */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type TrainingReport, trainingsOf } from "../assignment/training/section/data.ts";
import { gradeFolder } from "../testing/command.ts";
import { replacing, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { tinyDataset } from "../testing/tinyDataset.ts";
import { takeShard } from "./shard.ts";

/** Paths of other Nodes to try: NODE_BINARIES=/opt/node22/bin/node:/opt/node24/bin/node */
const nodes = (process.env.NODE_BINARIES ?? "").split(":").filter(Boolean);
const hasTaskset = spawnSync("taskset", ["--version"]).status === 0;
let folder: string;
let data: string;
let first: Awaited<ReturnType<typeof judge>>;

/** What does not depend on the clock, or on which Node it is. */
async function judge(launcher?: string[]) {
  const out = join(temporaryFolder(), "report.json");
  const args = ["--track", "cs2470", "--seed", "again"];
  const { report } = await gradeFolder(folder, args, { out, env: { MNIST_DIR: data }, launcher });
  const trainings = Object.values(trainingsOf(report)).map((training) => ({ ...training!, trainSeconds: 0 }));
  return {
    ...report,
    startedAt: "",
    durationMs: 0,
    environment: undefined,
    checks: report.checks.map((check) => ({ ...check, durationMs: 0 })),
    sections: [],
    trainings,
  };
}

/** The losses of all epochs of both trainings. */
function losses(trainings: TrainingReport[]): number[] {
  return trainings.flatMap(({ history }) => history.loss.map(Number));
}

beforeAll(async () => {
  // Failures with numbers, in several suites; two trainings that print; and a warning that one of them learns nothing.
  folder = writeSubmission(temporaryFolder(), "solution", {
    "beras/layers.ts": replacing("[this.w]", "[this.w.neg()]"),
    "beras/metrics.ts": replacing("argmax(1)", "argmin(1)"),
    "assignment.ts": replacing(
      "    using tape =",
      `    const isImages = x.shape[1] === 784;
    if (isImages) console.log(this.layers.length, "layers");
    if (isImages && this.layers.length === 2) return { loss: 0.1, acc: 0.1 };
    using tape =`,
    ),
  });
  data = tinyDataset().folder;
  first = await judge();
  expect(first.warnings).toHaveLength(1);
  expect(first.checks?.filter(({ output }) => output)).toHaveLength(2);
}, 60_000);

const again = takeShard(Array.from({ length: 20 }), process.env.SHARD);
test(`run again ${again.length} times`, async () => {
  for (const _ of again) expect(await judge()).toEqual(first);
}, 600_000);

const testCores = hasTaskset && availableParallelism() > 1 ? test : test.skip;
testCores(
  "one core (skipped without taskset or a second core)",
  async () => {
    expect(await judge(["taskset", "-c", "0", process.execPath])).toEqual(first);
  },
  120_000,
);

if (nodes.length) {
  test.each(nodes)(
    "%s",
    async (node) => {
      const { trainings, ...rest } = await judge([node]);
      const { trainings: firstTrainings, ...firstRest } = first;
      expect(rest).toEqual(firstRest);
      expect(losses(trainings)).toHaveLength(losses(firstTrainings).length);
      losses(trainings).forEach((loss, i) => {
        // Versions of V8 round Math.log, Math.sin and the like differently in the last place, and with them the weights that
        // are drawn: a float32 loss may differ by its last digits. Everything that is judged is the same.
        expect(Math.abs(loss / losses(firstTrainings)[i] - 1)).toBeLessThan(1e-5);
      });
      const accuracies = (all: TrainingReport[]) => all.map(({ testAccuracy }) => testAccuracy);
      expect(accuracies(trainings)).toEqual(accuracies(firstTrainings));
    },
    120_000,
  );
} else {
  test.skip("other versions of Node (skipped: NODE_BINARIES names none)", () => {});
}
