import * as np from "./index.ts";

const { random } = np;

it("gives the same numbers for the same seed, and different ones for another", () => {
  const draw = (seed: number | string) => {
    random.seed(seed);
    return [random.normal(0, 1, [3]).toArray(), random.uniform(0, 1, [3]).toArray(), random.permutation(5)];
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw("1")).toEqual(draw(1));
  expect(draw(2)).not.toEqual(draw(1));
});

it("gives these numbers on every machine", () => {
  random.seed(42);
  expect(random.uniform(0, 1, [3]).toArray()).toEqual([
    0.6848635077476501, 0.8455933332443237, 0.5637381076812744,
  ]);
  expect(random.permutation(6)).toEqual([2, 3, 5, 1, 4, 0]);
});

it("has independent generators", () => {
  const draws = (g: np.Generator) => g.uniform(0, 1, [4]).toArray();
  const alone = draws(random.generator("a"));
  const one = random.generator("a");
  const other = random.generator("b");
  draws(other);
  random.seed(3);
  expect(draws(one)).toEqual(alone);
});

it("works without a seed", () => {
  jest.isolateModules(() => {
    const fresh: typeof np = jest.requireActual("./index.ts");
    expect(fresh.random.normal().shape).toEqual([]);
  });
});

// For n draws, the mean has standard error s / sqrt(n), and the variance of a normal s^2 sqrt(2 / n). The seeds are fixed. With
// correct numbers, one seed in a million would exceed five standard errors.
const n = 200_000;
const five = (standardError: number) => 5 * standardError;

describe("normal", () => {
  it("has the requested mean, variance and kurtosis", () => {
    const x = random.generator(1).normal(3, 2, [n]).astype("float64");
    expect(Math.abs(x.mean().item() - 3)).toBeLessThan(five(2 / Math.sqrt(n)));
    expect(Math.abs(x.variance().item() - 4)).toBeLessThan(five(4 * Math.sqrt(2 / n)));
    const kurtosis = x.sub(3).div(2).pow(4).mean().item();
    // The fourth power of a standard normal has variance 105 - 9.
    expect(Math.abs(kurtosis - 3)).toBeLessThan(five(Math.sqrt(96 / n)));
  });

  it("has independent neighbours", () => {
    const pairs = random.generator(2).normal(0, 1, [n / 2, 2]);
    const correlation = pairs.prod(1).mean().item();
    expect(Math.abs(correlation)).toBeLessThan(five(1 / Math.sqrt(n / 2)));
  });

  it("rejects a negative standard deviation", () => {
    expect(() => random.normal(0, -1)).toThrow("normal: the standard deviation must be >= 0, received -1");
  });
});

describe("uniform", () => {
  it("is spread evenly over low <= x < high", () => {
    const x = random.generator(3).uniform(-1, 3, [n]);
    expect(x.min().item()).toBeGreaterThanOrEqual(-1);
    expect(x.max().item()).toBeLessThan(3);
    const variance = 4 ** 2 / 12;
    expect(Math.abs(x.mean().item() - 1)).toBeLessThan(five(Math.sqrt(variance / n)));
    // The fourth central moment of a uniform is w^4 / 80.
    expect(Math.abs(x.variance().item() - variance)).toBeLessThan(
      five(Math.sqrt((4 ** 4 / 80 - variance ** 2) / n)),
    );
  });

  it("never reaches high by rounding to float32", () => {
    // Half of all numbers drawn from this range round up to 1 in float32.
    const x = random.generator(4).uniform(1 - 2 ** -24, 1, [1000]);
    expect(x.max().item()).toBeLessThan(1);
  });

  it("rejects bounds in the wrong order", () => {
    expect(() => random.uniform(1, 0)).toThrow("uniform: low must not exceed high, received 1 and 0");
  });
});

describe("permutation", () => {
  it("contains each number once", () => {
    expect(
      random
        .generator(5)
        .permutation(100)
        .sort((a, b) => a - b),
    ).toEqual([...Array(100).keys()]);
    expect(random.permutation(0)).toEqual([]);
  });

  it("puts every number at every position equally often", () => {
    const g = random.generator(6);
    const rounds = 12_000;
    const seen = np.zeros([4, 4], "float64");
    for (let i = 0; i < rounds; i++)
      for (const [at, v] of g.permutation(4).entries()) seen.data[v * 4 + at]++;
    // Each count is binomial with p = 1/4.
    expect(
      seen
        .sub(rounds / 4)
        .abs()
        .max()
        .item(),
    ).toBeLessThan(five(Math.sqrt(rounds * 0.25 * 0.75)));
  });
});
