/** The tape: runs what was recorded once more, as one formula, and differentiates that. */
import type { Rounded } from "../../../../checks/rounded.ts";
import { type Box, leaf, listOf, type Outcome, Unjudged } from "./box.ts";
import { type Call, nearKink, type Tape, type World } from "./layer.ts";
import { LeakyReLU } from "./layers.ts";

export class GradientTape implements Tape {
  readonly operations: Call[] = [];
  private readonly outer: Tape | null;

  constructor(private readonly world: World) {
    this.outer = world.tape;
    world.tape = this;
  }

  "[Symbol.dispose]"(): Outcome {
    this.world.tape = this.outer;
    return { expected: null };
  }

  gradient(target: Box, sources: Box[]): Outcome {
    const values = new Map<Box, Rounded>();
    const numbersOf = (box: Box) => {
      const value = values.get(box) ?? leaf(box.value);
      values.set(box, value);
      return value;
    };
    for (const call of this.operations) {
      call.insistOnSameState();
      const isKink = call.layer instanceof LeakyReLU;
      if (isKink && call.inputs[0].value.value.abs().min().item() < nearKink) throw new Unjudged();
      values.set(
        call.output,
        call.layer.formula(call.inputs.map(numbersOf), call.layer.weights.map(numbersOf)),
      );
    }
    const outcome = listOf(numbersOf(target).gradient(sources.map(numbersOf)), sources);
    // One tensor may be the gradient for several sources.
    const boxes = outcome.value as Box[];
    for (const box of boxes) box.mayShare(boxes.filter((other) => other !== box));
    return outcome;
  }
}
