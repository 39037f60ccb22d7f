/** The layers and activations of the assignment. */
import { tensor, zeros } from "#tensor";
import { Rounded } from "../../../../checks/rounded.ts";
import { leakyAlpha } from "../../../constants.ts";
import type { Expected } from "../expected.ts";
import { isTensor } from "../program.ts";
import { Box, boxOf, exact, leaf, Unjudged } from "./box.ts";
import { Layer, type World } from "./layer.ts";

export class Dense extends Layer {
  constructor(
    world: World,
    inputs: number,
    outputs: number,
    readonly initializer = "kaiming",
  ) {
    super(world);
    this.weights = [
      boxOf(Rounded.of(zeros([inputs, outputs], "float64"))),
      new Box(leaf(Rounded.of(zeros([outputs], "float64"))), true),
    ];
  }

  get w(): Box {
    return this.weights[0];
  }

  get b(): Box {
    return this.weights[1];
  }

  override formula([x]: Rounded[], [w, b]: Rounded[]): Rounded {
    return x.matmul(w).add(b);
  }

  /** What it begins with is drawn by the submission; the bias, and "zero", are not. */
  created(received: unknown): Expected {
    const [w] = Array.isArray(received) ? received : [];
    if (this.initializer !== "zero" && isTensor(w) && w.shape.join() === this.weights[0].value.shape.join())
      this.weights[0].change(exact(w));
    return { kind: "list", items: this.weights.map((weight) => weight.expected()) };
  }
}

export class LeakyReLU extends Layer {
  constructor(
    world: World,
    readonly alpha = leakyAlpha,
  ) {
    super(world);
  }

  override formula([x]: Rounded[]): Rounded {
    return x.leaky(this.alpha);
  }

  override freeAt([x]: Box[]): boolean[] {
    return Array.from(x.value.value.data, (number) => number === 0);
  }
}

export class ReLU extends LeakyReLU {
  constructor(world: World) {
    super(world, 0);
  }
}

export class Softmax extends Layer {
  override formula([x]: Rounded[]): Rounded {
    // Less the maximum of the whole array, a row that is further below it than this has nothing left in float32: e^-87 is the
    // smallest normal number. The contract leaves open which maximum is subtracted.
    const tops = x.value.max(-1, true);
    if (tops.max().item() - tops.min().item() > 80) throw new Unjudged();
    // By way of log(sum(exp(x))), which is as large as x, float32 loses so much of it.
    const error = () => tensor(4 * 2 ** -24 * x.value.abs().max().item(), "float64");
    return x.softmax().mul(new Rounded(tensor(1, "float64"), error));
  }
}
