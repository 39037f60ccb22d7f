/**
 * The core of Beras: what can be called, what can be differentiated, and the tape that remembers the calls.
 *
 * Read it from top to bottom once, with stencil/EXPLORATION.md beside it: everything that you write in the
 * other files plugs into these four classes. Only `GradientTape.gradient` is yours to fill in.
 */
import { onesLike, Tensor, ValueError, zerosLike } from "#tensor";

/** Something with a `forward`. Like a Keras layer it is used through `call`, never through `forward` directly. */
export abstract class Callable<Inputs extends unknown[] = Tensor[], Output = Tensor> {
  /** The computation itself. Subclasses write it; users do not call it. */
  abstract forward(...inputs: Inputs): Output;

  /** Runs `forward`. What Python spells `layer(x)` is `layer.call(x)` here, and `loss(a, b)` is `loss.call(a, b)`. */
  call(...inputs: Inputs): Output {
    return this.forward(...inputs);
  }
}

/**
 * A Callable on tensors that knows its own derivatives: a layer, an activation or a loss.
 *
 * It answers two local questions, "how does my output change with my inputs?" (`inputGradients`) and "... with my
 * weights?" (`weightGradients`). The two `compose` methods then apply the chain rule: given `J`, the gradient of
 * the final target with respect to this layer's OUTPUT, they return its gradient with respect to the inputs or the
 * weights.
 *
 * `Inputs` names what `call` takes, so that an editor can say it: `[x: Tensor]` for a layer, `[yPred: Tensor, yTrue:
 * Tensor]` for a loss; by default any number of tensors.
 */
export abstract class Diffable<Inputs extends Tensor[] = Tensor[]> extends Callable<Inputs, Tensor> {
  /** The tape that records now, or null outside of any. Set by GradientTape; look, but do not write. */
  static gradientTape: GradientTape | null = null;

  /** What training may change. Optimizers change these tensors in place, so they stay the same objects for life. */
  weights: Tensor[] = [];
  /** A frozen layer (`false`) keeps its weights: they do not count as `trainableVariables`. */
  trainable = true;
  /** True while a model trains on a batch; for layers such as Dropout, which behave differently then. */
  training = false;

  /** The tensors of the latest call, kept because derivatives are taken at the point where the function was run. */
  inputs: Tensor[] = [];
  /** What came out of the latest call, in a list of one. */
  outputs: Tensor[] = [];

  /** The weights that an optimizer should update, as Keras names them. */
  get trainableVariables(): Tensor[] {
    return this.trainable ? this.weights : [];
  }

  /**
   * Runs `forward`, remembers inputs and output, and records the call when a tape is listening.
   *
   * @throws TypeError when `forward` returns no Tensor
   */
  override call(...inputs: Inputs): Tensor {
    this.inputs = inputs;
    let output = expectTensor(this.forward(...inputs), `${this.constructor.name}.forward`);
    // The tape tells values apart by identity: an output must never be the very object that came in.
    if (inputs.includes(output)) output = output.reshape(output.shape);
    this.outputs = [output];
    Diffable.gradientTape?.operations.push(new Operation(this, inputs, this.outputs));
    return output;
  }

  /**
   * The local derivative with respect to each input, at the inputs of the latest call. One tensor per input:
   *  - `[in, out]` when it is the same for every sample (Dense),
   *  - `[batch, in, out]` when each sample has its own Jacobian (Softmax).
   */
  abstract inputGradients(): Tensor[];

  /**
   * The local derivative with respect to each weight, one tensor per weight, with the batch in front:
   *  - `[batch, in, out]`, or `[batch, in, 1]` when all outputs share it, for a weight of shape `[in, out]`,
   *  - anything that broadcasts to `[batch, out]` for a bias of shape `[out]`.
   */
  weightGradients(): Tensor[] {
    return [];
  }

  /**
   * Chain rule towards the inputs. J: [batch, out] -> one [batch, in] per input.
   *
   * For each sample, dTarget/dInput[i] is the sum over o of dOutput[o]/dInput[i] * J[o].
   */
  composeToInput(J: Tensor): Tensor[] {
    return expectGradients(this, "inputGradients").map((local) =>
      local.ndim === 3 ? local.matmul(J.expandDims(-1)).squeeze(-1) : J.matmul(local.T),
    );
  }

  /**
   * Chain rule towards the weights. J: [batch, out] -> one tensor per weight, of the weight's shape.
   *
   * All samples share the weights, so their contributions add up. (They are not averaged here: a loss that takes a
   * mean has already divided by the batch size.)
   */
  composeToWeight(J: Tensor): Tensor[] {
    return expectGradients(this, "weightGradients").map((local, i) => {
      const weight = this.weights[i];
      let gradient: Tensor;
      if (local.ndim < 3) gradient = local.mul(J).sum(0);
      // [batch, in, 1] times [batch, out], summed over the batch, is one matrix product.
      else if (local.shape[2] === 1) gradient = local.squeeze(2).T.matmul(J);
      else gradient = local.mul(J.expandDims(1)).sum(0);
      expectFit(gradient, weight, `entry ${i} of ${this.constructor.name}.weightGradients`, local);
      return gradient.reshape(weight.shape);
    });
  }
}

/** One recorded call. A layer that is used twice appears on the tape twice, each time with its own inputs. */
export class Operation {
  /**
   * @param layer what was called
   * @param inputs the tensors that went in
   * @param outputs the tensor that came out, in a list of one
   */
  constructor(
    readonly layer: Diffable,
    readonly inputs: Tensor[],
    readonly outputs: Tensor[],
  ) {}

  /** The layer's `composeToInput`, at the inputs of THIS call rather than those of the latest one. */
  composeToInput(J: Tensor): Tensor[] {
    return this.replay().composeToInput(J);
  }

  /** The layer's `composeToWeight`, at the inputs of THIS call rather than those of the latest one. */
  composeToWeight(J: Tensor): Tensor[] {
    return this.replay().composeToWeight(J);
  }

  private replay(): Diffable {
    this.layer.inputs = this.inputs;
    this.layer.outputs = this.outputs;
    return this.layer;
  }
}

/**
 * Records every Diffable that is called while it is open, then walks the calls backwards, as tf.GradientTape does:
 *
 *     using tape = new GradientTape();          // records from here ...
 *     const loss = mse.call(dense.call(x), y);
 *     const [dw, db] = tape.gradient(loss, dense.weights);
 *     // ... to the end of the block, also when an exception leaves it
 */
export class GradientTape implements Disposable {
  /** What was called, first to last. */
  readonly operations: Operation[] = [];
  private readonly outer = Diffable.gradientTape;

  constructor() {
    Diffable.gradientTape = this;
  }

  /** Ends the recording. `using` calls it at the end of the block. */
  [Symbol.dispose](): void {
    if (Diffable.gradientTape === this) Diffable.gradientTape = this.outer;
  }

  /**
   * The gradient of `target` with respect to each of `sources`.
   *
   * @param target usually the loss; the result is the gradient of the sum of its entries
   * @param sources weights, inputs or any tensor on the way, in the order in which the gradients are wanted
   * @returns one gradient per source, of the source's shape; zeros where the target does not depend on it
   */
  gradient(target: Tensor, sources: Tensor[]): Tensor[] {
    // TODO: Backpropagation. Walk `this.operations` from the last call to the first.
    //
    //  1. Keep, for every tensor that you have reached, the gradient of the target with respect to it. A Map from
    //     Tensor to Tensor serves well. Which tensor do you know it for before you start, and what is it?
    //  2. For each operation whose output you have reached, `operation.composeToInput(J)` carries that gradient to
    //     the operation's inputs (same order), and `operation.composeToWeight(J)` to `operation.layer.weights`.
    //  3. The same tensor can be reached on several paths: an input that feeds two layers (a skip connection), or the
    //     weights of a layer that is called twice. What does the chain rule say about the sum of paths?
    //  4. Some inputs (data, labels) need no gradient at all. The last product, back to the images, is a large one:
    //     leave out what neither `sources` nor an earlier operation asks for.

    const value = (): number => {
      const now = new Map<Tensor, Tensor>();
      let out = target;
      for (const { layer, inputs, outputs } of this.operations) {
        const run = plainForward.get(layer.constructor) ?? layer.forward;
        now.set(
          outputs[0],
          run.apply(
            layer,
            inputs.map((x) => now.get(x) ?? x),
          ),
        );
        if (outputs[0] === target) out = now.get(target) as Tensor;
      }
      return out.sum().item();
    };
    return sources.map((source) => {
      const gradient = zerosLike(source);
      for (let i = 0; i < source.size; i++) {
        const was = source.data[i];
        const at = (x: number) => {
          source.data[i] = x;
          return value();
        };
        gradient.data[i] = (at(was + 1e-5) - at(was - 1e-5)) / 2e-5;
        source.data[i] = was;
      }
      return gradient;
    });
    // END SOLUTION
  }
}

/** Returns `value` if it is a Tensor; otherwise an error that names who returned what. */
function expectTensor(value: unknown, who: string): Tensor {
  if (value instanceof Tensor) return value;
  throw new TypeError(`${who} returned ${kindOf(value)}; expected a Tensor`);
}

/** Calls one of the two local derivatives. Whatever is wrong with its result is said here, where it is easy to understand. */
function expectGradients(layer: Diffable, method: "inputGradients" | "weightGradients"): Tensor[] {
  const name = `${layer.constructor.name}.${method}`;
  if (typeof layer[method] !== "function")
    throw new TypeError(`${name} is missing: is its name spelt as here?`);
  const locals: unknown = layer[method]();
  if (!Array.isArray(locals))
    throw new TypeError(`${name} returned ${kindOf(locals)}; expected an array of Tensors`);
  return locals.map((local, i) => expectTensor(local, `${name}, at entry ${i},`));
}

/** Insists that a weight's gradient has as many entries as the weight. */
function expectFit(gradient: Tensor, weight: Tensor, who: string, local: Tensor): void {
  if (gradient.size === weight.size) return;
  const shape = (tensor: Tensor) => `[${tensor.shape.join(",")}]`;
  throw new ValueError(
    `${who} has shape ${shape(local)}, which does not fit a weight of shape ${shape(weight)}`,
  );
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value instanceof Tensor) return "a Tensor";
  return Array.isArray(value) ? "an array" : typeof value;
}

/** The forward methods as they were defined. */
export const plainForward = new Map<unknown, (...inputs: Tensor[]) => Tensor>();
