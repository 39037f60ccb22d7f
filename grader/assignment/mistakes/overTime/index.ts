/** Mistakes that show over time, or among several objects: what is remembered, shared, or written into. In the order of the files. */

import { activations } from "./activations.ts";
import { assignment } from "./assignment.ts";
import { core } from "./core.ts";
import { layers } from "./layers.ts";
import { losses } from "./losses.ts";
import { model } from "./model.ts";
import { onehot } from "./onehot.ts";
import { optimizers } from "./optimizers.ts";
import { preprocess } from "./preprocess.ts";

export const overTime = [
  ...preprocess,
  ...onehot,
  ...layers,
  ...activations,
  ...losses,
  ...optimizers,
  ...core,
  ...model,
  ...assignment,
];
