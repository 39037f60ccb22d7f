import { mistakesOf } from "../../proofs/mutants/mistake.ts";

/** The mean of each digit of the synthetic data, 7 x 7, in twelfths: a nearest mean knows two thirds of them. */
const templates = [
  "0000000003641001657200361630036362001674000000000",
  "0000000001321000273000018100013610001332000000000",
  "0000000014751001236200017400027831001353100000000",
  "0000000014630001365100039500022451002662000000000",
  "0000000002321001556100287710015851000232000000000",
  "0000000002651000562100047500022451001562000000000",
  "0001100002542000462100189710017771000242000000000",
  "0000000001210002687100126500013620001331000011000",
  "0000000003651001476200159510026651001563000000000",
  "0000000002420001777100179700013740001452000011000",
];

const layersOfModel = "return this.layers.reduce((value, layer) => {";

export const assignment = mistakesOf("assignment.ts", [
  {
    name: "model-forward-without-call",
    method: "SequentialModel.forward",
    change: ["return layer.call(value);", "return layer.forward(value);"],
    thought: "forward is what computes.",
    kills: ["model.call"],
  },
  {
    name: "model-backwards",
    method: "SequentialModel.forward",
    change: ["this.layers.reduce(", "this.layers.toReversed().reduce("],
    thought: "The last layer is the outermost function.",
    kills: ["model.call"],
  },
  {
    name: "model-leaves-out-the-last",
    method: "SequentialModel.forward",
    change: ["this.layers.reduce(", "this.layers.slice(0, -1).reduce("],
    thought: "Up to length - 1.",
    kills: ["model.call"],
    diagnosis: "modelLastLayerMissing",
  },
  {
    name: "model-leaves-out-the-first",
    method: "SequentialModel.forward",
    change: ["this.layers.reduce(", "this.layers.slice(1).reduce("],
    thought: "The first layer is the input.",
    kills: ["model.call"],
  },
  {
    name: "model-every-layer-on-x",
    method: "SequentialModel.forward",
    change: ["layer.call(value)", "layer.call(x)"],
    thought: "The wrong variable.",
    kills: ["model.call"],
  },
  {
    name: "model-dense-layers-only",
    method: "SequentialModel.forward",
    change: [
      layersOfModel,
      "return this.layers.filter((layer) => layer.weights.length > 0).reduce((value, layer) => {",
    ],
    thought: "Layers have weights.",
    kills: ["model.call"],
  },
  {
    name: "model-two-layers",
    method: "SequentialModel.forward",
    change: ["this.layers.reduce(", "this.layers.slice(0, 2).reduce("],
    thought: "Written for the simple model.",
    kills: ["model.call"],
  },
  {
    name: "model-remembers-the-first-output",
    method: "SequentialModel.forward",
    change: [
      [
        "override forward(x: Tensor, training = false): Tensor {",
        "private kept = new Map<number, Tensor>();\n  override forward(x: Tensor, training = false): Tensor {",
      ],
      [
        "return this.layers.reduce(",
        "const known = training ? undefined : this.kept.get(x.shape[0]);\n    if (known) return known;\n    const result = this.layers.reduce(",
      ],
      ["}, x);", "}, x);\n    if (!training) this.kept.set(x.shape[0], result);\n    return result;"],
    ],
    within: "class",
    thought: "A prediction of the same size need not be worked out twice.",
    kills: ["model.call"],
  },
  {
    name: "batch-step-never-trains",
    method: "SequentialModel.batchStep",
    change: ["this.optimizer.applyGradients(", "void ("],
    thought: "The gradients are worked out; something is missing.",
    kills: ["model.batchStep.training"],
    diagnosis: "weightsNotChanged",
  },
  {
    name: "batch-step-always-trains",
    method: "SequentialModel.batchStep",
    change: ["if (!training) {", "if (false) {"],
    thought: "training is a hint.",
    kills: ["model.batchStep.evaluating"],
  },
  {
    name: "batch-step-trains-when-measuring",
    method: "SequentialModel.batchStep",
    change: ["if (!training) {", "if (training) {"],
    thought: "The condition the wrong way round.",
    kills: ["model.batchStep.training", "model.batchStep.evaluating"],
    diagnosis: "weightsNotChanged",
  },
  {
    name: "batch-step-twice",
    method: "SequentialModel.batchStep",
    change: [
      "this.optimizer.applyGradients(variables, tape.gradient(loss, variables));",
      "this.optimizer.applyGradients(variables, tape.gradient(loss, variables));\n    this.optimizer.applyGradients(variables, tape.gradient(loss, variables));",
    ],
    thought: "Faster learning.",
    kills: ["model.batchStep.training"],
    diagnosis: "weightsTwoSteps",
  },
  {
    name: "batch-step-gradients-reversed",
    method: "SequentialModel.batchStep",
    change: ["tape.gradient(loss, variables)", "tape.gradient(loss, variables.toReversed())"],
    thought: "Backpropagation goes backwards.",
    kills: ["model.batchStep.training"],
  },
  {
    name: "batch-step-first-variable-only",
    method: "SequentialModel.batchStep",
    change: [
      "const variables = this.trainableVariables;",
      "const variables = this.trainableVariables.slice(0, 1);",
    ],
    thought: "The weights, without the biases.",
    kills: ["model.batchStep.training"],
    diagnosis: "weightsNotChanged",
  },
  {
    name: "batch-step-loss-after-the-step",
    method: "SequentialModel.batchStep",
    change: [
      "return { loss: loss.item(), acc: this.accFn.call(yPred, y) };",
      "return { loss: this.lossFn.call(this.call(x), y).item(), acc: this.accFn.call(yPred, y) };",
    ],
    thought: "The loss after the step is the better one.",
    kills: ["model.batchStep.training"],
    diagnosis: "lossAfterStep",
  },
  {
    name: "batch-step-loss-tensor",
    method: "SequentialModel.batchStep",
    change: ["loss: loss.item(), acc", "loss: loss as never, acc"],
    thought: "The loss is what lossFn returns.",
    kills: ["model.batchStep.training"],
  },
  {
    name: "batch-step-swaps-loss-and-accuracy",
    method: "SequentialModel.batchStep",
    change: [
      "return { loss: loss.item(), acc: this.accFn.call(yPred, y) };",
      "return { loss: this.accFn.call(yPred, y), acc: loss.item() };",
    ],
    thought: "The wrong way round.",
    kills: ["model.batchStep.training"],
    diagnosis: "evaluateSwapped",
  },
  {
    name: "batch-step-arguments-swapped",
    method: "SequentialModel.batchStep",
    change: ["this.accFn.call(yPred, y) };\n    }", "this.accFn.call(y, yPred) * 0.5 };\n    }"],
    thought: "Half of the accuracy for half of the truth.",
    kills: ["model.batchStep.evaluating"],
  },
  {
    name: "batch-step-measures-swapped",
    method: "SequentialModel.batchStep",
    change: ["loss: this.lossFn.call(yPred, y).item()", "loss: this.lossFn.call(y, yPred).item()"],
    thought: "A distance is symmetric. (A cross-entropy is not.)",
    kills: ["model.batchStep.evaluating"],
  },
  {
    name: "batch-step-loss-swapped",
    method: "SequentialModel.batchStep",
    change: [
      "this.lossFn.call(yPred, y), ...this.penalties()",
      "this.lossFn.call(y, yPred), ...this.penalties()",
    ],
    thought: "A distance is symmetric. (Its gradient goes to the first argument.)",
    kills: ["model.batchStep.training"],
  },
  {
    name: "batch-step-tensor-loss",
    method: "SequentialModel.batchStep",
    change: [
      "return { loss: loss.item(), acc: this.accFn.call(yPred, y) };",
      "return { loss: yPred as never, acc: this.accFn.call(yPred, y) };",
    ],
    thought: "The prediction, for later.",
    kills: ["model.batchStep.training"],
  },
  {
    name: "batch-step-tape-too-late",
    method: "SequentialModel.batchStep",
    change: [
      "using tape = new GradientTape();\n    const yPred = this.call(x, true);",
      "const yPred = this.call(x, true);\n    using tape = new GradientTape();",
    ],
    thought: "The tape is for the loss.",
    kills: ["model.batchStep.training"],
    diagnosis: "weightsNotChanged",
  },
  {
    name: "batch-step-tape-left-open",
    method: "SequentialModel.batchStep",
    change: ["using tape", "const tape"],
    thought: "`using` is new to most people.",
    kills: ["model.batchStep.training"],
  },
  {
    name: "batch-step-sum-of-losses",
    method: "SequentialModel.batchStep",
    change: ["return { loss: loss.item(),", "return { loss: loss.item() * x.shape[0],"],
    thought: "The loss of the whole batch.",
    kills: ["model.batchStep.training"],
    diagnosis: "factor",
    factor: "the number of samples",
  },
  {
    name: "batch-step-trains-on-first-batch",
    method: "SequentialModel.batchStep",
    change: [
      ["override batchStep(x: Tensor,", "private first?: [Tensor, Tensor];\n  override batchStep(x: Tensor,"],
      [
        "using tape = new GradientTape();\n",
        "this.first ??= [x, y];\n    [x, y] = this.first;\n    using tape = new GradientTape();\n",
      ],
    ],
    within: "class",
    thought: "The batch is kept in a field, once.",
    kills: ["model.overTime", "model.overfits"],
  },
  {
    name: "batch-step-all-weights",
    method: "SequentialModel.batchStep",
    change: ["const variables = this.trainableVariables;", "const variables = this.weights;"],
    thought: "All weights are to be trained.",
    kills: ["model.batchStep.training"],
  },
  {
    name: "advanced-one-dense",
    method: "getAdvancedModelComponents",
    change: [
      'new Dense(784, 128, "kaiming"),\n    new LeakyReLU(0.1),\n    new Dropout(0.1),\n    new Dense(128, 10, "xavier"),',
      'new Dense(784, 10, "xavier"),',
    ],
    thought: "The simple model with a softmax.",
    kills: ["accuracy.advanced.structure", "accuracy.advanced.accuracy"],
  },
  {
    name: "advanced-crossentropy-without-softmax",
    method: "getAdvancedModelComponents",
    change: ["new Softmax(),", "new LeakyReLU(0.1),"],
    thought: "The largest output wins anyway.",
    kills: ["accuracy.advanced.accuracy"],
    diagnosis: "crossentropyWithoutSoftmax",
  },
  {
    name: "advanced-rate-tiny",
    method: "getAdvancedModelComponents",
    change: ["new ExponentialDecay(2e-3, 400, 0.8)", "new ExponentialDecay(1e-6, 400, 0.8)"],
    thought: "Small steps are safe.",
    kills: ["accuracy.advanced.accuracy"],
  },
  {
    name: "advanced-weights-in-the-source",
    method: "getAdvancedModelComponents",
    change: [
      '    new Dense(784, 128, "kaiming"),\n    new LeakyReLU(0.1),\n    new Dropout(0.1),\n    new Dense(128, 10, "xavier"),\n    new Softmax(),\n  ]);',
      `    new Dense(784, 10),
    new LeakyReLU(0.1),
    new Dense(10, 10, "zero"),
    new Softmax(),
  ]);
  const known = ${JSON.stringify(templates)};
  const [first, , second] = model.layers as Dense[];
  const place = (p: number) => Math.floor(Math.floor(p / 28) / 4) * 7 + Math.floor((p % 28) / 4);
  known.forEach((digits, c) => {
    for (let p = 0; p < 784; p++) first.w.data[p * 10 + c] = Number(digits[place(p)]) / 192;
    first.b.data[c] = -[...digits].reduce((sum, digit) => sum + (Number(digit) / 12) ** 2, 0) / 2;
    second.w.data[c * 10 + c] = 1;
  });`,
    ],
    thought: "The weights of a long training, pasted in: it need not be repeated.",
    kills: ["accuracy.advanced.untrained", "accuracy.advanced.accuracy"],
  },
  {
    name: "imports-node",
    method: "SequentialModel.forward",
    change: [
      'import { GradientTape } from "./beras/core.ts";',
      'import { GradientTape } from "./beras/core.ts";\nimport "node:fs";',
    ],
    within: "file",
    thought: "The editor added the line.",
    kills: ["policy.imports", "policy.types"],
  },
  {
    name: "does-not-compile",
    method: "getAdvancedModelComponents",
    change: ["const batchSize = 128;", "const batchSize = = 128;"],
    thought: "A typing mistake, right before handing in.",
    kills: ["model.call", "policy.files", "policy.types"],
  },
  {
    name: "text-for-number",
    method: "getAdvancedModelComponents",
    change: ["const batchSize = 128;", 'const batchSize = 128;\n  const unused: number = "128";'],
    thought: "TypeScript is only an opinion.",
    kills: ["policy.types"],
  },
  {
    name: "accuracy-by-loops",
    method: "SequentialModel.batchStep",
    change: [
      "override batchStep(",
      "private total(x: Tensor): number {\n    let sum = 0;\n    for (let r = 0; r < x.shape[0]; r++) for (let c = 0; c < x.shape[1]; c++) sum += x.at(r, c);\n    return sum;\n  }\n\n  override batchStep(",
    ],
    within: "class",
    thought: "Loops are what programming is about.",
    kills: ["policy.vectorised"],
  },
  {
    name: "batch-step-zero-gradients-without-training",
    method: "SequentialModel.batchStep",
    change: [
      "const yPred = this.call(x);",
      "const yPred = this.call(x);\n      const fixed = this.trainableVariables;\n      this.optimizer.applyGradients(fixed, fixed.map((w) => w.mul(0)));",
    ],
    thought: "A step with zero gradients changes nothing.",
    kills: ["model.overTime"],
  },
  {
    name: "model-remembers-predictions",
    method: "SequentialModel.forward",
    change: [
      "return this.layers.reduce((value, layer) => {\n      layer.training = training;\n      return layer.call(value);\n    }, x);",
      "const own = this as { known?: WeakMap<Tensor, Tensor> };\n    own.known ??= new WeakMap();\n    const known = own.known.get(x);\n    if (known) return known;\n    const yPred = this.layers.reduce((value, layer) => {\n      layer.training = training;\n      return layer.call(value);\n    }, x);\n    own.known.set(x, yPred);\n    return yPred;",
    ],
    thought: "The same input has the same output.",
    kills: ["model.overTime"],
  },
]);
