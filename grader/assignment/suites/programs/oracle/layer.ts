/** A layer is a formula here; its derivatives are those of the formula. */
import type { Rounded } from "../../../../checks/rounded.ts";
import { type Box, Kept, leaf, listOf, type Outcome, resultOf, Unjudged } from "./box.ts";

/** What records calls. */
export interface Tape {
  readonly operations: Call[];
}

/** What all objects of a program share: the tape that records. */
export interface World {
  tape: Tape | null;
}

/** One call, with the inputs that it was made with. */
export class Call {
  readonly versions: number[];
  constructor(
    readonly layer: Layer,
    readonly inputs: Box[],
    readonly output: Box,
  ) {
    this.versions = inputs.map(({ version }) => version);
  }

  /**
   * Whether gradients are those at the call's or at today's inputs is left open. Weights count with their present values,
   * says the contract.
   */
  insistOnSameInputs(): void {
    if (this.inputs.some(({ version }, i) => version !== this.versions[i])) throw new Unjudged();
  }

  /** A shortened program may ask at another call than the one that J was drawn for. */
  private insistOnShape(J: Box): void {
    if (J.value.shape.join() !== this.output.value.shape.join()) throw new Unjudged();
  }

  composeToInput(J: Box): Outcome {
    this.insistOnSameInputs();
    this.insistOnShape(J);
    const inputs = this.inputs.map(({ value }) => leaf(value));
    const weights = this.layer.weights.map(({ value }) => value);
    const gradients = this.layer.formula(inputs, weights).mul(J.value).sum().gradient(inputs);
    // A loss may have a gradient for its labels as well, or not.
    const { differentiableInputs: count } = this.layer;
    return listOf(gradients.slice(0, count), [], {
      free: this.layer.freeAt(this.inputs),
      isOpen: count < gradients.length,
    });
  }

  composeToWeight(J: Box): Outcome {
    this.insistOnSameInputs();
    this.insistOnShape(J);
    const inputs = this.inputs.map(({ value }) => value);
    const weights = this.layer.weights.map(({ value }) => leaf(value));
    const gradients = this.layer.formula(inputs, weights).mul(J.value).sum().gradient(weights);
    return listOf(gradients, this.layer.weights);
  }
}

export abstract class Layer {
  weights: Box[] = [];
  trainable = true;
  /** Null once a model has trained: it may say so or not, as layers without Dropout need not know. */
  training: false | null = false;
  differentiableInputs = Number.POSITIVE_INFINITY;
  private latest: Call | null = null;

  constructor(private readonly world: World) {}

  abstract formula(inputs: Rounded[], weights: Rounded[]): Rounded;

  /** Where the slope is not judged, entry by entry of the input. */
  freeAt(_inputs: Box[]): boolean[] | undefined {
    return undefined;
  }

  get trainableVariables(): Box[] {
    return this.trainable ? this.weights : [];
  }

  call(...inputs: Box[]): Outcome {
    const values = inputs.map(({ value }) => value);
    const outcome = resultOf(
      this.formula(
        values,
        this.weights.map(({ value }) => value),
      ),
    );
    (outcome.value as Box).mayShare(inputs);
    this.latest = new Call(this, inputs, outcome.value as Box);
    this.world.tape?.operations.push(this.latest);
    return outcome;
  }

  inputGradients(): Outcome {
    return this.localGradients();
  }

  weightGradients(): Outcome {
    return this.localGradients();
  }

  /** Their shape is the student's choice; what they are shows in the compositions. */
  private localGradients(): Outcome {
    if (!this.latest) throw new Unjudged();
    return { value: new Kept([...this.latest.inputs, ...this.weights]), expected: null };
  }

  composeToInput(J: Box): Outcome {
    if (!this.latest) throw new Unjudged();
    return this.latest.composeToInput(J);
  }

  composeToWeight(J: Box): Outcome {
    if (!this.latest) throw new Unjudged();
    return this.latest.composeToWeight(J);
  }
}

/** Everything near the kink of a ReLU is left out: a rounding would decide on which side it is. */
export const nearKink = 1e-3;
