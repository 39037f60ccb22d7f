/**
 * The core of Beras: what can be called, what can be differentiated, and the tape that records the calls.
 *
 * Read it once from top to bottom, next to stencil/EXPLORATION.md: everything that you write in the other files builds on
 * these four classes. You only fill in `GradientTape.gradient`.
 */
import { onesLike, Tensor, ValueError, zerosLike } from "#tensor";

/** Anything with a `forward`. As with a Keras layer, use it through `call`, never through `forward` directly. */
export abstract class Callable<Inputs extends unknown[] = Tensor[], Output = Tensor> {
  /** The computation itself. Subclasses implement it; users do not call it. */
  abstract forward(...inputs: Inputs): Output;

  /** Runs `forward`. Python's `layer(x)` is `layer.call(x)` here, and `loss(a, b)` is `loss.call(a, b)`. */
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
 * Results have the dtype of the inputs: when you make a tensor, use `ones(shape, x.dtype)`.
 *
 * Two rules hold for everything that you write. Do not change what you are given: only an optimizer changes weights. Do not
 * change what you have returned: the caller may still be using it. (What you return may share its numbers with an argument.)
 *
 * `Inputs` names the arguments of `call` for the editor: `[x: Tensor]` for a layer, `[yPred: Tensor, yTrue: Tensor]` for a
 * loss; by default any number of tensors.
 */
export abstract class Diffable<Inputs extends Tensor[] = Tensor[]> extends Callable<Inputs, Tensor> {
  /** The tape that is recording, or null if there is none. Set by GradientTape: read it, but do not write it. */
  static gradientTape: GradientTape | null = null;

  /** The tensors that training may change. Optimizers change them in place, so they stay the same objects. */
  weights: Tensor[] = [];
  /** A frozen layer (`false`) keeps its weights: they are not part of `trainableVariables`. */
  trainable = true;
  /** Whether the next call is part of a training. A model sets it before each call; layers such as Dropout read it. */
  training = false;

  /** The input tensors at which the derivatives are taken: of the latest call, or of the call that a tape is at. */
  inputs: Tensor[] = [];
  /** The output of the same call, in a list of one. */
  outputs: Tensor[] = [];

  /** The weights that an optimizer updates. Named as in Keras. */
  get trainableVariables(): Tensor[] {
    return this.trainable ? this.weights : [];
  }

  /**
   * Runs `forward`, stores inputs and output, and records the call if a tape is open.
   *
   * @throws TypeError when `forward` does not return a Tensor
   */
  override call(...inputs: Inputs): Tensor {
    this.inputs = inputs;
    let output = expectTensor(this.forward(...inputs), `${this.constructor.name}.forward`);
    // The tape tells tensors apart by identity, so an output must not be the same object as an input.
    if (inputs.includes(output)) output = output.reshape(output.shape);
    this.outputs = [output];
    Diffable.gradientTape?.operations.push(new Operation(this, inputs, this.outputs));
    return output;
  }

  /**
   * The local derivative with respect to each input, at the inputs of the latest call. One tensor per input:
   *  - `[in, out]` if it is the same for every sample (Dense),
   *  - `[batch, in, out]` if each sample has its own Jacobian (Softmax).
   *
   * `composeToInput` takes either. Weights count with their present values. A loss need not answer for its labels, which are
   * data: without an answer, the tape returns zeros for them.
   */
  abstract inputGradients(): Tensor[];

  /**
   * The local derivative with respect to each weight, one tensor per weight, for each sample by itself:
   *  - `[batch, in, out]`, or `[batch, in, 1]` if all outputs share it, for a weight of shape `[in, out]`,
   *  - any shape that broadcasts to `[batch, out]` for a bias of shape `[out]`.
   */
  weightGradients(): Tensor[] {
    return [];
  }

  /**
   * Chain rule for the inputs. J: [batch, out] -> one [batch, in] per input.
   *
   * For each sample, dTarget/dInput[i] is the sum over o of dOutput[o]/dInput[i] * J[o]. A subclass may override this method with
   * a faster one that returns the same.
   */
  composeToInput(J: Tensor): Tensor[] {
    return expectGradients(this, "inputGradients").map((local, i) =>
      composed(`entry ${i} of ${this.constructor.name}.inputGradients`, local, J, () =>
        local.ndim === 3 ? local.matmul(J.expandDims(-1)).squeeze(-1) : J.matmul(local.T),
      ),
    );
  }

  /**
   * Chain rule for the weights. J: [batch, out] -> one tensor per weight, in the weight's shape.
   *
   * All samples share the weights, so their contributions are added. (They are not averaged here: a loss that takes a
   * mean has already divided by the batch size.)
   */
  composeToWeight(J: Tensor): Tensor[] {
    return expectGradients(this, "weightGradients").map((local, i) => {
      const weight = this.weights[i];
      const who = `entry ${i} of ${this.constructor.name}.weightGradients`;
      const gradient = composed(who, local, J, () => {
        if (local.ndim < 3) return local.mul(J).sum(0);
        // [batch, in, 1] times [batch, out], summed over the batch, is one matrix product.
        if (local.shape[2] === 1) return local.squeeze(2).T.matmul(J);
        return local.mul(J.expandDims(1)).sum(0);
      });
      expectFit(gradient, weight, who, local);
      return gradient.reshape(weight.shape);
    });
  }
}

/** One recorded call. A layer that is called twice appears on the tape twice, each time with its own inputs. */
export class Operation {
  /**
   * @param layer the layer that was called
   * @param inputs its inputs
   * @param outputs its output, in a list of one
   */
  constructor(
    readonly layer: Diffable,
    readonly inputs: Tensor[],
    readonly outputs: Tensor[],
  ) {}

  /** The layer's `composeToInput`, at the inputs of THIS call instead of the latest one. */
  composeToInput(J: Tensor): Tensor[] {
    return this.replay().composeToInput(J);
  }

  /** The layer's `composeToWeight`, at the inputs of THIS call instead of the latest one. */
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
 * Records every Diffable that is called while the tape is open, then walks the calls backwards, as tf.GradientTape does:
 *
 *     using tape = new GradientTape();          // records from here ...
 *     const loss = mse.call(dense.call(x), y);
 *     const [dw, db] = tape.gradient(loss, dense.weights);
 *     // ... to the end of the block, also when an exception leaves it
 *
 * While another tape is open inside of this one, only the inner one records. (TensorFlow's tapes both do.)
 */
export class GradientTape implements Disposable {
  /** The recorded calls, from first to last. */
  readonly operations: Operation[] = [];
  private readonly outer = Diffable.gradientTape;

  constructor() {
    Diffable.gradientTape = this;
  }

  /** Ends the recording. `using` calls this at the end of the block. */
  [Symbol.dispose](): void {
    if (Diffable.gradientTape === this) Diffable.gradientTape = this.outer;
  }

  /**
   * The gradient of `target` with respect to each of `sources`.
   *
   * It may be called several times, before and after the tape has closed, and does not end the recording. Weights count with
   * their present values (TensorFlow takes those of the call).
   *
   * @param target usually the loss; the result is the gradient of the sum of its entries
   * @param sources weights, inputs or any tensors in between, in the order of the gradients to return
   * @returns one gradient per source, in the source's shape; zeros if the target does not depend on the source
   */
  gradient(target: Tensor, sources: Tensor[]): Tensor[] {
    // TODO: Backpropagation. Walk `this.operations` from the last call to the first.
    //
    //  1. Store, for every tensor that you have reached, the gradient of the target with respect to it. A Map from
    //     Tensor to Tensor works well. For which tensor do you know it before you start, and what is it?
    //  2. For each operation whose output you have reached, `operation.composeToInput(J)` carries that gradient to
    //     the operation's inputs (same order), and `operation.composeToWeight(J)` to `operation.layer.weights`.
    //  3. The same tensor can be reached on several paths: an input of two layers (a skip connection), or the
    //     weights of a layer that is called twice. What does the chain rule say about the sum of paths?
    //  4. Some inputs (data, labels) need no gradient. The last product, back to the images, is a large one: skip
    //     everything that neither `sources` nor an earlier operation needs. This saves time, and earns no points.
    // BEGIN SOLUTION
    const wanted = new Set(sources);
    for (const { outputs } of this.operations) wanted.add(outputs[0]);

    const gradients = new Map<Tensor, Tensor>([[target, onesLike(target)]]);
    const accumulate = (tensors: Tensor[], parts: Tensor[]) => {
      parts.forEach((part, i) => {
        const known = gradients.get(tensors[i]);
        gradients.set(tensors[i], known ? known.add(part) : part);
      });
    };

    for (const operation of this.operations.toReversed()) {
      const J = gradients.get(operation.outputs[0]);
      if (!J) continue;
      const { inputs, layer } = operation;
      if (layer.weights.some((w) => wanted.has(w))) accumulate(layer.weights, operation.composeToWeight(J));
      if (inputs.some((x) => wanted.has(x))) accumulate(inputs, operation.composeToInput(J));
    }
    return sources.map((source) => gradients.get(source) ?? zerosLike(source));
    // END SOLUTION
  }
}

/** Returns `value` if it is a Tensor. Otherwise throws an error that names the method and what it returned. */
function expectTensor(value: unknown, who: string): Tensor {
  if (value instanceof Tensor) return value;
  throw new TypeError(`${who} returned ${kindOf(value)}; expected a Tensor`);
}

/** Calls one of the two local derivatives. Checks its result here, where a mistake is easy to understand. */
function expectGradients(layer: Diffable, method: "inputGradients" | "weightGradients"): Tensor[] {
  const name = `${layer.constructor.name}.${method}`;
  if (typeof layer[method] !== "function")
    throw new TypeError(`${name} is missing: is its name spelt as here?`);
  const locals: unknown = layer[method]();
  if (!Array.isArray(locals))
    throw new TypeError(`${name} returned ${kindOf(locals)}; expected an array of Tensors`);
  return locals.map((local, i) => expectTensor(local, `${name}, at entry ${i},`));
}

/** Checks that a weight's gradient has as many entries as the weight. */
function expectFit(gradient: Tensor, weight: Tensor, who: string, local: Tensor): void {
  if (gradient.size === weight.size) return;
  throw new ValueError(
    `${who} has shape ${shapeOf(local)}, which does not fit a weight of shape ${shapeOf(weight)}`,
  );
}

const shapeOf = ({ shape }: Tensor) => `[${shape.join(",")}]`;

/** Names the derivative that does not fit, in place of the tensor operation that notices it. */
function composed(who: string, local: Tensor, J: Tensor, product: () => Tensor): Tensor {
  try {
    return product();
  } catch (error) {
    throw new ValueError(
      `${who} has shape ${shapeOf(local)}, which does not fit J of shape ${shapeOf(J)} (${(error as Error).message})`,
    );
  }
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "undefined";
  if (Array.isArray(value)) return "an array";
  const kind = typeof value === "object" ? value.constructor?.name || "object" : typeof value;
  return `${/^[AEIO]/i.test(kind) ? "an" : "a"} ${kind}`;
}
