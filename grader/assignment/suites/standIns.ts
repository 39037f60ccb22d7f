/**
 * The grader's own parts, in the place of those of a submission that do not pass their checks: tape and model are judged by
 * themselves, and a mistake in a layer does not cost their points as well.
 *
 * They do the work of the assignment in another way, entry by entry and by differences: they are no solution of it.
 */
import type { Tensor } from "#tensor";
import { hasFailed } from "../../checks/check.ts";
import type { SubmissionModules } from "../contract.ts";
import { submission } from "./submission.ts";

/** The checks that a part has to pass to be used. */
const judgedBy: Record<string, string[]> = {
  Dense: ["forward", "inputGradients", "weightGradients", "overTime"].map((id) => `layers.dense.${id}`),
  LeakyReLU: ["forward", "inputGradients", "overTime"].map((id) => `activations.leakyRelu.${id}`),
  ReLU: ["leakyRelu.forward", "leakyRelu.inputGradients", "relu", "leakyRelu.overTime"].map(
    (id) => `activations.${id}`,
  ),
  MeanSquaredError: ["losses.mse.forward", "losses.mse.inputGradients", "losses.overTime"],
  CategoricalAccuracy: ["metrics.accuracy", "metrics.overTime"],
  BasicOptimizer: ["step", "steps", "overTime"].map((id) => `optimizers.basic.${id}`),
};

/** The parts that the grader's own stand in for now. */
export const standingIn = (): string[] =>
  Object.keys(judgedBy).filter((name) => judgedBy[name].some((id) => hasFailed(id)));

type Evaluate = typeof submission.evaluate;

/** `submission.evaluate`, with stand-ins among the modules. */
export const evaluateParts: Evaluate = (fn, args, helper) => {
  const names = standingIn();
  if (names.length === 0) return submission.evaluate(fn, args, helper);
  const source = `(modules, ...rest) => (${fn})((${withStandIns})(modules, ${JSON.stringify(names)}), ...rest)`;
  // Only its text goes to the sandbox.
  return submission.evaluate({ toString: () => source } as typeof fn, args, helper);
};

/** In the sandbox. */
function withStandIns(modules: SubmissionModules, names: string[]): SubmissionModules {
  const { tensor } = modules;

  /** Its derivatives are differences, which are exact up to rounding where the terms are of the second degree at most. */
  abstract class ByDifferences extends modules.Diffable {
    step = 1;
    differentiable = 1;
    /** What the output is the sum of; or the output itself. */
    abstract terms(inputs: Tensor[], weights: Tensor[]): Tensor;
    override forward(...inputs: Tensor[]): Tensor {
      return this.terms(inputs, this.weights);
    }
    override inputGradients(): Tensor[] {
      throw new Error("it has no local derivative: ask composeToInput");
    }
    override composeToInput(J: Tensor): Tensor[] {
      const { inputs, weights } = this;
      return this.slopes(J, inputs.slice(0, this.differentiable), (changed) =>
        this.terms([...changed, ...inputs.slice(this.differentiable)], weights),
      );
    }
    override composeToWeight(J: Tensor): Tensor[] {
      return this.slopes(J, this.weights, (changed) => this.terms(this.inputs, changed));
    }
    private slopes(J: Tensor, at: Tensor[], terms: (changed: Tensor[]) => Tensor): Tensor[] {
      return at.map((value, i) => {
        const moved = (k: number, by: number) => {
          const data = Float64Array.from(value.data);
          data[k] += by;
          return terms(at.with(i, tensor.fromData(data, value.shape)));
        };
        const slopes = Float64Array.from(value.data, (_, k) => {
          const difference = moved(k, this.step).sub(moved(k, -this.step));
          return difference.mul(J).sum().item() / (2 * this.step);
        });
        return tensor.fromData(slopes, value.shape).astype(value.dtype);
      });
    }
  }

  class Dense extends ByDifferences {
    constructor(inputs: number, outputs: number, initializer = "kaiming") {
      super();
      const shape = [inputs, outputs];
      const w = initializer === "zero" ? tensor.zeros(shape) : tensor.random.normal(0, 1, shape);
      this.weights = [w, tensor.zeros([outputs])];
    }
    get w(): Tensor {
      return this.weights[0];
    }
    get b(): Tensor {
      return this.weights[1];
    }
    override terms([x]: Tensor[], [w, b]: Tensor[]): Tensor {
      return x.matmul(w).add(b);
    }
  }

  class LeakyReLU extends ByDifferences {
    // No program comes nearer to the kink.
    override step = 2 ** -11;
    constructor(readonly alpha = 0.3) {
      super();
    }
    override terms([x]: Tensor[]): Tensor {
      const data = Float64Array.from(x.data, (number) => (number > 0 ? number : this.alpha * number));
      return tensor.fromData(data, x.shape).astype(x.dtype);
    }
  }

  class ReLU extends LeakyReLU {
    constructor() {
      super(0);
    }
  }

  class MeanSquaredError extends ByDifferences {
    override terms([yPred, yTrue]: Tensor[]): Tensor {
      const data = Float64Array.from(yPred.data, (p, k) => (p - yTrue.data[k]) ** 2 / yPred.size);
      return tensor.fromData(data, yPred.shape);
    }
    override forward(yPred: Tensor, yTrue: Tensor): Tensor {
      return this.terms([yPred, yTrue]).sum().astype(yPred.dtype);
    }
  }

  class CategoricalAccuracy extends modules.Callable<[probs: Tensor, labels: Tensor], number> {
    override forward(probs: Tensor, labels: Tensor): number {
      const [n, classes] = probs.shape;
      const placeOf = ({ data }: Tensor, row: number) => {
        const entries = Array.from(data.subarray(row * classes, (row + 1) * classes));
        return entries.indexOf(Math.max(...entries));
      };
      const isRight = (_: unknown, row: number) => placeOf(probs, row) === placeOf(labels, row);
      return Array.from({ length: n }).filter(isRight).length / n;
    }
  }

  const basicOptimizer = () =>
    class BasicOptimizer extends modules.Optimizer {
      override applyGradients(weights: Tensor[], grads: Tensor[]): void {
        for (const [i, { data }] of weights.entries())
          for (let k = 0; k < data.length; k++) data[k] -= this.learningRate * grads[i].data[k];
        this.iterations += 1;
      }
    };

  // Made when asked for: if the file of a base class is missing, only checks that use the part fail.
  const makers: Record<string, () => unknown> = {
    Dense: () => Dense,
    LeakyReLU: () => LeakyReLU,
    ReLU: () => ReLU,
    MeanSquaredError: () => MeanSquaredError,
    CategoricalAccuracy: () => CategoricalAccuracy,
    BasicOptimizer: basicOptimizer,
  };
  const parts = Object.create(modules);
  for (const name of names) {
    let part: unknown;
    const get = () => {
      part ??= makers[name]();
      return part;
    };
    Object.defineProperty(parts, name, { get });
  }
  return parts;
}
