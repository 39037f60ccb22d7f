/** MeanSquaredError: its value against a fixture, its gradient against finite differences. */

import { fromData, ones, tensor } from "#tensor";
import { check, generator } from "../../checks/check.ts";
import { normal } from "../../checks/draw.ts";
import {
  gradientAt,
  gradientTolerance,
  perturbed,
  valuesAt,
  valueTolerance,
} from "../../checks/finiteDifferences.ts";
import { fixture } from "../../checks/fixture.ts";
import { Rounded } from "../../checks/rounded.ts";
import { expectList, expectNumber, expectTensor } from "../../checks/values.ts";
import { drawPrograms } from "./programs/draft.ts";
import { judgePrograms } from "./programs/judge.ts";
import { lossProgram } from "./programs/layerPrograms.ts";
import { submission } from "./submission.ts";

const mse = (yPred: Rounded, yTrue: Rounded) => yPred.sub(yTrue).square().mean();

check("losses.mse.forward", async () => {
  // The fixture is public; the last case is not.
  const from = generator();
  const [yPred, yTrue] = [normal(from, 4, 7), normal(from, 4, 7)];
  const drawn = { yPred, yTrue, loss: mse(Rounded.of(yPred), Rounded.of(yTrue)).value };
  // Small differences count as well.
  const near = { yPred: yTrue.add(normal(from, 4, 7).mul(1e-6)), yTrue };
  const loss = mse(Rounded.of(near.yPred), Rounded.of(yTrue)).value;
  const cases = [...fixture("losses/mse"), drawn, { ...near, loss }];
  for (const { yPred, yTrue, loss } of cases) {
    const value = await submission.evaluate(
      ({ MeanSquaredError, tensor }, { yPred, yTrue }) => {
        tensor.setFloatx("float64");
        return [new MeanSquaredError().call(yPred, yTrue), yPred, yTrue];
      },
      { yPred, yTrue },
    );
    const [received, ...after] = expectList(value, "loss", 3);
    // A mean of up to 60 squares, in float64.
    const error = yPred.sub(yTrue);
    const expected = mse(Rounded.of(yPred), Rounded.of(yTrue)).at(loss);
    expect(expectNumber(received, "loss", "a Tensor of shape []")).toBeAllClose(expected, {
      name: "loss",
      rtol: 1e-9,
      mistakes: () => ({
        mseAbsolute: error.abs().mean(),
        mseSquareOfMean: error.mean().square(),
        mseRoot: loss.sqrt(),
        mseHalved: loss.div(2),
      }),
      factors: factorsOf(yPred.shape),
    });
    expect(after[0]).toBeAllClose(yPred, { name: "the prediction, after the call,", rtol: 0 });
    expect(after[1]).toBeAllClose(yTrue, { name: "the labels, after the call,", rtol: 0 });
  }
  await expectNoCancellation();
});

/** In float32, as in a training: numbers that are large, and close to each other. */
async function expectNoCancellation(): Promise<void> {
  const labels = generator("close").uniform(9000, 11000, [3, 4]).data.map(Math.round);
  const yTrue = fromData(labels, [3, 4]);
  const yPred = yTrue.add(0.5);
  const value = await submission.evaluate(
    ({ MeanSquaredError, tensor }, { yPred, yTrue }) => {
      tensor.setFloatx("float32");
      return new MeanSquaredError().call(yPred, yTrue);
    },
    { yPred: yPred.astype("float32"), yTrue: yTrue.astype("float32") },
  );
  // Differences and their squares are exact in float32, and a mean of equal numbers is good to a few roundings of 6e-8. The
  // squares of the numbers themselves are off by up to 4.
  expect(expectNumber(value, "loss", "a Tensor of shape []")).toBeAllClose(tensor(0.25), {
    name: "loss of float32 numbers near 10000, each predicted 0.5 too high",
    rtol: 1e-6,
  });
}

/** What a wrong factor may be about. */
function factorsOf([batch, classes]: readonly number[]) {
  return {
    "the number of samples": batch,
    "the number of classes": classes,
    "the number of entries": batch * classes,
  };
}

check("losses.mse.inputGradients", async () => {
  for (const [batch, classes] of [
    [4, 3],
    [1, 5],
    [3, 1],
    [2, 2],
  ]) {
    const from = generator(`${batch} ${classes}`);
    const yPred = normal(from, batch, classes);
    const yTrue = normal(from, batch, classes);
    const value = await submission.evaluate(
      ({ MeanSquaredError, tensor }, { yPred, yTrue, points, one }) => {
        tensor.setFloatx("float64");
        const mse = new MeanSquaredError();
        mse.call(yPred, yTrue);
        const gradients = mse.composeToInput(one);
        const values = [];
        for (let i = 0; i < points.shape[0]; i++) {
          values.push(mse.call(points.slice(i, i + 1).reshape(yPred.shape), yTrue).reshape(1));
        }
        return [gradients, tensor.stack(values)];
      },
      { yPred, yTrue, points: perturbed(yPred), one: ones([], "float64") },
    );
    const [gradients, values] = expectList(value, "gradients", 2);
    // A second entry, for the labels, does no harm.
    const [dPred] = expectList(gradients, "MeanSquaredError.inputGradients");
    const forward = expectTensor(values, "loss", [2 * yPred.size, 1]);
    const ofPrediction = (point: Rounded) => mse(point, Rounded.of(yTrue)).reshape([1]);
    const expected = valuesAt(perturbed(yPred), ofPrediction);
    expect(forward).toBeAllClose(expected, { name: "loss", ...valueTolerance });
    expect(dPred).toBeAllClose(gradientAt(yPred, ones([1]), ofPrediction, expected), {
      name: "gradient of the prediction",
      mistakes: () => ({
        mseSquaredGradient: yPred
          .sub(yTrue)
          .square()
          .mul(2 / yPred.size),
      }),
      factors: factorsOf(yPred.shape),
      ...gradientTolerance,
    });
  }
});

/** Optional: what is not written passes. */
check("losses.l2", async () => {
  const from = generator();
  for (const w of [normal(from, 3, 4), normal(from, 5)]) {
    const value = await submission.evaluate(
      ({ L2, tensor }, { w, J }) => {
        tensor.setFloatx("float64");
        try {
          const [l2, other] = [new L2(0.1), new L2()];
          other.call(w.mul(2));
          l2.call(w.mul(3));
          const penalty = l2.call(w);
          other.call(w.mul(4));
          return [penalty, l2.composeToInput(J), w, new L2().call(w)];
        } catch (error) {
          if ((error as Error)?.name === "NotImplementedError") return null;
          throw error;
        }
      },
      { w, J: tensor(0.5, "float64") },
    );
    if (value === null) return;
    const [penalty, gradients, after, byDefault] = expectList(value, "penalty", 4);
    const expected = Rounded.of(w).square().sum().mul(0.1);
    expect(penalty).toBeAllClose(expected, { name: "L2(0.1) of a weight", rtol: 1e-9 });
    expect(byDefault).toBeAllClose(expected.mul(0.1), { name: "L2() of a weight", rtol: 1e-9 });
    const [dw] = expectList(gradients, "L2.inputGradients", 1);
    // Twice 0.1, times the gradient of the target with respect to the penalty.
    expect(dw).toBeAllClose(Rounded.of(w).mul(0.2 * 0.5), { name: "gradient of the weight", rtol: 1e-9 });
    expect(after).toBeAllClose(w, { name: "the weight, after the call,", rtol: 0 });
  }
});

check("losses.overTime", () => judgePrograms(drawPrograms(generator(), 16, lossProgram)));
