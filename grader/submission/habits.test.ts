/** What the compiler says of a line, and what it lets pass; on the solution with one line changed. */
import { assignment } from "../assignment/index.ts";
import { replacing, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { typecheck } from "./typecheck.ts";

/** What is said of it, with the methods that it concerns; from one process, as the watch mode has it. */
async function said(file: string, before: string, after: string) {
  const root = writeSubmission(temporaryFolder(), "solution", { [file]: replacing(before, after) });
  const report = await typecheck(assignment, root, 60_000, { staysWarm: true }).report;
  if (report === "timeout") throw new Error("timeout");
  return [...report.types, ...report.habits].map(({ methods, message }) => [methods?.[0], message]);
}

jest.setTimeout(120_000);

test.each([
  ["beras/layers.ts", "return [this.w];", "[this.w];", "Dense.inputGradients", /Is a `return` missing\?/],
  ["beras/layers.ts", "x.matmul(this.w)", "x.matmul(w)", "Dense.forward", /Did you mean .*this\.w/],
  [
    "beras/layers.ts",
    "import { ones,",
    "import { one as ones,",
    "Dense.weightGradients",
    /#tensor.*has no exported member named 'one'/,
  ],
  ["beras/activations.ts", "y.shape[1]", "y.shape[-1]", "Softmax.inputGradients", /y\.shape\.at\(-1\)/],
  [
    "beras/metrics.ts",
    "probs.argmax(1).equal(labels.argmax(1)).mean().item()",
    "Number(probs.argmax(1) == labels.argmax(1))",
    "CategoricalAccuracy.forward",
    /x\.equal\(y\)/,
  ],
  [
    "beras/optimizers.ts",
    "w.assignSub(grads[i].mul(learningRate));",
    "w = w.sub(grads[i].mul(learningRate));",
    "BasicOptimizer.applyGradients",
    /^this gives the name w to another tensor/,
  ],
  [
    "beras/optimizers.ts",
    "w.assignSub(grads[i].mul(learningRate));",
    "w.sub(grads[i].mul(learningRate));",
    "BasicOptimizer.applyGradients",
    /is not used/,
  ],
  [
    "beras/onehot.ts",
    "(i) => this.uniq[i]);",
    "(i) => { this.uniq[i]; }) as never;",
    "OneHotEncoder.inverse",
    /arrow function returns nothing/,
  ],
  [
    "beras/model.ts",
    "const n = x.shape[0];",
    "const n = (x as any).length;",
    "Model.evaluate",
    /a tensor has no length/,
  ],
  [
    "beras/core.ts",
    "const J = gradients.get(operation.outputs[0]);",
    "const J = ({} as any)[operation.outputs[0] as any];",
    "GradientTape.gradient",
    /a Map keeps them apart/,
  ],
  [
    "beras/core.ts",
    "const J = gradients.get(operation.outputs[0]);",
    "const J = (gradients as any)[0];",
    "GradientTape.gradient",
    /a Map has no brackets/,
  ],
  [
    "beras/core.ts",
    "if (!J) continue;",
    "if (!(J in gradients)) continue;",
    "GradientTape.gradient",
    /map\.has\(key\)/,
  ],
  [
    "beras/core.ts",
    "this.operations.toReversed()",
    "this.operations.reverse()",
    "GradientTape.gradient",
    /toReversed\(\) makes a new list/,
  ],
  [
    "beras/activations.ts",
    "where(x.greater(0), x, x.mul(this.alpha))",
    "x.greater(0) ? x : x.mul(this.alpha)",
    "LeakyReLU.forward",
    /a tensor counts as true/,
  ],
  [
    "beras/optimizers.ts",
    "w.assignSub(grads[i].mul(learningRate));",
    "weights[i] = w.sub(grads[i].mul(learningRate));",
    "BasicOptimizer.applyGradients",
    /puts another tensor into the list/,
  ],
  [
    "beras/optimizers.ts",
    "1 - beta1 ** this.iterations",
    "1 - (beta1 ^ this.iterations)",
    "Adam.applyGradients",
    /a power is \*\*/,
  ],
  [
    "beras/onehot.ts",
    "this.uniq = unique(labels)",
    "this.uniq = unique(labels).sort()",
    "OneHotEncoder.fit",
    /10 comes before 9/,
  ],
  [
    "beras/onehot.ts",
    "Array.from(onehot.argmax(1).data, (i) => this.uniq[i])",
    "[this.uniq[onehot.argmax(1) as any]]",
    "OneHotEncoder.inverse",
    /an index is a number/,
  ],
  [
    "preprocess.ts",
    "return { inputs: pixels",
    "return 1, { inputs: pixels",
    "getDataMNIST",
    /is .* alone: a list is \[a, b\]/,
  ],
  [
    "preprocess.ts",
    "const pixels =",
    "const half = n // rows;\n  const pixels =",
    "getDataMNIST",
    /division is \//,
  ],
  [
    "beras/layers.ts",
    "return x.matmul(",
    "return\n      x.matmul(",
    "Dense.forward",
    /`return` ends with its line/,
  ],
  [
    "beras/layers.ts",
    'initializer === "zero" ?',
    '(initializer = "zero") ?',
    "Dense.initializeWeights",
    /=== compares/,
  ],
  [
    "beras/layers.ts",
    "throw new Error(\n        `Dense",
    "new Error(\n        `Dense",
    "Dense.initializeWeights",
    /throw new Error/,
  ],
  [
    "beras/layers.ts",
    "const shape = [inputSize, outputSize];",
    "let shape = [inputSize];\n    if (outputSize) {\n      let shape = [inputSize, outputSize];\n    }",
    "Dense.initializeWeights",
    /let declares another shape/,
  ],
  [
    "beras/layers.ts",
    "const shape = [inputSize, outputSize];",
    'let shape = [0];\n    switch (initializer) {\n      case "zero":\n        shape = [1];\n      case "normal":\n        shape = [2];\n    }',
    "Dense.initializeWeights",
    /goes on into the next one/,
  ],
  [
    "beras/losses.ts",
    "const [yPred, yTrue] = this.inputs;",
    "[yPred, yTrue] = this.inputs;",
    "MeanSquaredError.inputGradients",
    /const \[yPred, yTrue\]/,
  ],
  [
    "beras/core.ts",
    "for (const operation of",
    "for (operation of",
    "GradientTape.gradient",
    /declared where it first stands: const operation/,
  ],
  [
    "beras/core.ts",
    "gradients.get(source) ??",
    "gradients.get(source, 0) ??",
    "GradientTape.gradient",
    /gradients\.get\(key\) \?\? value/,
  ],
  [
    "beras/optimizers.ts",
    "weights.forEach((w, i) => {\n      w.assignSub(grads[i].mul(learningRate));\n    });",
    "weights = weights.map((w, i) => w.sub(grads[i].mul(learningRate)));",
    "BasicOptimizer.applyGradients",
    /gives the name weights to another list/,
  ],
  [
    "beras/optimizers.ts",
    "weights.forEach((w, i) => {\n      w.assignSub(grads[i].mul(learningRate));\n    });",
    "for (let i = 0; i < 2; i++)\n      weights[i].assign(grads[i]);\n      this.iterations += 0;",
    "BasicOptimizer.applyGradients",
    /without \{ \}, only the next line/,
  ],
])("%s: %s as %s", async (file, before, after, method, message) => {
  expect(await said(file, before, after)).toContainEqual([method, expect.stringMatching(message)]);
});

test("the solution itself has none of these habits", async () => {
  const root = writeSubmission(temporaryFolder(), "solution");
  expect(await typecheck(assignment, root, 60_000, { staysWarm: true }).report).toMatchObject({ habits: [] });
});

test("no path of the machine is in a message, and no sentence is cut", async () => {
  const messages = await said("beras/layers.ts", "x.matmul(this.w)", "x.reshape(this, 1, 2).matmul(this.w)");
  expect(messages.length).toBeGreaterThan(0);
  for (const [, message] of messages) {
    expect(message).not.toMatch(/#submission|import\(|[/\\](tmp|home)[/\\]/);
    expect(message).toMatch(/[.'?]$/);
  }
});
