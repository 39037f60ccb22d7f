import { variantsOf } from "../../proofs/styles/variant.ts";

export const assignment = variantsOf("assignment.ts", [
  {
    name: "model-loop",
    method: "SequentialModel.forward",
    style: "A loop over the layers.",
    body: `
    let value = x;
    for (const layer of this.layers) {
      layer.training = training;
      value = layer.call(value);
    }
    return value;`,
  },
  {
    name: "model-first-and-rest",
    method: "SequentialModel.forward",
    style: "By index, the flag for all layers set beforehand.",
    body: `
    for (const layer of this.layers) layer.training = training;
    let output = this.layers[0].call(x);
    for (let i = 1; i < this.layers.length; i++) output = this.layers[i].call(output);
    return output;`,
  },
  {
    name: "batch-step-one-tape-for-both",
    method: "SequentialModel.batchStep",
    style: "Records always, trains only when asked to; the tape ended by hand.",
    body: `
    const tape = new GradientTape();
    try {
      const yPred = this.call(x, training);
      const loss = this.lossFn.call(yPred, y);
      const acc = this.accFn.call(yPred, y);
      if (training) {
        const grads = tape.gradient(loss, this.trainableVariables);
        this.optimizer.applyGradients(this.trainableVariables, grads);
      }
      return { loss: loss.item(), acc };
    } finally {
      tape[Symbol.dispose]();
    }`,
  },
  {
    name: "batch-step-closes-its-tape-by-hand",
    method: "SequentialModel.batchStep",
    style:
      "The tape is closed in a line of its own. An exception would leave it open, and ends the training anyway.",
    body: `
    const tape = new GradientTape();
    const yPred = this.call(x, training);
    const loss = this.lossFn.call(yPred, y);
    const acc = this.accFn.call(yPred, y);
    tape[Symbol.dispose]();
    if (training) {
      const variables = this.trainableVariables;
      this.optimizer.applyGradients(variables, tape.gradient(loss, variables));
    }
    return { loss: loss.item(), acc };`,
  },
  {
    name: "batch-step-helper",
    method: "SequentialModel.batchStep",
    style: "A private method measures for both; forward is called by its own name.",
    members: `
  private measure(x: Tensor, y: Tensor, training: boolean) {
    const yPred = this.forward(x, training);
    return { loss: this.lossFn.call(yPred, y), acc: this.accFn.call(yPred, y) };
  }`,
    body: `
    if (training) {
      using tape = new GradientTape();
      const { loss, acc } = this.measure(x, y, true);
      const weights = this.trainableVariables;
      this.optimizer.applyGradients(weights, tape.gradient(loss, weights));
      return { loss: loss.data[0], acc };
    }
    const { loss, acc } = this.measure(x, y, false);
    return { loss: loss.item(), acc };`,
  },
  {
    name: "advanced-by-relu",
    method: "getAdvancedModelComponents",
    style: "Two hidden layers with ReLU and RMSProp.",
    body: `
    const model = new SequentialModel([
      new Dense(784, 64),
      new LeakyReLU(0),
      new Dense(64, 32),
      new LeakyReLU(0.01),
      new Dense(32, 10),
      new Softmax(),
    ]);
    model.compile(new Adam(1e-3), new CategoricalCrossentropy(), new CategoricalAccuracy());
    return { model, epochs: 6, batchSize: 64 };`,
  },
]);
