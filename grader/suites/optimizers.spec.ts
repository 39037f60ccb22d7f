/**
 * Optimizers against fixtures, after one step and after several, over two weights of different shapes.
 *
 * Judged is what the weights moved by. All gradients are between 0.5 and 2 in size: there the forms of RMSProp and Adam
 * that are in use (epsilon inside or outside of the root) agree to 1e-5 of the step, and every known mistake is off by
 * more than a hundredth of it.
 */
import { type Tensor, tensor, zerosLike } from "#tensor";
import { check, generator, submission } from "./support/check.ts";
import { awayFromZero, normal } from "./support/draw.ts";
import { fixture } from "./support/fixture.ts";
import { optimizerMistakes } from "./support/optimizerMistakes.ts";
import { expectList, expectTensor } from "./support/values.ts";

const rtol = 1e-4;

const names = ["BasicOptimizer", "RMSProp", "Adam"] as const;
type Name = (typeof names)[number];

/** The weights after each of the fixture's first `steps` steps, against the fixture. */
async function expectSteps(name: Name, steps: number): Promise<void> {
  // The fixture is public; the last case is not.
  for (const data of [...fixture(`optimizers/${name.toLowerCase()}`), drawSteps(name)]) {
    const grads: Tensor[][] = [];
    for (let step = 1; step <= steps; step++) grads.push([data[`grad0_${step}`], data[`grad1_${step}`]]);
    const value = await submission.evaluate(
      (modules, { name, learningRate, start, grads }) => {
        modules.tensor.setFloatx("float64");
        const Optimizer = modules[name];
        const optimizer = new Optimizer(learningRate);
        const weights = start.map((w) => w.copy());
        return grads.map((pair) => {
          // The lists are fresh in each step: only the tensors themselves tell what has changed.
          optimizer.applyGradients([...weights], [...pair.map((g) => g.copy())]);
          return weights.map((w) => w.copy());
        });
      },
      { name, learningRate: data.learningRate.item(), start: [data.weight0, data.weight1], grads },
    );
    // A step is judged by itself: what differs in an earlier one must not add up.
    let before = [data.weight0, data.weight1];
    let beforeExpected = before;
    for (const [i, after] of expectList(value, "weights", steps).entries()) {
      const expected = [data[`weight0_${i + 1}`], data[`weight1_${i + 1}`]];
      const received = expectList(after, "weights", 2).map((weight, j) =>
        expectTensor(weight, `weight ${j}`, before[j].shape),
      );
      received.forEach((weight, j) => {
        const moved = weight.sub(before[j]);
        const step = expected[j].sub(beforeExpected[j]);
        // What the numbers below 1e-4 of the learning rate are about is rounding.
        const atol = rtol * data.learningRate.item() * 1e-2;
        const rate = data.learningRate.item();
        const soFar = grads.slice(0, i + 1).map((pair) => pair[j]);
        expect(moved).toBeAllClose(step, {
          name: `step ${i + 1} of weight ${j}`,
          rtol,
          atol,
          mistakes: () => optimizerMistakes(name, rate, soFar, j),
          factors: { "the learning rate": rate },
        });
      });
      before = received;
      beforeExpected = expected;
    }
  }
}

const several = 4;

/** The steps of each optimizer: g is the gradient, t counts from 1, and m and v are its running means. */
const steps: Record<Name, (g: Tensor, t: number, m: Tensor, v: Tensor) => Tensor> = {
  BasicOptimizer: (g) => g,
  RMSProp(g, _, _m, v) {
    v.assign(v.mul(0.9).add(g.square().mul(0.1)));
    return g.div(v.sqrt().add(1e-6));
  },
  Adam(g, t, m, v) {
    m.assign(m.mul(0.9).add(g.mul(0.1)));
    v.assign(v.mul(0.999).add(g.square().mul(0.001)));
    return m.div(1 - 0.9 ** t).div(
      v
        .div(1 - 0.999 ** t)
        .sqrt()
        .add(1e-7),
    );
  },
};

/** A case like those of the fixture, drawn and worked out here. */
function drawSteps(name: Name): Record<string, Tensor> {
  const from = generator(name);
  const rate = 0.03;
  const data: Record<string, Tensor> = { learningRate: tensor(rate) };
  for (const [i, shape] of [[2, 3], [5]].entries()) {
    let weight = normal(from, ...shape);
    const [m, v] = [zerosLike(weight), zerosLike(weight)];
    data[`weight${i}`] = weight;
    for (let t = 1; t <= several; t++) {
      const g = awayFromZero(from, shape, 0.5, 2);
      weight = weight.sub(steps[name](g, t, m, v).mul(rate));
      data[`grad${i}_${t}`] = g;
      data[`weight${i}_${t}`] = weight;
    }
  }
  return data;
}

check("optimizers.basic.step", () => expectSteps("BasicOptimizer", 1));
check("optimizers.basic.steps", () => expectSteps("BasicOptimizer", several));
check("optimizers.rmsprop.step", () => expectSteps("RMSProp", 1));
check("optimizers.rmsprop.steps", () => expectSteps("RMSProp", several));
check("optimizers.adam.step", () => expectSteps("Adam", 1));
check("optimizers.adam.steps", () => expectSteps("Adam", several));

check("optimizers.iterations", async () => {
  for (const name of names) {
    const count = await submission.evaluate((modules, name) => {
      const optimizer = new modules[name](0.1);
      const [weights, grads] = [0, 1].map(() => [modules.tensor.ones([2]), modules.tensor.ones([3])]);
      for (let call = 1; call <= 3; call++) optimizer.applyGradients(weights, grads);
      return optimizer.iterations;
    }, name);
    expect(count).toBeExactly(3, { message: `iterations after three calls of ${name}.applyGradients` });
  }
});
