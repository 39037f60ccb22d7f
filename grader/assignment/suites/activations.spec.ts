/** LeakyReLU and ReLU against their definition, Softmax against a fixture, finite differences and common sense. */
import { fromData, ones, type Tensor, where } from "#tensor";
import { check, generator } from "../../checks/check.ts";
import { awayFromZero, normal } from "../../checks/draw.ts";
import {
  gradientAt,
  gradientTolerance,
  perturbed,
  valuesAt,
  valueTolerance,
} from "../../checks/finiteDifferences.ts";
import { fixture } from "../../checks/fixture.ts";
import { Rounded } from "../../checks/rounded.ts";
import { expectList, expectTensor } from "../../checks/values.ts";
import { leakyAlpha } from "../constants.ts";
import { drawPrograms } from "./programs/draft.ts";
import { judgePrograms } from "./programs/judge.ts";
import { activationProgram } from "./programs/layerPrograms.ts";
import { submission } from "./submission.ts";

/** Undefined stands for the default; the others catch a constant in the place of `this.alpha`. 1 and -1 would hide nothing here. */
const alphas = [undefined, 0.01, 0.2, 0.5];

/** What known mistakes would give, as multiples of x itself (forward) or of J (gradients). */
function leakyMistakes(x: Tensor, alpha: number, times: Tensor) {
  const is = x.greater(0);
  const leaky = (positive: number, negative: number) =>
    where(is, positive, negative).astype("float64").mul(times);
  return {
    leakyIsRelu: leaky(1, 0),
    leakySwapped: leaky(alpha, 1),
    leakyNegativeAlpha: leaky(1, -alpha),
    leakyConstantAlpha: leaky(1, leakyAlpha),
    leakyHundredthAlpha: leaky(1, 0.01),
  };
}

check("activations.leakyRelu.forward", async () => {
  for (const alpha of alphas) {
    const x = awayFromZero(generator(`alpha ${alpha}`), [3, 5]);
    const value = await submission.evaluate(
      ({ LeakyReLU, tensor }, { x, alpha }) => {
        tensor.setFloatx("float64");
        return [new LeakyReLU(alpha).call(x), x];
      },
      { x, alpha },
    );
    const [y, xAfter] = expectList(value, "output", 2);
    // One product at most: exact but for its rounding.
    expect(y).toBeAllClose(Rounded.of(x).leaky(alpha ?? leakyAlpha), {
      rtol: 1e-12,
      name: `output (alpha ${alpha ?? leakyAlpha})`,
      mistakes: () => leakyMistakes(x, alpha ?? leakyAlpha, x),
    });
    expect(xAfter).toBeAllClose(x, {
      name: "the input, after the call,",
      rtol: 0,
      mistakes: () => ({ inPlace: y as Tensor }),
    });
  }
  // However small, a number is on one side of 0.
  const small = fromData(Float64Array.of(1e-5, -1e-5, 1e-8, -1e-8, 1e-20, -1e-20), [2, 3]);
  const ofSmall = await submission.evaluate(({ LeakyReLU, tensor }, x) => {
    tensor.setFloatx("float64");
    return new LeakyReLU(0.2).call(x);
  }, small);
  expect(ofSmall).toBeAllClose(Rounded.of(small).leaky(0.2), {
    rtol: 1e-12,
    name: "output for small numbers (alpha 0.2)",
    mistakes: () => leakyMistakes(small, 0.2, small),
  });
  // At 0 both branches agree.
  const zero = await submission.evaluate(
    ({ LeakyReLU }, x) => new LeakyReLU(0.2).call(x),
    fromData(new Float64Array(2), [1, 2]),
  );
  expect(zero).toBeAllClose(fromData(new Float64Array(2), [1, 2]), { rtol: 0 });
});

check("activations.leakyRelu.inputGradients", async () => {
  for (const alpha of alphas) {
    const from = generator(`alpha ${alpha}`);
    const x = awayFromZero(from, [3, 5]);
    await expectLeakySlope(x, normal(from, 3, 5), alpha);
    // Square: an elementwise gradient of shape [3, 3] must not be taken for a matrix.
    await expectLeakySlope(awayFromZero(from, [3, 3]), normal(from, 3, 3), alpha);
  }
});

async function expectLeakySlope(x: Tensor, J: Tensor, alpha: number | undefined): Promise<void> {
  const value = await submission.evaluate(
    ({ LeakyReLU, tensor }, { x, J, alpha }) => {
      tensor.setFloatx("float64");
      const layer = new LeakyReLU(alpha);
      const y = layer.call(x);
      const before = y.copy();
      return [layer.composeToInput(J), before, y, x];
    },
    { x, J, alpha },
  );
  const [gradients, before, after, xAfter] = expectList(value, "gradients", 4);
  const [dx] = expectList(gradients, "LeakyReLU.inputGradients", 1);
  expect(dx).toBeAllClose(Rounded.of(J).leaky(alpha ?? leakyAlpha, x), {
    name: `gradient of x (alpha ${alpha ?? leakyAlpha})`,
    rtol: 1e-6,
    mistakes: () => ({
      ...leakyMistakes(x, alpha ?? leakyAlpha, J),
      leakySlopeOne: J,
      leakyItself: where(x.greater(0), x, x.mul(alpha ?? leakyAlpha)).mul(J),
    }),
  });
  expect(after).toBeAllClose(expectTensor(before, "output", x.shape), {
    name: "the output, after inputGradients,",
    rtol: 0,
  });
  expect(xAfter).toBeAllClose(x, { name: "the input, after inputGradients,", rtol: 0 });
}

check("activations.relu", async () => {
  const from = generator();
  const x = awayFromZero(from, [4, 3]);
  const J = normal(from, 4, 3);
  const value = await submission.evaluate(
    ({ ReLU, tensor }, { x, J }) => {
      tensor.setFloatx("float64");
      const layer = new ReLU();
      return [layer.call(x), layer.composeToInput(J)];
    },
    { x, J },
  );
  const [y, gradients] = expectList(value, "output", 2);
  const positive = Rounded.of(x.greater(0).astype("float64"));
  expect(y).toBeAllClose(Rounded.of(x).mul(positive), {
    rtol: 0,
    mistakes: () => ({ unchangedOutput: x, leakyConstantAlpha: where(x.greater(0), x, x.mul(leakyAlpha)) }),
  });
  expect(expectList(gradients, "ReLU.inputGradients", 1)[0]).toBeAllClose(Rounded.of(J).mul(positive), {
    name: "gradient of x",
    rtol: 0,
  });
});

check("activations.softmax.forward", async () => {
  // The fixture is public; the last case is not.
  const drawn = normal(generator(), 3, 6);
  const cases = [...fixture("activations/softmax"), { x: drawn, output: Rounded.of(drawn).softmax().value }];
  for (const { x, output } of cases) {
    const value = await submission.evaluate(({ Softmax, tensor }, x) => {
      tensor.setFloatx("float64");
      return [new Softmax().call(x), x];
    }, x);
    const [y, xAfter] = expectList(value, "output", 2);
    // exp and one division: a few units in the 16th digit.
    const expected = Rounded.of(x).softmax().at(output);
    expect(y).toBeAllClose(expected, {
      rtol: 1e-9,
      mistakes: () => {
        const e = x.sub(x.max(-1, true)).exp();
        return {
          softmaxWholeArray: e.div(e.sum()),
          softmaxColumns: e.div(e.sum(0, true)),
          softmaxLogarithm: output.log(),
          softmaxNotNormalised: e,
        };
      },
    });
    const sums = expected.sum(-1).reshape([output.shape[0]]);
    expect(expectTensor(y, "output").sum(-1)).toBeAllClose(sums.at(ones(sums.shape)), {
      name: "sum of each row",
      rtol: 1e-9,
    });
    expect(xAfter).toBeAllClose(x, { name: "the input, after the call,", rtol: 0 });
  }
});

check("activations.softmax.stable", async () => {
  // The largest number of each row is 20 above the next or equal to it: e^-20 = 2e-9 is all that rounding may hide. The rows of
  // one call lie near each other: the maximum of the whole array is as right a number to subtract as that of the row.
  const tail = Math.exp(-20);
  const rows = [
    [0, 0, -50],
    [0, -20, -20],
  ];
  const probabilities = [0.5, 0.5, Math.exp(-50) / 2, ...[1, tail, tail].map((v) => v / (1 + 2 * tail))];
  for (const [where, values, expected] of [
    ["near 1000", rows.flat().map((v) => v + 1000), probabilities],
    ["near -1000", rows.flat().map((v) => v - 1000), probabilities],
    ["far from each other", [-2000, 0, -2000], [0, 1, 0]],
  ] as const) {
    const shape = [values.length / 3, 3];
    const x = fromData(Float64Array.from(values), shape);
    const y = await submission.evaluate(({ Softmax, tensor }, x) => {
      tensor.setFloatx("float64");
      return new Softmax().call(x);
    }, x);
    // In float32 the logarithm of a sum is rounded as any number near 1000, and x is taken from that.
    const rounded = new Rounded(x, x.abs().mul(2 ** -23));
    expect(y).toBeAllClose(rounded.softmax().at(fromData(Float64Array.from(expected), shape)), {
      name: `output (inputs ${where})`,
      rtol: 1e-9,
      atol: 1e-12,
    });
  }
});

check("activations.softmax.inputGradients", async () => {
  for (const [batch, n] of [
    [3, 4],
    [3, 3],
    [1, 5],
  ]) {
    const from = generator(`${batch} ${n}`);
    const x = normal(from, batch, n);
    const J = normal(from, batch, n);
    const value = await submission.evaluate(
      ({ Softmax, tensor }, { x, J, points }) => {
        tensor.setFloatx("float64");
        const layer = new Softmax();
        layer.call(x);
        const local = layer.inputGradients();
        const gradients = layer.composeToInput(J);
        const values = [];
        for (let i = 0; i < points.shape[0]; i++)
          values.push(layer.call(points.slice(i, i + 1).reshape(x.shape)));
        return [local, gradients, tensor.stack(values)];
      },
      { x, J, points: perturbed(x) },
    );
    const [local, gradients, values] = expectList(value, "gradients", 3);
    const [dx] = expectList(gradients, "Softmax.inputGradients", 1);
    expectTensor(expectList(local, "Softmax.inputGradients", 1)[0], "Softmax.inputGradients()[0]", [
      batch,
      n,
      n,
    ]);
    const forward = expectTensor(values, "output", [2 * x.size, batch, n]);
    const softmax = (point: Rounded) => point.softmax();
    const expected = valuesAt(perturbed(x), softmax);
    expect(forward).toBeAllClose(expected, valueTolerance);
    expect(dx).toBeAllClose(gradientAt(x, J, softmax, expected), {
      name: "gradient of x",
      mistakes: () => jacobianMistakes(x, J),
      ...gradientTolerance,
    });
    // Entry by entry: a J that picks one output at a time gives one column of the Jacobian after the other.
    for (let o = 0; o < n; o++) {
      const pick = fromData(
        new Float64Array(batch * n).map((_, i) => (i % n === o ? 1 : 0)),
        [batch, n],
      );
      const column = expectTensor(expectList(local, "Softmax.inputGradients", 1)[0], "Jacobian", [
        batch,
        n,
        n,
      ])
        .mul(pick.expandDims(1))
        .sum(-1);
      expect(column).toBeAllClose(gradientAt(x, pick, softmax, expected), {
        name: `derivatives of output ${o}`,
        ...gradientTolerance,
      });
    }
  }
});

/** The gradient of x for a Jacobian that is wrong in a known way. */
function jacobianMistakes(x: Tensor, J: Tensor) {
  const e = x.exp();
  const y = e.div(e.sum(-1, true));
  const diagonal = y.mul(J);
  const square = y.square().mul(J);
  const all = y.mul(y.mul(J).sum(-1, true));
  return {
    softmaxDiagonalOnly: diagonal.sub(square),
    softmaxNoDiagonal: all.neg(),
    softmaxAdded: diagonal.add(all),
    softmaxOfInputs: x.mul(J).sub(x.mul(x.mul(J).sum(-1, true))),
  };
}

const expectOverTime = (names: string[]) =>
  judgePrograms(drawPrograms(generator(), 16, (draft, number) => activationProgram(draft, number, names)));

check("activations.leakyRelu.overTime", () => expectOverTime(["LeakyReLU", "ReLU"]));
check("activations.softmax.overTime", () => expectOverTime(["Softmax"]));
