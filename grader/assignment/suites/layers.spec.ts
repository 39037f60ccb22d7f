/** Dense: forward against fixtures, gradients against finite differences of the submission's own forward. */
import { fromData, type Tensor } from "#tensor";
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
import { expectList, expectObject, expectTensor } from "../../checks/values.ts";
import { drawPrograms } from "./programs/draft.ts";
import { judgePrograms } from "./programs/judge.ts";
import { denseProgram, weightsProgram } from "./programs/layerPrograms.ts";
import { submission } from "./submission.ts";

/** In float64 a sum of up to 5 products is good to some 1e-15; whatever is off by more has computed something else. */
const rtol = 1e-9;

/**
 * Square and not, one sample and several. The square one comes first: a transposed matrix gives numbers there, which can
 * be recognised, and an error in the others.
 */
const sizes = [
  { batch: 4, inputs: 3, outputs: 3 },
  { batch: 5, inputs: 3, outputs: 2 },
  { batch: 1, inputs: 2, outputs: 4 },
];

const dense = (x: Rounded, w: Rounded, b: Rounded) => x.matmul(w).add(b);

/** What a wrong factor may be about. */
const factorsOf = ({ x, w }: { x: Tensor; w: Tensor }) => ({
  "the number of samples": x.shape[0],
  "the number of inputs": w.shape[0],
  "the number of outputs": w.shape[1],
});

check("layers.dense.forward", async () => {
  // The fixture is public; the last case is not.
  const drawn = drawLayer({ batch: 5, inputs: 4, outputs: 3 }, sizes.length);
  const cases = [
    ...fixture("layers/dense-forward"),
    { ...drawn, output: drawn.x.matmul(drawn.w).add(drawn.b) },
  ];
  for (const { x, w, b, output } of cases) {
    const value = await submission.evaluate(
      ({ Dense, tensor }, { x, w, b }) => {
        tensor.setFloatx("float64");
        const layer = new Dense(w.shape[0], w.shape[1]);
        // The weights of a layer change between calls; the second call has to go by the new ones.
        layer.call(x);
        layer.weights[0].assign(w);
        layer.weights[1].assign(b.reshape(layer.weights[1].shape));
        return [layer.call(x), x];
      },
      { x, w, b },
    );
    const [y, xAfter] = expectList(value, "output", 2);
    // First: where the input has changed, the output is of another one.
    expect(xAfter).toBeAllClose(x, { name: "the input, after the call,", rtol: 0 });
    expect(y).toBeAllClose(dense(Rounded.of(x), Rounded.of(w), Rounded.of(b)).at(output), {
      rtol,
      atol: 1e-12,
      mistakes: () => ({
        denseNoBias: x.matmul(w),
        denseBiasSubtracted: x.matmul(w).sub(b),
      }),
    });
  }
});

check("layers.dense.inputGradients", async () => {
  for (const { x, w, b, J } of sizes.map(drawLayer)) {
    const value = await submission.evaluate(
      ({ Dense, tensor }, { x, w, b, J, points }) => {
        tensor.setFloatx("float64");
        const layer = new Dense(w.shape[0], w.shape[1]);
        layer.weights[0].assign(w);
        layer.weights[1].assign(b.reshape(layer.weights[1].shape));
        layer.call(x);
        const gradients = layer.composeToInput(J);
        const values = [];
        for (let i = 0; i < points.shape[0]; i++)
          values.push(layer.call(points.slice(i, i + 1).reshape(x.shape)));
        return [gradients, tensor.stack(values)];
      },
      { x, w, b, J, points: perturbed(x) },
    );
    const [gradients, values] = expectList(value, "gradients", 2);
    const [dx] = expectList(gradients, "Dense.inputGradients", 1);
    const forward = expectTensor(values, "output", [2 * x.size, ...J.shape]);
    const ofX = (point: Rounded) => dense(point, Rounded.of(w), Rounded.of(b));
    const expected = valuesAt(perturbed(x), ofX);
    expect(forward).toBeAllClose(expected, valueTolerance);
    expect(dx).toBeAllClose(gradientAt(x, J, ofX, expected), {
      name: "gradient of x",
      mistakes: () => (w.shape[0] === w.shape[1] ? { denseTransposedGradient: J.matmul(w) } : {}),
      factors: factorsOf({ x, w }),
      ...gradientTolerance,
    });
  }
});

check("layers.dense.weightGradients", async () => {
  for (const { x, w, b, J } of sizes.map(drawLayer)) {
    const value = await submission.evaluate(
      ({ Dense, tensor }, { x, w, b, J, wPoints, bPoints }) => {
        tensor.setFloatx("float64");
        const layer = new Dense(w.shape[0], w.shape[1]);
        const [weight, bias] = layer.weights;
        weight.assign(w);
        bias.assign(b.reshape(bias.shape));
        // Another call before: nothing of it may stay behind.
        layer.call(x.mul(2));
        layer.composeToWeight(J);
        layer.call(x);
        const gradients = layer.composeToWeight(J);
        const forward = (points: Tensor, target: Tensor) => {
          const values = [];
          const before = target.copy();
          for (let i = 0; i < points.shape[0]; i++) {
            target.assign(points.slice(i, i + 1).reshape(target.shape));
            values.push(layer.call(x));
          }
          target.assign(before);
          return tensor.stack(values);
        };
        return [gradients, forward(wPoints, weight), forward(bPoints, bias)];
      },
      { x, w, b, J, wPoints: perturbed(w), bPoints: perturbed(b) },
    );
    const [gradients, byW, byB] = expectList(value, "gradients", 3);
    const [dw, db] = expectList(gradients, "Dense.weightGradients", 2);
    const wForward = expectTensor(byW, "output", [2 * w.size, ...J.shape]);
    const bForward = expectTensor(byB, "output", [2 * b.size, ...J.shape]);
    const ofW = (point: Rounded) => dense(Rounded.of(x), point, Rounded.of(b));
    const ofB = (point: Rounded) => dense(Rounded.of(x), Rounded.of(w), point);
    const wExpected = valuesAt(perturbed(w), ofW);
    const bExpected = valuesAt(perturbed(b), ofB);
    expect(wForward).toBeAllClose(wExpected, valueTolerance);
    expect(bForward).toBeAllClose(bExpected, valueTolerance);
    expect(dw).toBeAllClose(gradientAt(w, J, ofW, wExpected), {
      name: "gradient of W",
      mistakes: () =>
        w.shape[0] === w.shape[1] ? { denseOutputsForInputs: x.matmul(w).add(b).T.matmul(J) } : {},
      factors: factorsOf({ x, w }),
      ...gradientTolerance,
    });
    // The bias may be [out] or [1, out].
    const bShape = expectTensor(db, "gradient of b").shape.length === 2 ? [1, ...b.shape] : b.shape;
    expect(db).toBeAllClose(gradientAt(b, J, ofB, bExpected).reshape(bShape), {
      name: "gradient of b",
      mistakes: () => ({ denseBiasItself: b.mul(J.sum(0)).reshape(bShape) }),
      factors: factorsOf({ x, w }),
      ...gradientTolerance,
    });
  }
});

function drawLayer({ batch, inputs, outputs }: (typeof sizes)[number], i: number) {
  const from = generator(`layer ${i}`);
  return {
    x: normal(from, batch, inputs),
    w: normal(from, inputs, outputs),
    b: normal(from, outputs),
    J: normal(from, batch, outputs),
  };
}

/** Optional: what is not written passes. */
check("layers.dropout", async () => {
  const [rate, shape] = [0.25, [50, 40]];
  const x = generator("dropout").uniform(1, 2, shape);
  const value = await submission.evaluate(
    ({ Dropout, GradientTape, tensor }, { rate, x }) => {
      tensor.setFloatx("float64");
      try {
        const layer = new Dropout(rate);
        const resting = layer.call(x).copy();
        layer.training = true;
        const tape = new GradientTape();
        const outputs = [layer.call(x), layer.call(x)];
        tape[Symbol.dispose]();
        // Without those of a tape that does not end: that is for other checks to judge.
        const operations = tape.operations.slice(0, 2);
        layer.training = false;
        layer.call(x);
        // As the tape asks; its own `gradient` is for other checks to judge.
        const gradients = operations.map((operation) => operation.composeToInput(tensor.onesLike(x))[0]);
        const none = new Dropout(0);
        none.training = true;
        return { resting, outputs, gradients, none: none.call(x), x };
      } catch (error) {
        if ((error as Error)?.name === "NotImplementedError") return null;
        throw error;
      }
    },
    { rate, x },
  );
  if (value === null) return;
  const { resting, outputs, gradients, none, x: after } = expectObject(value, "outputs");
  const rtol = 1e-6;
  expect(resting).toBeAllClose(x, { name: "output of Dropout without training", rtol });
  expect(none).toBeAllClose(x, { name: "output of Dropout(0) while training", rtol });
  expect(after).toBeAllClose(x, { name: "the input, after the calls,", rtol: 0 });
  const masks = expectList(outputs, "outputs", 2).map((output) => {
    const { data } = expectTensor(output, "output", shape);
    // What is kept is scaled up, so that the mean stays.
    const mask = Float64Array.from(data, (y) => (y === 0 ? 0 : 1 / (1 - rate)));
    expect(output).toBeAllClose(fromData(mask, shape).mul(x), {
      name: `output of Dropout(${rate}) while training, where it is not 0`,
      rtol,
    });
    // Six standard errors, as for the initializers.
    const bound = 6 * Math.sqrt((rate * (1 - rate)) / mask.length);
    const dropped = mask.filter((kept) => kept === 0).length / mask.length;
    expect(dropped).toBeBetween(rate - bound, rate + bound, {
      name: `share of the numbers that Dropout(${rate}) drops`,
    });
    return fromData(mask, shape);
  });
  const [first] = masks.map(({ data }) => Array.from(data.subarray(0, shape[1])));
  const isByColumn = masks[0].data.every((kept, i) => kept === first[i % shape[1]]);
  expect(isByColumn).toBeExactly(false, { message: "are the same numbers dropped from each sample" });
  const isSame = masks[0].data.every((kept, i) => kept === masks[1].data[i]);
  expect(isSame).toBeExactly(false, { message: "do two calls drop the same numbers" });
  expectList(gradients, "gradients", 2).forEach((gradient, i) => {
    expect(gradient).toBeAllClose(masks[i], { name: `gradient of x at call ${i + 1} of 2`, rtol });
  });
});

check("layers.dense.overTime", () =>
  judgePrograms([
    ...drawPrograms(generator(), 20, denseProgram),
    // Of those above, few change W between two questions.
    ...drawPrograms(generator("weights"), 3, weightsProgram),
  ]),
);
