import { mistakesOf } from "../../../proofs/mutants/mistake.ts";

export const model = mistakesOf("beras/model.ts", [
  {
    name: "evaluate-restores-copies",
    method: "Model.evaluate",
    within: "file",
    change: [
      [
        `    const mean: Metrics = { loss: 0, acc: 0 };
    const n = x.shape[0];`,
        `    const saved = this.layers.map((layer) => layer.weights.map((weight) => weight.copy()));
    const mean: Metrics = { loss: 0, acc: 0 };
    const n = x.shape[0];`,
      ],
      [
        `    return mean;
    // END SOLUTION`,
        `    this.layers.forEach((layer, i) => {
      layer.weights = saved[i];
    });
    return mean;
    // END SOLUTION`,
      ],
    ],
    thought: "To be safe, the weights are copied before and put back.",
    kills: ["model.overTime"],
  },
  {
    name: "fit-one-history-for-all",
    method: "Model.fit",
    within: "file",
    change: [
      [`    const history: History = { loss: [], acc: [] };`, `    const { history } = this;`],
      [
        `  protected accFn!: CategoricalAccuracy;`,
        `  protected accFn!: CategoricalAccuracy;
  private readonly history: History = { loss: [], acc: [] };`,
      ],
    ],
    thought: "The model has one history.",
    kills: ["model.overTime"],
  },
  {
    name: "fit-one-log-for-all-epochs",
    method: "Model.fit",
    within: "file",
    change: [
      [
        `      const mean: Metrics = { loss: 0, acc: 0 };
      for (let batch = 0`,
        `      mean.loss = 0;
      mean.acc = 0;
      for (let batch = 0`,
      ],
      [
        `    const batches = Math.floor(x.shape[0] / batchSize);`,
        `    const mean: Metrics = { loss: 0, acc: 0 };
    const batches = Math.floor(x.shape[0] / batchSize);`,
      ],
    ],
    thought: "The sums are declared once, before the loop.",
    kills: ["model.overTime"],
  },
  {
    name: "fit-shuffles-in-place",
    method: "Model.fit",
    within: "file",
    imports: ["random"],
    change: [
      [
        `    for (let epoch = 0; epoch < epochs; epoch++) {`,
        `    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = random.uniform(0, 1, [x.shape[0]]).argsort();
      x.assign(x.gather(order));
      y.assign(y.gather(order));`,
      ],
    ],
    thought: "Each epoch takes the samples in another order.",
    // The first step of each epoch shows the other order.
    named: "SequentialModel.batchStep",
    kills: ["model.overTime", "model.overfits"],
  },
  {
    name: "evaluate-ends-in-training-mode",
    method: "Model.evaluate",
    within: "file",
    change: [
      [
        `mean.acc += (acc * (end - start)) / n;
    }
    return mean;`,
        `mean.acc += (acc * (end - start)) / n;
    }
    for (const layer of this.layers) layer.training = true; // back to training
    return mean;`,
      ],
    ],
    thought: "After measuring, the model trains on, so Dropout must be switched on again.",
    kills: ["model.overTime"],
  },
]);
