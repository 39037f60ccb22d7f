/** The classes that the programs bring along; the submission runs those of interpret.ts. */
import { zeros } from "#tensor";
import { Rounded } from "../../../../checks/rounded.ts";
import { type Box, boxOf, type Outcome } from "./box.ts";
import { Layer, type World } from "./layer.ts";

export class Product extends Layer {
  override formula([a, b]: Rounded[]): Rounded {
    return a.mul(b);
  }
}

export class View extends Layer {
  override formula([x]: Rounded[]): Rounded {
    return x.reshape(x.shape);
  }
}

export class Total extends Layer {
  override formula([x]: Rounded[]): Rounded {
    return x.sum();
  }
}

export class TwoScales extends Layer {
  constructor(world: World, n: number, weights?: Box[]) {
    super(world);
    this.weights =
      weights ?? [1, 0, 1, 0].map((number) => boxOf(Rounded.of(zeros([n], "float64").add(number))));
  }

  override formula([x]: Rounded[], [a, b, c, d]: Rounded[]): Rounded {
    return x.mul(a).add(b).mul(c).add(d);
  }
}

/** Notes whether it is told that a model trains. */
export class Probe extends Layer {
  /** As `training`, during its latest call. */
  seen: false | null = false;

  override call(...inputs: Box[]): Outcome {
    this.seen = this.training;
    return super.call(...inputs);
  }

  override formula([x]: Rounded[]): Rounded {
    return x;
  }
}
