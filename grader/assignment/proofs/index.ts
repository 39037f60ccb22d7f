/** What the proofs are handed: the mistakes, styles and hostile submissions of Beras. */
import { join } from "node:path";
import type { Proofs } from "../../proofs/proofs.ts";
import { writeTinyDataset } from "../../testing/writeTinyDataset.ts";
import { mistakes } from "../mistakes/index.ts";
import * as survivors from "../mistakes/survivors.ts";
import { variants } from "../styles/index.ts";
import { archives } from "./archives.ts";
import { recipes } from "./recipes.ts";

export const proofs: Proofs = {
  mistakes,
  styles: variants,
  survivors,
  idioms: {
    empty: { "Label[]": "[]", Metrics: "{ loss: 0, acc: 0 }" },
    inputs: { property: "inputs", first: "this.inputs[0]", result: "this.outputs[0]" },
    weights: { method: "initializeWeights", first: "this.weights[0]" },
    counter: "this.iterations",
  },
  hostile: {
    folder: join(__dirname, "../hostile"),
    recipes,
    archives,
    writeDataset(folder) {
      writeTinyDataset(folder);
      return { MNIST_DIR: folder };
    },
  },
  damages: {
    values: ["{ loss: '0', acc: null }", "this.weights"],
    statements: ["this.weights = [];", "this.weights = [1, 2] as never;"],
  },
};
