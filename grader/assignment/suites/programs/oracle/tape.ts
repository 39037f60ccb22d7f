/** The tape: runs what was recorded once more, as one formula, and differentiates that. */
import { Rounded } from "../../../../checks/rounded.ts";
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
    const outcome = listOf(this.backwards(target, sources), sources, {
      // A loss may have a gradient for its labels as well: then the tape hands it on.
      others: this.backwards(target, sources, true),
    });
    // One tensor may be the gradient for several sources.
    const boxes = outcome.value as Box[];
    for (const box of boxes) box.mayShare(boxes.filter((other) => other !== box));
    return outcome;
  }

  private backwards(target: Box, sources: Box[], areLabelsVariables = false): Rounded[] {
    const values = new Map<Box, Rounded>();
    const numbersOf = (box: Box) => {
      const value = values.get(box) ?? leaf(box.value);
      values.set(box, value);
      return value;
    };
    for (const call of this.operations) {
      call.insistOnSameInputs();
      const { layer, inputs, output } = call;
      if (layer instanceof LeakyReLU && inputs[0].value.value.abs().min().item() < nearKink)
        throw new Unjudged();
      const isVariable = (i: number) => areLabelsVariables || i < layer.differentiableInputs;
      const result = layer.formula(
        inputs.map((box, i) => (isVariable(i) ? numbersOf(box) : leaf(box.value))),
        layer.weights.map(numbersOf),
      );
      // Later calls were made with what came out at that time, whatever the weights are now.
      const { value } = output;
      values.set(output, new Rounded(value.value, () => value.error, [[result, (J) => J]]));
    }
    return numbersOf(target).gradient(sources.map(numbersOf));
  }
}
