import { mistakesOf } from "../../../proofs/mutants/mistake.ts";

export const assignment = mistakesOf("assignment.ts", [
  {
    name: "model-frozen-layers-by-forward",
    method: "SequentialModel.forward",
    within: "file",
    change: [
      [`return layer.call(value);`, `return layer.trainable ? layer.call(value) : layer.forward(value);`],
    ],
    named: "SequentialModel.batchStep",
    thought: "What is frozen needs no gradient: why should the tape record it?",
    kills: ["model.overTime"],
  },
  {
    name: "model-training-told-when-it-changes",
    method: "SequentialModel.forward",
    within: "file",
    change: [
      [
        `  private readonly sum = new Sum();`,
        `  private readonly sum = new Sum();
  private wasTraining = false;`,
      ],
      [
        `      layer.training = training;`,
        `      if (training !== this.wasTraining) layer.training = training;`,
      ],
      [
        `    const yPred = this.call(x, true);`,
        `    const yPred = this.call(x, true);
    this.wasTraining = true;`,
      ],
      [
        `      const yPred = this.call(x);
`,
        `      const yPred = this.call(x);
      this.wasTraining = false;
`,
      ],
    ],
    thought: "The flag is set where it differs from the last call.",
    // What is left on shows after a measurement.
    named: "Model.evaluate",
    kills: ["model.overTime"],
  },
  {
    name: "batch-step-lists-variables-once",
    method: "SequentialModel.batchStep",
    within: "file",
    change: [
      [
        `  private readonly sum = new Sum();`,
        `  private readonly sum = new Sum();
  private variables: Tensor[] | null = null;`,
      ],
      [
        `    const variables = this.trainableVariables;`,
        `    this.variables ??= this.trainableVariables;
    const { variables } = this;`,
      ],
    ],
    thought: "The list of variables is made in the first batch.",
    kills: ["model.overTime"],
  },
  {
    name: "batch-step-frozen-by-zeros",
    method: "SequentialModel.batchStep",
    within: "file",
    change: [
      [
        `    this.optimizer.applyGradients(variables, tape.gradient(loss, variables));`,
        `    const grads = tape.gradient(loss, this.weights);
    this.optimizer.applyGradients(
      this.weights,
      grads.map((g, i) => (variables.includes(this.weights[i]) ? g : g.mul(0))),
    );`,
      ],
    ],
    thought: "A gradient of 0 moves nothing.",
    kills: ["model.overTime"],
  },
  {
    name: "batch-step-rounds-the-labels",
    method: "SequentialModel.batchStep",
    within: "file",
    change: [
      [
        `    return { loss: loss.item(), acc: this.accFn.call(yPred, y) };`,
        `    const acc = this.accFn.call(yPred, y);
    y.assign(y.greater(0.5));
    return { loss: loss.item(), acc };`,
      ],
    ],
    thought: "Labels are 0 or 1, and are made so.",
    kills: ["model.overTime"],
  },
  {
    name: "batch-step-variables-kept-while-their-number-stays",
    method: "SequentialModel.batchStep",
    within: "file",
    change: [
      [
        `const variables = this.trainableVariables;`,
        `if (this.trainableVariables.length !== this.known.length) this.known = this.trainableVariables;
    const variables = this.known;`,
      ],
      [
        `private readonly sum = new Sum();`,
        `private readonly sum = new Sum();
  private known: Tensor[] = [];`,
      ],
    ],
    thought: "The list changes only when a layer is frozen, and then its length changes.",
    kills: ["model.overTime"],
  },
]);
