/** CategoricalAccuracy against counting by hand. */
import { fromData } from "#tensor";
import { check, generator } from "../../checks/check.ts";
import { normal, oneHotRows } from "../../checks/draw.ts";
import { expectPlainNumber } from "../../checks/values.ts";
import { metricProgram } from "./programs/dataPrograms.ts";
import { drawPrograms } from "./programs/draft.ts";
import { judgePrograms } from "./programs/judge.ts";
import { submission } from "./submission.ts";

check("metrics.accuracy", async () => {
  // Worked by hand: the first, second and fourth rows are right. Labels are not always 1, nor probabilities sums to 1.
  const probs = fromData(
    Float64Array.from([0.1, 0.7, 0.2, 0.5, 0.3, 0.2, 0.9, 0.05, 0.05, -3, -2, -1]),
    [4, 3],
  );
  const labels = fromData(Float64Array.from([0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1]), [4, 3]);
  await expectAccuracy(probs, labels, 3 / 4);

  // More samples than classes, and the other way round: the axis matters.
  for (const [n, classes] of [
    [50, 4],
    [3, 7],
    [1, 5],
  ]) {
    const predicted = normal(generator(`${n} ${classes}`), n, classes);
    const truth = oneHotRows(n, classes);
    let right = 0;
    for (let i = 0; i < n; i++) {
      const row = Array.from(predicted.data.slice(i * classes, (i + 1) * classes));
      if (row.indexOf(Math.max(...row)) === i % classes) right += 1;
    }
    await expectAccuracy(predicted, truth, right / n);
  }
  // The largest one wins, by however little: in float32 as well, these are different numbers.
  for (const [base, step] of [
    [0.25, 1e-5],
    [1e5, 1],
  ]) {
    const [n, classes] = [30, 4];
    const from = generator(`by little, at ${base}`);
    const ranks = Array.from({ length: n }, () => from.permutation(classes));
    const close = Float64Array.from(ranks.flat(), (rank) => base + step * rank);
    // Two of three rows are right, so that whoever sees a tie, and takes the first or the last, comes nowhere near.
    const named = ranks.map((row, i) => (row.indexOf(classes - 1) + (i % 3 === 0 ? 1 : 0)) % classes);
    const truth = Float64Array.from(named.flatMap((label) => ranks[0].map((_, c) => (c === label ? 1 : 0))));
    await expectAccuracy(fromData(close, [n, classes]), fromData(truth, [n, classes]), 2 / 3);
  }
});

async function expectAccuracy(
  probs: ReturnType<typeof fromData>,
  labels: ReturnType<typeof fromData>,
  share: number,
) {
  const value = await submission.evaluate(
    ({ CategoricalAccuracy }, { probs, labels }) => new CategoricalAccuracy().call(probs, labels),
    { probs, labels },
  );
  // A quotient of two small integers, perhaps as a sum of up to 50 shares in float32, each of which is rounded: within
  // 50 * 2^-24 = 3e-6 of it, and 1/50 from the next.
  expect(expectPlainNumber(value, "accuracy")).toBeAllClose(share, {
    name: "accuracy",
    rtol: 4e-6,
    atol: 1e-9,
    mistakes: () => ({
      accuracyWrongShare: 1 - share,
      accuracyNone: 0,
      accuracyPercent: 100 * share,
      accuracyByColumn: probs.argmax(0).equal(labels.argmax(0)).mean(),
      accuracyByEntry: probs.greater(0.5).equal(labels.greater(0.5)).mean(),
    }),
    factors: { "the number of samples": probs.shape[0], "the number of classes": probs.shape[1] },
  });
}

check("metrics.overTime", () => judgePrograms(drawPrograms(generator(), 20, metricProgram)));
