/**
 * Dense.initializeWeights: judged by statistics of 120,000 draws.
 *
 * Each bound is 6 standard errors of its statistic: a right initializer fails one with a probability of 2e-9, and a check,
 * which looks at seven of them, with 1.4e-8; the skewness of the kurtosis (sqrt(216 / n) = 0.04) at most doubles that. The
 * limit is 1e-6. The nearest mistake (cut off, but not rescaled: a variance of 0.92) is 20 standard errors away.
 * A normal distribution cut off at two standard deviations and rescaled (Keras) passes as a plain one does.
 */
import { check } from "../../checks/check.ts";
import { moments } from "../../checks/statistics.ts";
import { describeValue, expectList, expectTensor } from "../../checks/values.ts";
import { significant } from "../../wording/numbers.ts";
import { submission } from "./submission.ts";

// Not square: for a square layer 2 / (in + out) is 1 / in.
const inputs = 400;
const outputs = 300;
const n = inputs * outputs;
const sigmas = 6;
/**
 * Of two layers: a sample that was kept has 1. That the entries of one layer differ is for other checks to say; where all rows
 * are the same, 300 numbers are left, with a standard error of 1 / sqrt(300) = 0.06.
 */
const maxCorrelation = 0.5;

async function drawWeights(initializer: string) {
  const value = await submission.evaluate(
    ({ Dense }, { initializer, inputs, outputs }) =>
      new Dense(inputs, outputs, initializer as "zero").weights,
    { initializer, inputs, outputs },
  );
  const [w] = expectList(value, "weights", 2);
  return expectTensor(w, "W", [inputs, outputs]);
}

/** Two draws of the same shape and in the same context have nothing to do with one another. */
async function expectFreshDraws(initializer: string): Promise<void> {
  const value = await submission.evaluate(
    ({ Dense }, { initializer, inputs, outputs }) =>
      [1, 2].map(() => new Dense(inputs, outputs, initializer as "normal").weights[0]),
    { initializer, inputs, outputs },
  );
  const [a, b] = expectList(value, "weights", 2).map((w) => expectTensor(w, "W", [inputs, outputs]));
  const centred = a.sub(a.mean()).mul(b.sub(b.mean()));
  const correlation = centred.mean().item() / (a.std().item() * b.std().item());
  expect(correlation).toBeBetween(-maxCorrelation, maxCorrelation, {
    name: `correlation of W in two layers with "${initializer}"`,
    expected: "0",
  });
}

async function expectNormal(initializer: string, variance: number, variancePhrase: string): Promise<void> {
  const w = await drawWeights(initializer);
  const {
    mean,
    variance: measured,
    skewness,
    kurtosis,
    rowCorrelation,
    columnCorrelation,
    distinct,
  } = moments(w);

  // Standard error of a mean: sqrt(variance / n). Of a normal sample's variance: variance * sqrt(2 / n).
  // The variance comes first: one that is too large moves the mean as well.
  const varianceBound = sigmas * variance * Math.sqrt(2 / n);
  expect(measured).toBeBetween(variance - varianceBound, variance + varianceBound, {
    name: "variance of W",
    expected: [...new Set([variancePhrase, `${Number(variance.toPrecision(4))}`])].join(" = "),
    mistakes: () => varianceMistakes(variance),
  });

  const meanBound = sigmas * Math.sqrt(variance / n);
  expect(mean).toBeBetween(-meanBound, meanBound, {
    name: "mean of W",
    expected: "0",
    mistakes: () => ({ meanOne: 1 }),
  });

  // Of skewness and kurtosis: sqrt(6 / n) and sqrt(24 / n). The kurtosis is 3 for a normal distribution, 2.366 for one
  // cut off at two standard deviations (its fourth moment over its squared variance), and 1.8 for a uniform one.
  const skewnessBound = sigmas * Math.sqrt(6 / n);
  expect(skewness).toBeBetween(-skewnessBound, skewnessBound, { name: "skewness of W", expected: "0" });
  const kurtosisBound = sigmas * Math.sqrt(24 / n);
  const nearest = Math.abs(kurtosis - 3) < Math.abs(kurtosis - 2.366) ? 3 : 2.366;
  expect(kurtosis).toBeBetween(nearest - kurtosisBound, nearest + kurtosisBound, {
    name: "kurtosis of W",
    mistakes: () => ({ kurtosisOfUniform: 1.8 }),
    expected: "that of a normal distribution, 3 (or 2.366 when cut off)",
  });

  // Entries that repeat from row to row or from column to column are not drawn one by one. Of a correlation: sqrt(1 / n).
  const correlationBound = sigmas * Math.sqrt(1 / n);
  expect(rowCorrelation).toBeBetween(-correlationBound, correlationBound, {
    name: "correlation of neighbouring rows",
    expected: "0",
  });
  expect(columnCorrelation).toBeBetween(-correlationBound, correlationBound, {
    name: "correlation of neighbouring columns",
    expected: "0",
  });
  // Float32 has some 10^9 values in the range: two of 120,000 draws meet in a few cases, not in a tenth of all.
  expect(distinct).toBeBetween(0.9 * n, n, { name: "number of different entries, up to their sign" });
}

function varianceMistakes(variance: number) {
  return {
    varianceOfNormal: 1,
    varianceOfZeros: 0,
    varianceOneOverIn: 1 / inputs,
    varianceTwoOverIn: 2 / inputs,
    varianceTwoOverOut: 2 / outputs,
    varianceOneOverSum: 1 / (inputs + outputs),
    varianceTwoOverSum: 2 / (inputs + outputs),
    varianceSquared: variance ** 2,
    varianceHundredth: variance * 1e-4,
    // A uniform distribution from -s to s has the variance s ** 2 / 3.
    varianceThird: variance / 3,
    varianceOfProduct: 2 / (inputs * outputs),
    varianceWithoutParentheses: 2 / inputs + outputs,
  };
}

/** More outputs than inputs: the size that counts is neither the first nor the larger one by chance. */
const expectVarianceOfWide = (initializer: string, variance: number, phrase: string) =>
  expectVarianceOfShape(initializer, [outputs, inputs], variance, phrase);

/** The shape has as many entries as in the other checks. */
async function expectVarianceOfShape(
  initializer: string,
  shape: [inputs: number, outputs: number],
  variance: number,
  phrase: string,
): Promise<void> {
  const value = await submission.evaluate(
    ({ Dense }, { initializer, shape: [inputs, outputs] }) =>
      new Dense(inputs, outputs, initializer as "normal").weights[0],
    { initializer, shape },
  );
  const { variance: measured } = moments(expectTensor(value, "W", shape));
  const bound = sigmas * variance * Math.sqrt(2 / n);
  expect(measured).toBeBetween(variance - bound, variance + bound, {
    name: `variance of W of shape [${shape}]`,
    expected: `${phrase} = ${Number(variance.toPrecision(4))}`,
  });
}

/** So many small layers, and the numbers of each one's W. */
const smallLayers = 2000;
const smallShape: [inputs: number, outputs: number] = [2, 1];

async function drawSmallLayers(initializer: string): Promise<number[][]> {
  const value = await submission.evaluate(
    ({ Dense }, { initializer, smallLayers, smallShape: [inputs, outputs] }) =>
      Array.from({ length: smallLayers }, () =>
        Array.from(new Dense(inputs, outputs, initializer as "normal").w.data),
      ),
    { initializer, smallLayers, smallShape },
  );
  return expectList(value, "weights", smallLayers).map((row) => expectList(row, "W", 2).map(Number));
}

/** An odd number of inputs and outputs: their mean is no whole number. */
async function expectVarianceOfSmall(initializer: string, variance: number): Promise<void> {
  const w = (await drawSmallLayers(initializer)).flat();
  // Layers that are all the same say nothing of the variance, and have a check of their own.
  if (new Set(w).size < smallLayers) return;
  const bound = sigmas * variance * Math.sqrt(2 / w.length);
  expect(w.reduce((sum, x) => sum + x ** 2, 0) / w.length).toBeBetween(variance - bound, variance + bound, {
    name: `variance of W in Dense(${smallShape.join(", ")}, "${initializer}")`,
    expected: significant(variance, 4),
  });
}

/** Each entry of a small layer is free: a mean or a length that is the same in all layers shows here. */
async function expectSmallLayers(initializer: string): Promise<void> {
  const w = await drawSmallLayers(initializer);
  const meanOf = (numbers: number[]) => numbers.reduce((sum, x) => sum + x, 0) / smallLayers;
  const [a, b] = [0, 1].map((i) => meanOf(w.map((row) => row[i] ** 2)));
  const product = meanOf(w.map(([first, second]) => first * second));
  const squares = meanOf(w.map(([first, second]) => first ** 2 * second ** 2));
  // For two independent normal numbers: 0, with a standard error of 1 / sqrt(layers); and 1, with twice as much, and a tail
  // that is heavier than a normal one.
  const bound = sigmas / Math.sqrt(smallLayers);
  expect(product / Math.sqrt(a * b)).toBeBetween(-bound, bound, {
    name: `correlation of the two entries of W in Dense(2, 1, "${initializer}")`,
    expected: "0",
  });
  expect(squares / (a * b)).toBeBetween(1 - 3 * bound, 1 + 3 * bound, {
    name: `correlation of their squares`,
    expected: "1",
  });
}

const veryWideAndNarrow: [number, number][] = [
  [6000, 20],
  [20, 6000],
];

check("initializers.zero", async () => {
  const w = await drawWeights("zero");
  expect(w.abs().max().item()).toBeBetween(0, 0, { name: "largest entry of W" });
});

check("initializers.normal", async () => {
  await expectNormal("normal", 1, "1");
  await expectVarianceOfSmall("normal", 1);
});

check("initializers.xavier", async () => {
  const variance = 2 / (inputs + outputs);
  await expectNormal("xavier", variance, "2 / (in + out)");
  await expectVarianceOfWide("xavier", variance, "2 / (in + out)");
  for (const shape of veryWideAndNarrow)
    await expectVarianceOfShape("xavier", shape, 2 / 6020, "2 / (in + out)");
  await expectVarianceOfSmall("xavier", 2 / 3);
});

check("initializers.kaiming", async () => {
  await expectNormal("kaiming", 2 / inputs, "2 / in");
  await expectVarianceOfWide("kaiming", 2 / outputs, "2 / in");
  for (const shape of veryWideAndNarrow)
    await expectVarianceOfShape("kaiming", shape, 2 / shape[0], "2 / in");
  await expectVarianceOfSmall("kaiming", 1);
  const byDefault = await submission.evaluate(
    ({ Dense }, [i, o]) => new Dense(i, o).weights[0],
    [inputs, outputs],
  );
  const { variance } = moments(expectTensor(byDefault, "W", [inputs, outputs]));
  const bound = sigmas * (2 / inputs) * Math.sqrt(2 / n);
  expect(variance).toBeBetween(2 / inputs - bound, 2 / inputs + bound, {
    name: "variance of W when no initializer is named",
    expected: `2 / in = ${2 / inputs}`,
    mistakes: () => varianceMistakes(2 / inputs),
  });
});

check("initializers.bias", async () => {
  for (const initializer of ["zero", "normal", "xavier", "kaiming"]) {
    const value = await submission.evaluate(
      ({ Dense }, name) => new Dense(4, 3, name as "zero").weights[1],
      initializer,
    );
    const b = expectTensor(value, "b");
    // [out] and [1, out] are both right.
    if (b.shape.join() !== "1,3") expectTensor(b, "b", [3]);
    const wrong = b.data.filter((value) => value !== 0).length;
    expect(wrong).toBeBetween(0, 0, { name: `entries of b that are not 0, for "${initializer}"` });
  }
});

check("initializers.independent", async () => {
  for (const initializer of ["normal", "xavier", "kaiming"]) {
    const value = await submission.evaluate(
      ({ Dense }, name) => [
        new Dense(30, 20, name as "normal").weights[0],
        new Dense(30, 20, name as "normal").weights[0],
      ],
      initializer,
    );
    const [first, second] = expectList(value, "weights", 2).map((w) => expectTensor(w, "W", [30, 20]));
    const equal = first.data.filter((value, i) => value === second.data[i]).length;
    expect(equal).toBeBetween(0, 6, { name: `equal entries in two layers with "${initializer}", of 600` });
    // Once more in the shape of the other checks, where a sample may have been kept.
    await expectFreshDraws(initializer);
    await expectSmallLayers(initializer);
  }
});

check("initializers.unknown", async () => {
  // Students may add initializers of their own, but not with these names.
  for (const name of ["no such name", "", "Kaiming", "zero "]) {
    const outcome = await submission.evaluate(({ Dense }, name) => {
      // If every name throws, an unknown one proves nothing.
      new Dense(3, 2, "kaiming");
      try {
        new Dense(3, 2, name as "zero");
      } catch {
        // Whichever: who keeps the stencil's own throw line for other names throws a NotImplementedError.
        return "an error";
      }
      return "a layer";
    }, name);
    expect(outcome).toBeExactly("an error", {
      message: `new Dense(3, 2, ${JSON.stringify(name)}) gave ${describeValue(outcome)}`,
    });
  }
});
