/** Tests the given parts of the model: fit with validation data, and the summary. */
import { eye, random } from "#tensor";
import { SequentialModel } from "../solution/assignment.ts";
import { LeakyReLU } from "../solution/beras/activations.ts";
import { Dense } from "../solution/beras/layers.ts";
import { MeanSquaredError } from "../solution/beras/losses.ts";
import { CategoricalAccuracy } from "../solution/beras/metrics.ts";
import type { EpochMetrics } from "../solution/beras/model.ts";
import { Adam } from "../solution/beras/optimizers.ts";

function build() {
  random.seed("model");
  const model = new SequentialModel([new Dense(3, 4), new LeakyReLU(), new Dense(4, 2)]);
  model.compile(new Adam(0.01), new MeanSquaredError(), new CategoricalAccuracy());
  const data = (n: number) =>
    [random.normal(0, 1, [n, 3]), eye(2).gather(Array.from({ length: n }, (_, i) => i % 2))] as const;
  return { model, train: data(20), test: data(6) };
}

test("validation data are evaluated after each epoch, and do not change the training", () => {
  const [plain, validated] = [build(), build()];
  const alone = plain.model.fit(...plain.train, 3, 5);
  const logs: EpochMetrics[] = [];
  const history = validated.model.fit(
    ...validated.train,
    3,
    5,
    { onEpochEnd: (_, log) => logs.push({ ...log }) },
    [...validated.test],
  );
  expect(alone).toEqual({ loss: history.loss, acc: history.acc });
  expect(validated.model.weights.map(String)).toEqual(plain.model.weights.map(String));
  const { loss, acc } = validated.model.evaluate(...validated.test, 5);
  expect([history.valLoss, history.valAcc]).toEqual([
    [expect.any(Number), expect.any(Number), loss],
    [expect.any(Number), expect.any(Number), acc],
  ]);
  expect(logs.map(({ valLoss }) => valLoss)).toEqual(history.valLoss);
});

test("the summary has a line for each layer, and counts frozen weights separately", () => {
  const { model } = build();
  model.layers[0].trainable = false;
  const log = jest.spyOn(console, "log").mockImplementation();
  model.summary();
  const lines = String(log.mock.calls[0][0])
    .split("\n")
    .map((line) => line.trim().split(/\s{2,}/));
  log.mockRestore();
  expect(lines.filter(([first]) => !first.startsWith("─"))).toEqual([
    ["Model: SequentialModel"],
    ["Layer (type)", "Output Shape", "Param #"],
    ["Dense", "(None, 4)", "16"],
    ["LeakyReLU", "(None, 4)", "0"],
    ["Dense", "(None, 2)", "10"],
    ["Total params: 26"],
    ["Trainable params: 10"],
    ["Non-trainable params: 16"],
  ]);
});
