/**
 * Optimizers against fixtures, after one step and after several, over two weights of different shapes.
 *
 * Judged is what the weights moved by. All gradients are between 0.5 and 2 in size: there the forms of RMSProp and Adam
 * that are in use (epsilon inside or outside of the root) agree to 1e-5 of the step, and every known mistake is off by
 * more than a hundredth of it. (Where beta is rounded to float32, 1 - 0.999 is off by 1.3e-5 of itself.)
 */
import { fromData, type Tensor, tensor, zerosLike } from "#tensor";
import { check, generator } from "../../checks/check.ts";
import { awayFromZero, normal } from "../../checks/draw.ts";
import { fixture } from "../../checks/fixture.ts";
import { Rounded } from "../../checks/rounded.ts";
import { expectList, expectTensor } from "../../checks/values.ts";
import { optimizerMistakes } from "./optimizerMistakes.ts";
import { drawPrograms } from "./programs/draft.ts";
import { judgePrograms } from "./programs/judge.ts";
import { optimizerProgram, scheduleProgram } from "./programs/optimizerPrograms.ts";
import { makeOptimizer } from "./programs/oracle/optimizers.ts";
import { submission } from "./submission.ts";

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
    const taken = [0, 1].map((j) =>
      stepsOf(
        name,
        grads.map((pair) => pair[j]),
      ),
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
        // In float32 the step is lost in the weight's rounding, the smaller it is beside the weight, the more.
        const next = Rounded.of(before[j]).sub(taken[j][i].mul(data.learningRate.item()));
        // What the numbers below 1e-4 of the learning rate are about is rounding.
        const atol = rtol * data.learningRate.item() * 1e-2;
        const rate = data.learningRate.item();
        const soFar = grads.slice(0, i + 1).map((pair) => pair[j]);
        expect(moved).toBeAllClose(next.at(step), {
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

/** The step that each optimizer takes, over the learning rate: g is the gradient, t counts from 1, m and v are its running means. */
const rules: Record<Name, (g: Rounded, t: number, state: { m: Rounded; v: Rounded }) => Rounded> = {
  BasicOptimizer: (g) => g,
  RMSProp(g, _, state) {
    state.v = state.v.mul(0.9).add(g.square().mul(0.1));
    return g.div(state.v.sqrt().add(Rounded.of(1e-6)));
  },
  Adam(g, t, state) {
    state.m = state.m.mul(0.9).add(g.mul(0.1));
    state.v = state.v.mul(0.999).add(g.square().mul(0.001));
    const root = state.v.mul(1 / (1 - 0.999 ** t)).sqrt();
    return state.m.mul(1 / (1 - 0.9 ** t)).div(root.add(Rounded.of(1e-7)));
  },
};

/** One step after the other, for the gradients of one weight. */
function stepsOf(name: Name, grads: Tensor[]): Rounded[] {
  const zero = Rounded.of(zerosLike(grads[0]));
  const state = { m: zero, v: zero };
  return grads.map((g, i) => rules[name](Rounded.of(g), i + 1, state));
}

/** A case like those of the fixture, drawn and worked out here. */
function drawSteps(name: Name): Record<string, Tensor> {
  const from = generator(name);
  const rate = 0.03;
  const data: Record<string, Tensor> = { learningRate: tensor(rate) };
  for (const [i, shape] of [[2, 3], [5]].entries()) {
    let weight = normal(from, ...shape);
    const grads = Array.from({ length: several }, () => awayFromZero(from, shape, 0.5, 2));
    data[`weight${i}`] = weight;
    stepsOf(name, grads).forEach((step, t) => {
      weight = weight.sub(step.value.mul(rate));
      data[`grad${i}_${t + 1}`] = grads[t];
      data[`weight${i}_${t + 1}`] = weight;
    });
  }
  return data;
}

check("optimizers.basic.step", () => expectSteps("BasicOptimizer", 1));
check("optimizers.basic.steps", () => expectSteps("BasicOptimizer", several));
check("optimizers.rmsprop.step", () => expectSteps("RMSProp", 1));
check("optimizers.rmsprop.steps", () => expectSteps("RMSProp", several));
check("optimizers.adam.step", () => expectSteps("Adam", 1));
check("optimizers.adam.steps", () => expectSteps("Adam", several));

/** Optional: what is not written passes. */
check("optimizers.exponentialDecay", async () => {
  const asked = [200, 0, 50, 1000, 0];
  const value = await submission.evaluate(({ ExponentialDecay, tensor }, asked) => {
    try {
      const [decay, other] = [new ExponentialDecay(0.1, 100, 0.5), new ExponentialDecay(0.02, 7, 0.9)];
      // In turns, and back to an earlier step: two optimizers may share one.
      const rates = asked.map((step) => [decay.call(step), other.call(step)]);
      return tensor.tensor(rates, "float64");
    } catch (error) {
      if ((error as Error)?.name === "NotImplementedError") return null;
      throw error;
    }
  }, asked);
  if (value === null) return;
  const rates = asked.map((step) => [0.1 * 0.5 ** (step / 100), 0.02 * 0.9 ** (step / 7)]);
  expect(value).toBeAllClose(tensor(rates, "float64"), {
    name: `rates of ExponentialDecay(0.1, 100, 0.5) and (0.02, 7, 0.9) at the steps ${asked.join(", ")}`,
    rtol: 1e-9,
  });
});

check("optimizers.iterations", async () => {
  for (const name of names) {
    for (const calls of [3, trainingSteps]) {
      const count = await submission.evaluate(
        (modules, { name, calls }) => {
          const optimizer = new modules[name](0.1);
          const [weights, grads] = [0, 1].map(() => [modules.tensor.ones([2]), modules.tensor.ones([3])]);
          for (let call = 1; call <= calls; call++) optimizer.applyGradients(weights, grads);
          return optimizer.iterations;
        },
        { name, calls },
      );
      expect(count).toBeExactly(calls, {
        message: `iterations after ${calls} calls of ${name}.applyGradients`,
      });
    }
    // A schedule reads the count.
    await judgePrograms(
      drawPrograms(generator(name), 4, (draft, number) => scheduleProgram(draft, number, name)),
    );
  }
});

/** Ten epochs on 60,000 images, in batches of 100. */
const trainingSteps = 6000;

/** As many steps as a whole training takes: a counter that is too small, or a rule that ends, shows only then. */
async function expectWholeTraining(name: Name): Promise<void> {
  const [rate, period] = [0.01, 7];
  // Their signs do not cancel, so that the running mean stays away from 0, where float32 would lose it.
  const grads = generator("a whole training").uniform(0.5, 2, [period]).data;
  const moves = await submission.evaluate(
    (modules, { name, rate, grads, trainingSteps }) => {
      const { tensor } = modules;
      tensor.setFloatx("float64");
      const optimizer = new modules[name](rate);
      const [weight, zero] = [tensor.zeros([1]), tensor.zeros([1])];
      const moves: number[] = [];
      for (let i = 0; i < trainingSteps; i++) {
        // It starts at 0 each time: nothing of the step is lost beside a large weight.
        weight.assign(zero);
        optimizer.applyGradients([weight], [tensor.full([1], grads[i % grads.length])]);
        moves.push(-weight.item());
      }
      return tensor.tensor(moves);
    },
    { name, rate, grads, trainingSteps },
  );
  const all = Array.from({ length: trainingSteps }, (_, i) => grads[i % period]);
  // In plain numbers: thousands of small tensors take a second.
  const steps = makeOptimizer(new Map(), name, [rate]).stepsOfOne(all);
  const expected = Float64Array.from(steps, (step) => rate * step);
  expect(moves).toBeAllClose(fromData(expected, [trainingSteps]), {
    name: `what ${trainingSteps} steps in a row subtract from a weight`,
    rtol,
  });
}

async function expectOverTime(name: Name): Promise<void> {
  await judgePrograms(
    drawPrograms(generator(), 16, (draft, number) => optimizerProgram(draft, number, name)),
  );
  await expectWholeTraining(name);
}

check("optimizers.basic.overTime", () => expectOverTime("BasicOptimizer"));
check("optimizers.rmsprop.overTime", () => expectOverTime("RMSProp"));
check("optimizers.adam.overTime", () => expectOverTime("Adam"));
