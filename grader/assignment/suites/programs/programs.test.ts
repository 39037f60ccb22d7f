/** Random programs: what they are made of, that the same seed draws the same, and what is told of one that goes wrong. */

import { random, tensor } from "#tensor";
import { solutionText } from "../../../proofs/styles/combine.ts";
import type { Failure } from "../../../report/failure.ts";
import type { StudentFile } from "../../contract.ts";
import { assignment } from "../../index.ts";
import { loadJudges, run, withSubmission } from "../../proofs/judges.ts";
import { type Program, path, textOf, without } from "./program.ts";

const program: Program = {
  lines: [
    { name: "dense1", create: "Dense", args: [2, 1] },
    { name: "x1", tensor: tensor([[1, -0.5]]) },
    { name: "y1", on: "dense1", call: "call", args: [path("x1")] },
    { name: "list1", list: [path("y1")] },
    { on: "dense1", set: "trainable", to: false },
    { on: "dense1", call: "composeToWeight", args: [path("list1[0]")] },
  ],
  watch: ["dense1.weights[0]"],
};

describe("a program", () => {
  test("is text that a student can run", () => {
    expect(program.lines.map(textOf)).toEqual([
      "const dense1 = new Dense(2, 1);",
      "const x1 = tensor([[1, -0.5]]);",
      "const y1 = dense1.call(x1);",
      "const list1 = [y1];",
      "dense1.trainable = false;",
      "dense1.composeToWeight(list1[0]);",
    ]);
  });

  test("loses, with a line, all that needs it", () => {
    const kept = without(program, 1);
    expect(kept.lines.map(textOf)).toEqual(["const dense1 = new Dense(2, 1);", "dense1.trainable = false;"]);
    expect(kept.watch).toEqual(["dense1.weights[0]"]);
    expect(without(program, 0)).toEqual({ lines: [program.lines[1]], watch: [] });
    expect(without(program, 3, 3).lines).toHaveLength(3);
  });
});

describe("drawn", () => {
  // Behind `loadJudges`, which says what the run is.
  beforeAll(loadJudges);

  test("by the same seed they are the same, by another they are others", () => {
    const { drawPrograms } = require("./draft.ts");
    const { denseProgram } = require("./layerPrograms.ts");
    const texts = (seed: string) =>
      drawPrograms(random.generator(seed), 3, denseProgram).map(({ lines }: Program) => lines.map(textOf));
    expect(texts("a")).toEqual(texts("a"));
    expect(texts("a")).not.toEqual(texts("b"));
  });

  /** What a check says to the solution with a change. */
  async function failureOf(id: string, file: StudentFile, before: string, after: string): Promise<Failure> {
    const text = solutionText(assignment, file);
    expect(text.split(before)).toHaveLength(2);
    let failure: Failure | null | undefined;
    run.seed = "programs";
    await withSubmission({ [file]: text.replace(before, () => after) }, async (judge) => {
      failure = (await judge(id))?.failure;
    });
    return failure as Failure;
  }
  const linesOf = (failure: Failure) =>
    (failure as { message: string }).message.split("\n").filter((line) => line.startsWith("    "));

  test("one that goes wrong is told with no line too many", async () => {
    const failure = await failureOf(
      "activations.leakyRelu.overTime",
      "beras/activations.ts",
      "return where(x.greater(0), x, x.mul(this.alpha));",
      "const self = this as any; return (self.seen ??= where(x.greater(0), x, x.mul(this.alpha)));",
    );
    expect(failure).toMatchObject({ at: { method: "LeakyReLU.forward", file: "beras/activations.ts" } });
    expect(linesOf(failure).length).toBeLessThanOrEqual(5);
    expect(linesOf(failure).filter((line) => line.includes(".call("))).toHaveLength(2);
    expect(failure).toMatchObject({ message: expect.stringContaining("Without any one of these lines") });
  }, 60_000);

  test("a long one is cut down to the calls that it takes", async () => {
    const failure = await failureOf(
      "optimizers.basic.overTime",
      "beras/optimizers.ts",
      "w.assignSub(grads[i].mul(learningRate));",
      "if (this.iterations < 9) w.assignSub(grads[i].mul(learningRate));",
    );
    expect(failure).toMatchObject({ at: { method: "BasicOptimizer.applyGradients" } });
    expect(linesOf(failure).filter((line) => line.includes("applyGradients"))).toHaveLength(10);
    expect(linesOf(failure).length).toBeLessThanOrEqual(24);
  }, 60_000);

  test("what is kept from earlier objects is said to be", async () => {
    const failure = await failureOf(
      "metrics.overTime",
      "beras/metrics.ts",
      "return probs.argmax(1)",
      "(globalThis as any).calls = ((globalThis as any).calls ?? 0) + 1;\n    if ((globalThis as any).calls === 30) return 7;\n    return probs.argmax(1)",
    );
    expect(failure).toMatchObject({ message: expect.stringContaining("Alone these calls are right") });
  }, 60_000);

  test("a list that is emptied, and an argument that is overwritten, show", async () => {
    const emptied = await failureOf(
      "optimizers.basic.overTime",
      "beras/optimizers.ts",
      "    this.iterations += 1;\n    // END SOLUTION\n  }\n}\n\n/**\n * Divides",
      "    this.iterations += 1;\n    weights.pop();\n    // END SOLUTION\n  }\n}\n\n/**\n * Divides",
    );
    expect(emptied).toMatchObject({ expected: expect.stringContaining("the same list as before") });
    const written = await failureOf(
      "losses.overTime",
      "beras/losses.ts",
      "return yPred.sub(yTrue).square().mean();",
      "const loss = yPred.sub(yTrue).square().mean(); yPred.assign(yPred.mul(2)); return loss;",
    );
    expect(written).toMatchObject({ message: expect.stringContaining("yPred") });
  }, 60_000);
});
