import { variantsOf } from "../../proofs/styles/variant.ts";

export const model = variantsOf("beras/model.ts", [
  {
    name: "evaluate-drops-left-over",
    method: "Model.evaluate",
    style: "Leaves out a last batch that is not full, as fit does.",
    body: `
    const batches = Math.floor(x.shape[0] / batchSize);
    const mean = { loss: 0, acc: 0 };
    for (let batch = 0; batch < batches; batch++) {
      const range = [batch * batchSize, (batch + 1) * batchSize];
      const { loss, acc } = this.batchStep(x.slice(...(range as [number, number])), y.slice(...(range as [number, number])), false);
      mean.loss += loss / batches;
      mean.acc += acc / batches;
    }
    return mean;`,
  },
  {
    name: "evaluate-mean-of-batches",
    method: "Model.evaluate",
    style: "Every batch counts the same, the left-over one, too.",
    body: `
    const losses: number[] = [];
    const accuracies: number[] = [];
    for (let start = 0; start < x.shape[0]; start += batchSize) {
      const part = this.batchStep(x.slice(start, start + batchSize), y.slice(start, start + batchSize), false);
      losses.push(part.loss);
      accuracies.push(part.acc);
    }
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    return { loss: mean(losses), acc: mean(accuracies) };`,
  },
  {
    name: "evaluate-lists",
    method: "Model.evaluate",
    style: "A list with one entry a batch, as the original's metrics.",
    body: `
    const history: { loss: number[]; acc: number[] } = { loss: [], acc: [] };
    for (let start = 0; start < x.shape[0]; start += batchSize) {
      const end = Math.min(start + batchSize, x.shape[0]);
      const { loss, acc } = this.batchStep(x.slice(start, end), y.slice(start, end), false);
      history.loss.push(loss);
      history.acc.push(acc);
    }
    return history as never;`,
  },
  {
    name: "evaluate-list-of-one",
    method: "Model.evaluate",
    style: "A list with one entry, as the history of one epoch.",
    body: `
    let [loss, acc, seen] = [0, 0, 0];
    while (seen < x.shape[0]) {
      const size = Math.min(batchSize, x.shape[0] - seen);
      const batch = this.batchStep(x.slice(seen, seen + size), y.slice(seen, seen + size), false);
      loss += batch.loss * size;
      acc += batch.acc * size;
      seen += size;
    }
    return { loss: [loss / seen], acc: [acc / seen] } as never;`,
  },
]);
