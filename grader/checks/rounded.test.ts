import { random, type Tensor, tensor } from "#tensor";
import { normal } from "./draw.ts";
import { gradientAt, gradientTolerance, perturbed, valuesAt } from "./finiteDifferences.ts";
import { Rounded } from "./rounded.ts";

type Numbers = Record<"x" | "t" | "w1" | "b1" | "w2" | "b2", Tensor>;

/** Dense, LeakyReLU, Dense and MeanSquaredError, as the checks of the tape have them. */
function draw(seed: number): Numbers {
  const from = random.generator(`numbers ${seed}`);
  const size = { x: [3, 4], t: [3, 2], w1: [4, 5], b1: [5], w2: [5, 2], b2: [2] };
  const entries = Object.entries(size).map(([name, shape]) => [
    name,
    normal(from, ...shape).astype("float64"),
  ]);
  return Object.fromEntries(entries);
}

function loss({ x, t, w1, b1, w2, b2 }: Record<keyof Numbers, Rounded>): Rounded {
  const hidden = x.matmul(w1).add(b1).leaky(0.3);
  return hidden.matmul(w2).add(b2).sub(t).square().mean();
}

const roundedAll = (numbers: Numbers) =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Rounded.of(value)])) as Record<
    keyof Numbers,
    Rounded
  >;

/** The same in float32 from its first operation to its last, as a submission does it: the loss, and the gradient of W. */
function inFloat32(numbers: Numbers): { loss: Tensor; dw1: Tensor; dw2: Tensor; db2: Tensor } {
  const entries = Object.entries(numbers).map(([name, value]) => [name, value.astype("float32")]);
  const { x, t, w1, b1, w2, b2 }: Numbers = Object.fromEntries(entries);
  const z = x.matmul(w1).add(b1);
  const slope = z.greater(0).astype("float32").mul(0.7).add(0.3);
  const hidden = z.mul(slope);
  const y = hidden.matmul(w2).add(b2);
  const dy = y.sub(t).mul(2 / t.size);
  return {
    loss: y.sub(t).square().mean(),
    dw1: x.T.matmul(dy.matmul(w2.T).mul(slope)),
    dw2: hidden.T.matmul(dy),
    db2: dy.sum(0),
  };
}

/** How much of the bound float32 uses up, at each entry. */
function used(received: Tensor, { value, error }: Rounded): number[] {
  return Array.from(received.astype("float64").sub(value).abs().div(error).data);
}

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

test("float32 stays within the bound, forward and backward, and uses some of it", () => {
  const shares = seeds.flatMap((seed) => {
    const numbers = draw(seed);
    const rounded = roundedAll(numbers);
    const expected = loss(rounded);
    const gradients = expected.gradient([rounded.w1, rounded.w2, rounded.b2]);
    const received = inFloat32(numbers);
    return [
      used(received.loss, expected),
      used(received.dw1, gradients[0]),
      used(received.dw2, gradients[1]),
      used(received.db2, gradients[2]),
    ].map((entries) => Math.max(...entries));
  });
  expect(Math.max(...shares)).toBeLessThan(1);
  expect(Math.max(...shares)).toBeGreaterThan(0.02);
});

test("the bound is far below any mistake: 1e-5 of the numbers, and 1e-3 where they nearly cancel", () => {
  const worst = seeds.map((seed) => {
    const rounded = roundedAll(draw(seed));
    const expected = loss(rounded);
    const all = [expected, ...expected.gradient(Object.values(rounded))];
    return Math.max(...all.map(({ value, error }) => error.max().item() / value.abs().max().item()));
  });
  expect(worst.sort((a, b) => a - b)[seeds.length / 2]).toBeLessThan(1e-5);
  expect(Math.max(...worst)).toBeLessThan(1e-3);
});

test("softmax: within the bound, and its gradient that of finite differences", () => {
  for (const seed of seeds) {
    const { x } = draw(seed);
    const single = x.astype("float32");
    const e = single.sub(single.max(-1, true)).exp();
    const softmax = Rounded.of(x).softmax();
    expect(Math.max(...used(e.div(e.sum(-1, true)), softmax))).toBeLessThan(1);
    expect(softmax.error.max().item()).toBeLessThan(3e-6);
  }
});

test("gradients are those that finite differences find", () => {
  const numbers = draw(1);
  const rounded = roundedAll(numbers);
  for (const name of ["x", "w1", "b1", "w2", "b2", "t"] as const) {
    const of = (point: Rounded) => loss({ ...rounded, [name]: point }).reshape([1]);
    const [gradient] = of(rounded[name]).gradient([rounded[name]]);
    const byDifferences = gradientAt(
      numbers[name],
      tensor([1], "float64"),
      of,
      valuesAt(perturbed(numbers[name]), of),
    );
    const { rtol = 0, atol = 0 } = gradientTolerance;
    expect(gradient.value.sub(byDifferences.value).abs().max().item()).toBeLessThan(rtol + atol);
  }
});

test("numbers that float32 has, such as labels, cost nothing", () => {
  expect(Rounded.of(tensor([0, 1, 0.5, -1000], "float64")).error.data).toEqual(new Float64Array(4));
  expect(Rounded.of(0.1).error.item()).toBeGreaterThan(0);
});

test("a bound that has grown beyond the number itself still is one", () => {
  // Logits of 1e6 are off by more than 0.1 in float32, and their probabilities by a third of themselves and more.
  const logits = Rounded.of(tensor([[1e6, 1e6 + 0.5, 1e6 - 0.5]], "float64"))
    .mul(1)
    .mul(1)
    .mul(1);
  const loss = logits.softmax().log().sum();
  for (const { error } of [loss, ...loss.gradient([logits])])
    for (const bound of error.data) expect(bound).toBeGreaterThan(0);
});
