/**
 * What the classes of the assignment should do, by their formulas alone, in float64.
 */
import { OneHotEncoder } from "./encoder.ts";
import type { Tape } from "./layer.ts";
import { Dense, LeakyReLU, ReLU, Softmax } from "./layers.ts";
import { CategoricalCrossentropy, MeanSquaredError, Sum } from "./losses.ts";
import { CategoricalAccuracy } from "./metrics.ts";
import { type Optimizer, Recorder, SequentialModel } from "./model.ts";
import { Probe, Product, Total, TwoScales, View } from "./ownLayers.ts";
import { Rate } from "./rates.ts";
import { GradientTape } from "./tape.ts";

/** Everything that a program makes, and the tape that records. */
export class World {
  tape: Tape | null = null;

  create(name: string, args: unknown[], makeOptimizer: (name: string, args: number[]) => Optimizer): unknown {
    const [first, second, third] = args as never[];
    switch (name) {
      case "Dense":
        return new Dense(this, first, second, third);
      case "LeakyReLU":
        return new LeakyReLU(this, first);
      case "ReLU":
        return new ReLU(this);
      case "Softmax":
        return new Softmax(this);
      case "MeanSquaredError":
        return new MeanSquaredError(this);
      case "CategoricalCrossentropy":
        return new CategoricalCrossentropy(this);
      case "Sum":
        return new Sum(this);
      case "Product":
        return new Product(this);
      case "Probe":
        return new Probe(this);
      case "TwoScales":
        return new TwoScales(this, first, second);
      case "View":
        return new View(this);
      case "Total":
        return new Total(this);
      case "Rate":
        return new Rate(first);
      case "Recorder":
        return new Recorder();
      case "GradientTape":
        return new GradientTape(this);
      case "CategoricalAccuracy":
        return new CategoricalAccuracy();
      case "OneHotEncoder":
        return new OneHotEncoder();
      case "SequentialModel":
        return new SequentialModel(this, first);
      default:
        return makeOptimizer(name, args as number[]);
    }
  }
}
