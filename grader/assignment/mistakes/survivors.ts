// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the changes quote code.
/** Mutants that a program makes of the solution and that no check finds, because they are no mistakes or for now: each with its reason. */
import type { Survivors } from "../../proofs/mutants/generated/verdict.ts";

/** What no check is about, and why: these methods, or all of a class. */
export const unjudged: { methods: string[]; reason: string }[] = [
  {
    methods: ["Dropout", "L2", "ExponentialDecay"],
    reason: "Optional parts. The handout says that they are not graded.",
  },
  {
    methods: ["getAdvancedModelComponents"],
    reason:
      "Free choice: layers, sizes and rates are the student's own, and the training judges what they come to.",
  },
  {
    methods: ["SequentialModel.penalties", "SequentialModel.regularizer", "SequentialModel.sum"],
    reason: "The solution's own way to its regularizer, which is optional.",
  },
];

/** What computes the same as the solution, wherever the contract says anything. */
export const equivalents: Survivors[] = [
  {
    reason: "It computes gradients that nothing asks for; those that are asked for are the same.",
    mutants: [
      "drop-call GradientTape.gradient: if (inputs.some((x) => wanted.has(x))) accumulate(inputs, operation.composeToInput(J));  =>  if (inputs) accumulate(inputs, operation.composeToInput(J));",
      "drop-call GradientTape.gradient: if (inputs.some((x) => wanted.has(x))) accumulate(inputs, operation.composeToInput(J));  =>  if (inputs.some((x) => wanted)) accumulate(inputs, operation.composeToInput(J));",
      "drop-call GradientTape.gradient: if (inputs.some((x) => wanted.has(x))) accumulate(inputs, operation.composeToInput(J));  =>  if (inputs.some((x) => x)) accumulate(inputs, operation.composeToInput(J));",
      "drop-call GradientTape.gradient: if (layer.weights.some((w) => wanted.has(w))) accumulate(layer.weights, operation.composeToWeight(J));  =>  if (layer.weights) accumulate(layer.weights, operation.composeToWeight(J));",
      "drop-call GradientTape.gradient: if (layer.weights.some((w) => wanted.has(w))) accumulate(layer.weights, operation.composeToWeight(J));  =>  if (layer.weights.some((w) => w)) accumulate(layer.weights, operation.composeToWeight(J));",
      "drop-call GradientTape.gradient: if (layer.weights.some((w) => wanted.has(w))) accumulate(layer.weights, operation.composeToWeight(J));  =>  if (layer.weights.some((w) => wanted)) accumulate(layer.weights, operation.composeToWeight(J));",
      "other-variable GradientTape.gradient: if (inputs.some((x) => wanted.has(x))) accumulate(inputs, operation.composeToInput(J));  =>  if (inputs.some((x) => wanted.has(target))) accumulate(inputs, operation.composeToInput(J));",
      "other-variable GradientTape.gradient: if (inputs.some((x) => wanted.has(x))) accumulate(inputs, operation.composeToInput(J));  =>  if (sources.some((x) => wanted.has(x))) accumulate(inputs, operation.composeToInput(J));",
      "other-variable GradientTape.gradient: if (layer.weights.some((w) => wanted.has(w))) accumulate(layer.weights, operation.composeToWeight(J));  =>  if (layer.weights.some((w) => wanted.has(target))) accumulate(layer.weights, operation.composeToWeight(J));",
      "stryker/ConditionalExpression GradientTape.gradient: if (inputs.some((x) => wanted.has(x))) accumulate(inputs, operation.composeToInput(J));  =>  if (true) accumulate(inputs, operation.composeToInput(J));",
      "stryker/ConditionalExpression GradientTape.gradient: if (layer.weights.some((w) => wanted.has(w))) accumulate(layer.weights, operation.composeToWeight(J));  =>  if (true) accumulate(layer.weights, operation.composeToWeight(J));",
    ],
  },
  {
    reason: "The output of the last call goes into no other call, so nothing waits for it.",
    mutants: [
      "part-of-list GradientTape.gradient: for (const { outputs } of this.operations) wanted.add(outputs[0]);  =>  for (const { outputs } of this.operations.slice(0, -1)) wanted.add(outputs[0]);",
    ],
  },
  {
    reason: "A path whose gradient is zero adds zeros, and what is never reached has zeros.",
    mutants: ["skip-when GradientTape.gradient: no turn when part is all zero"],
  },
  {
    reason: "The same axis: the contract's tensors here are [batch, n].",
    mutants: [
      "stryker/UnaryOperator Softmax.forward: const e = exp(x.sub(x.max(-1, true)));  =>  const e = exp(x.sub(x.max(+1, true)));",
      "stryker/UnaryOperator Softmax.forward: return e.div(e.sum(-1, true));  =>  return e.div(e.sum(+1, true));",
      "swap-axis CategoricalAccuracy.forward: return probs.argmax(1).equal(labels.argmax(1)).mean().item();  =>  return probs.argmax(-1).equal(labels.argmax(1)).mean().item();",
      "swap-axis CategoricalAccuracy.forward: return probs.argmax(1).equal(labels.argmax(1)).mean().item();  =>  return probs.argmax(1).equal(labels.argmax(-1)).mean().item();",
      "swap-axis Dense.weightGradients: return [this.inputs[0].expandDims(2), ones(this.b.shape, this.b.dtype)];  =>  return [this.inputs[0].expandDims(-1), ones(this.b.shape, this.b.dtype)];",
      "swap-axis OneHotEncoder.inverse: return Array.from(onehot.argmax(1).data, (i) => this.uniq[i]);  =>  return Array.from(onehot.argmax(-1).data, (i) => this.uniq[i]);",
      "swap-axis Softmax.forward: const e = exp(x.sub(x.max(-1, true)));  =>  const e = exp(x.sub(x.max(1, true)));",
      "swap-axis Softmax.forward: return e.div(e.sum(-1, true));  =>  return e.div(e.sum(1, true));",
      "swap-axis Softmax.inputGradients: const column = y.expandDims(2);  =>  const column = y.expandDims(-1);",
    ],
  },
  {
    reason: "It writes into a tensor that was made in the same expression and belongs to no other.",
    mutants: [
      "swap-call Adam.applyGradients: const denominator = v.div(vCorrection).sqrt().add(epsilon);  =>  const denominator = v.div(vCorrection).sqrt().assignAdd(epsilon);",
      "swap-call Adam.applyGradients: m.assign(m.mul(beta1).add(grads[i].mul(1 - beta1)));  =>  m.assign(m.mul(beta1).assignAdd(grads[i].mul(1 - beta1)));",
      "swap-call Adam.applyGradients: v.assign(v.mul(beta2).add(grads[i].square().mul(1 - beta2)));  =>  v.assign(v.mul(beta2).assignAdd(grads[i].square().mul(1 - beta2)));",
      "swap-call Dense.forward: return x.matmul(this.w).add(this.b);  =>  return x.matmul(this.w).assignAdd(this.b);",
      "swap-call RMSProp.applyGradients: v.assign(v.mul(beta).add(grads[i].square().mul(1 - beta)));  =>  v.assign(v.mul(beta).assignAdd(grads[i].square().mul(1 - beta)));",
      "swap-call RMSProp.applyGradients: w.assignSub(grads[i].mul(learningRate).div(v.sqrt().add(epsilon)));  =>  w.assignSub(grads[i].mul(learningRate).div(v.sqrt().assignAdd(epsilon)));",
      "swap-call Softmax.inputGradients: return [column.mul(eye(n, n, y.dtype)).sub(column.mul(y.expandDims(1)))];  =>  return [column.mul(eye(n, n, y.dtype)).assignSub(column.mul(y.expandDims(1)))];",
    ],
  },
  {
    reason:
      "The dtype, not the numbers: right work keeps its points in any precision, and new tensors have the one that is set.",
    mutants: [
      "drop-argument Dense.weightGradients: return [this.inputs[0].expandDims(2), ones(this.b.shape, this.b.dtype)];  =>  return [this.inputs[0].expandDims(2), ones(this.b.shape)];",
      "drop-argument Softmax.inputGradients: return [column.mul(eye(n, n, y.dtype)).sub(column.mul(y.expandDims(1)))];  =>  return [column.mul(eye(n, n)).sub(column.mul(y.expandDims(1)))];",
      'drop-argument getDataMNIST: const pixels = tensor(imageFile.subarray(16), "float32");  =>  const pixels = tensor(imageFile.subarray(16));',
      "drop-call LeakyReLU.inputGradients: return [where(x.greater(0), 1, this.alpha).astype(x.dtype)];  =>  return [where(x.greater(0), 1, this.alpha)];",
    ],
  },
  {
    reason: "The same dtype, read from another tensor.",
    mutants: [
      "other-variable Softmax.inputGradients: return [column.mul(eye(n, n, y.dtype)).sub(column.mul(y.expandDims(1)))];  =>  return [column.mul(eye(n, n, column.dtype)).sub(column.mul(y.expandDims(1)))];",
    ],
  },
  {
    reason: "At 0 both branches give 0, or any slope will do.",
    mutants: [
      "skip-when LeakyReLU.forward: nothing to do when x is all zero",
      "skip-when LeakyReLU.inputGradients: nothing to do when this.inputs[0] is all zero",
      "swap-call LeakyReLU.forward: return where(x.greater(0), x, x.mul(this.alpha));  =>  return where(x.greaterEqual(0), x, x.mul(this.alpha));",
      "swap-call LeakyReLU.inputGradients: return [where(x.greater(0), 1, this.alpha).astype(x.dtype)];  =>  return [where(x.greaterEqual(0), 1, this.alpha).astype(x.dtype)];",
    ],
  },
  {
    reason: "Only a tensor without axes would be written into, and predictions and labels have two.",
    mutants: [
      "alias-of-argument MeanSquaredError.forward: the result is written into yPred, and that is returned",
      "alias-of-argument MeanSquaredError.forward: the result is written into yTrue, and that is returned",
    ],
  },
  {
    reason: "The square of a difference has no sign.",
    mutants: [
      "swap-operands MeanSquaredError.forward: return yPred.sub(yTrue).square().mean();  =>  return yTrue.sub(yPred).square().mean();",
    ],
  },
  {
    reason: "Predictions and labels have one shape.",
    mutants: [
      "other-variable MeanSquaredError.inputGradients: return [yPred.sub(yTrue).mul(2 / yPred.size)];  =>  return [yPred.sub(yTrue).mul(2 / yTrue.size)];",
      "other-variable Model.evaluate: const n = x.shape[0];  =>  const n = y.shape[0];",
    ],
  },
  {
    reason: "A step of zero changes nothing.",
    mutants: ["skip-when BasicOptimizer.applyGradients: no turn when grads[i] is all zero"],
  },
  {
    reason: "The contract does not say what becomes of a weight that is named twice.",
    mutants: [
      "skip-when Adam.applyGradients: no turn when w was there before",
      "skip-when Adam.applyGradients: nothing to do when weights is with one twice",
      "skip-when BasicOptimizer.applyGradients: no turn when w was there before",
      "skip-when BasicOptimizer.applyGradients: nothing to do when weights is with one twice",
      "skip-when RMSProp.applyGradients: no turn when w was there before",
      "skip-when RMSProp.applyGradients: nothing to do when weights is with one twice",
    ],
  },
  {
    reason: "A field's first value, which is replaced before anything is put into it.",
    mutants: [
      "share-field Diffable.inputs: inputs is one for all",
      "share-field Diffable.outputs: outputs is one for all",
      "share-field Diffable.weights: weights is one for all",
      "share-field OneHotEncoder.uniq2oh: uniq2oh is one for all",
      "share-field OneHotEncoder.uniq: uniq is one for all",
    ],
  },
  {
    reason: "Labels are one-hot rows: rows of zeros are none.",
    mutants: [
      "skip-when CategoricalAccuracy.forward: nothing to do when labels is all zero",
      "skip-when Model.evaluate: nothing to do when y is all zero",
      "skip-when OneHotEncoder.inverse: nothing to do when onehot is all zero",
    ],
  },
  {
    reason: "A batch of none never ends; the contract has none.",
    mutants: ["skip-when Model.evaluate: nothing to do when batchSize is zero"],
  },
  {
    reason: "The smaller of two numbers, whichever is named first.",
    mutants: [
      "swap-operands Model.evaluate: const end = Math.min(start + batchSize, n);  =>  const end = Math.min(n, start + batchSize);",
    ],
  },
  {
    reason: "MNIST's images are square.",
    mutants: [
      "other-variable getDataMNIST: return { inputs: pixels.reshape(n, rows * columns).div(255), labels: labelFile.slice(8) };  =>  return { inputs: pixels.reshape(n, columns * columns).div(255), labels: labelFile.slice(8) };",
    ],
  },
  {
    reason: "It is all of the list.",
    mutants: [
      "part-of-list getDataMNIST: const [n, rows, columns] = [4, 8, 12].map((offset) => header.getUint32(offset));  =>  const [n, rows, columns] = [4, 8, 12].slice(0, 3).map((offset) => header.getUint32(offset));",
    ],
  },
  {
    reason: "Both give the same bytes, and the tensor copies them; the TODO itself names subarray.",
    mutants: [
      'swap-call getDataMNIST: const pixels = tensor(imageFile.subarray(16), "float32");  =>  const pixels = tensor(imageFile.slice(16), "float32");',
      "swap-call getDataMNIST: return { inputs: pixels.reshape(n, rows * columns).div(255), labels: labelFile.slice(8) };  =>  return { inputs: pixels.reshape(n, rows * columns).div(255), labels: labelFile.subarray(8) };",
    ],
  },
  {
    reason: "Regularizers are optional, and none is set.",
    mutants: [
      "drop-argument SequentialModel.batchStep: const loss = this.sum.call(this.lossFn.call(yPred, y), ...this.penalties());  =>  const loss = this.sum.call(this.lossFn.call(yPred, y));",
      "drop-call SequentialModel.batchStep: const loss = this.sum.call(this.lossFn.call(yPred, y), ...this.penalties());  =>  const loss = this.lossFn.call(yPred, y);",
      "part-of-list SequentialModel.batchStep: const loss = this.sum.call(this.lossFn.call(yPred, y), ...this.penalties());  =>  const loss = this.sum.call(this.lossFn.call(yPred, y), ...this.penalties().slice(0, -1));",
      "part-of-list SequentialModel.batchStep: const loss = this.sum.call(this.lossFn.call(yPred, y), ...this.penalties());  =>  const loss = this.sum.call(this.lossFn.call(yPred, y), ...this.penalties().slice(0, 2));",
      "part-of-list SequentialModel.batchStep: const loss = this.sum.call(this.lossFn.call(yPred, y), ...this.penalties());  =>  const loss = this.sum.call(this.lossFn.call(yPred, y), ...this.penalties().slice(0, 3));",
      "part-of-list SequentialModel.batchStep: const loss = this.sum.call(this.lossFn.call(yPred, y), ...this.penalties());  =>  const loss = this.sum.call(this.lossFn.call(yPred, y), ...this.penalties().slice(1));",
      "swap-operands SequentialModel.batchStep: const loss = this.sum.call(this.lossFn.call(yPred, y), ...this.penalties());  =>  const loss = this.sum.call(...this.penalties(), this.lossFn.call(yPred, y));",
    ],
  },
  {
    reason: "Passing `training` on to the layers is for those who use Dropout, says the TODO.",
    mutants: [
      "drop-argument SequentialModel.batchStep: const yPred = this.call(x, true);  =>  const yPred = this.call(x);",
      "stryker/BooleanLiteral SequentialModel.batchStep: const yPred = this.call(x, true);  =>  const yPred = this.call(x, false);",
    ],
  },
  {
    reason: "A model sets it before each call, to the same for all of its layers.",
    mutants: ["share-field Diffable.training: training is one for all, and whatever is put there"],
  },
  {
    reason: "Two columns agree, whichever is named first.",
    mutants: [
      "swap-operands SequentialModel.batchStep: return { loss: loss.item(), acc: this.accFn.call(yPred, y) };  =>  return { loss: loss.item(), acc: this.accFn.call(y, yPred) };",
      "swap-operands SequentialModel.batchStep: return { loss: this.lossFn.call(yPred, y).item(), acc: this.accFn.call(yPred, y) };  =>  return { loss: this.lossFn.call(yPred, y).item(), acc: this.accFn.call(y, yPred) };",
    ],
  },
  {
    reason:
      "The number is not used: zeros are made without it, and a normal distribution of width 0 gives zeros too.",
    mutants: [
      "other-number Dense.initializeWeights: zero: 0,  =>  zero: 1,",
      'stryker/ConditionalExpression Dense.initializeWeights: initializer === "zero" ? zeros(shape) : random.normal(0, Math.sqrt(variances[initializer]), shape);  =>  false ? zeros(shape) : random.normal(0, Math.sqrt(variances[initializer]), shape);',
    ],
  },
  {
    reason:
      "An unknown name still throws: its variance is undefined, which `random.normal` refuses. The check does not ask for a message.",
    mutants: [
      "drop-call Dense.initializeWeights: if (!Object.hasOwn(variances, initializer)) {  =>  if (!initializer) {",
      "drop-call Dense.initializeWeights: if (!Object.hasOwn(variances, initializer)) {  =>  if (!variances) {",
      'stryker/BlockStatement Dense.initializeWeights: if (!Object.hasOwn(variances, initializer)) { throw new Error( `Dense: unknown initializer "${initializer}"; known: ${Object.keys(variances).join(", ")}`, ); }  =>  if (!Object.hasOwn(variances, initializer)) {}',
      "stryker/ConditionalExpression Dense.initializeWeights: if (!Object.hasOwn(variances, initializer)) {  =>  if (false) {",
    ],
  },
  {
    reason: "A row of shape [1, classes] holds the same numbers, and the check takes either on purpose.",
    mutants: [
      "drop-call OneHotEncoder.fit: this.uniq2oh = new Map(this.uniq.map((label, i) => [label, rows.slice(i, i + 1).reshape(n)]));  =>  this.uniq2oh = new Map(this.uniq.map((label, i) => [label, rows.slice(i, i + 1)]));",
    ],
  },
  {
    reason: "What prints alike to eight digits has the same derivative, and that is only read.",
    mutants: [
      "remember-first Dense.weightGradients: the first result for the text of this.inputs[0]",
      "remember-first LeakyReLU.inputGradients: the first result for the text of this.inputs[0]",
      "remember-first Softmax.inputGradients: the first result for the text of this.inputs[0]",
    ],
  },
];

/** What is wrong, and no check finds it yet: what it would take. A check that does find it is told to take it out here. */
export const holes: Survivors[] = [
  {
    reason:
      "The checks over time look at a local derivative once more at the end of a program, but not every draw asks for two of one shape.",
    mutants: [
      "alias-of-field Dense.inputGradients: the object that the call before gave, filled anew",
      "alias-of-field Dense.weightGradients: the object that the call before gave, filled anew",
      "alias-of-field LeakyReLU.inputGradients: the object that the call before gave, filled anew",
      "alias-of-field MeanSquaredError.inputGradients: the object that the call before gave, filled anew",
      "alias-of-field Softmax.inputGradients: the object that the call before gave, filled anew",
    ],
  },
];
