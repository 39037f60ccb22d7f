/**
 * Numbers in float64, each with a bound on how far the same formula is off when float32 works it out: running error
 * analysis (Higham, Accuracy and Stability of Numerical Algorithms, section 3.3), entry by entry, to first order.
 *
 * A check writes its formula once with these, and has the value to expect, the bound, and, by backpropagation, the
 * gradient and its bound. Code that names float32 while a check works in float64 is right as far as the bound, and wrong
 * beyond it.
 */
import { maximum, onesLike, type Tensor, tensor, where, zerosLike } from "#tensor";

/** float32's unit roundoff: a result rounded to the nearest is off by at most this share of it, or by half of `tiny`. */
const u = 2 ** -24;
const tiny = 2 ** -149;
/**
 * How many roundings count for one operation: each is one at least, and there are several ways to write it. A mean may be
 * a sum of shares, 2 (p - t) / n has its factor in front, behind or in two parts, a square may be a power, and the numbers
 * that are kept between two operations may be rounded once more. Over the some ten operations of a check's formula the
 * bound comes to 1e-6 to 1e-5 of the numbers in it; every known mistake is a hundred times as large.
 */
const roundings = 4;

/** From the gradient of an operation's output to that of one of its operands. */
type Pull = (J: Rounded) => Rounded;

/** A bound is worked out when it is asked for: most numbers are right in float64, and need none. */
type Bound = Tensor | (() => Tensor);

export class Rounded {
  /**
   * @param bound at most so far is float32's result from `value`; of the same shape
   * @param operands what it was worked out from, and how gradients go back there
   */
  constructor(
    readonly value: Tensor,
    private bound: Bound,
    readonly operands: readonly [Rounded, Pull][] = [],
  ) {}

  get error(): Tensor {
    if (typeof this.bound === "function") this.bound = this.bound();
    return this.bound;
  }

  /** A number that a check hands over: a float32 copy of it is off by what the copy loses, often nothing at all. */
  static of(given: Tensor | number): Rounded {
    const value = typeof given === "number" ? tensor(given, "float64") : given.astype("float64");
    return new Rounded(value, () => value.sub(value.astype("float32").astype("float64")).abs());
  }

  /** The same bound around a value that was found in another way: read from a fixture, or by finite differences. */
  at(value: Tensor): Rounded {
    return new Rounded(value, () => this.error.reshape(value.shape));
  }

  /** The same number, as if it had been worked out from nothing. */
  alone(): Rounded {
    return new Rounded(this.value, () => this.error);
  }

  get shape(): readonly number[] {
    return this.value.shape;
  }

  get T(): Rounded {
    return new Rounded(this.value.T, () => this.error.T);
  }

  reshape(shape: readonly number[]): Rounded {
    return this.operation(this.value.reshape(shape), () => this.error.reshape(shape), 0, [
      [this, (J) => J.reshape(this.shape)],
    ]);
  }

  add(other: Rounded): Rounded {
    return this.operation(this.value.add(other.value), () => this.error.add(other.error), roundings, [
      [this, (J) => J.sumTo(this.shape)],
      [other, (J) => J.sumTo(other.shape)],
    ]);
  }

  neg(): Rounded {
    return this.operation(this.value.neg(), () => this.error, 0, [[this, (J) => J.neg()]]);
  }

  sub(other: Rounded): Rounded {
    return this.add(other.neg());
  }

  mul(by: Rounded | number): Rounded {
    const other = by instanceof Rounded ? by : Rounded.of(by);
    const error = () =>
      this.value.abs().mul(other.error).add(other.value.abs().add(other.error).mul(this.error));
    return this.operation(this.value.mul(other.value), error, roundings, [
      [this, (J) => J.mul(other).sumTo(this.shape)],
      [other, (J) => J.mul(this).sumTo(other.shape)],
    ]);
  }

  /** The least that float32 can have for |x|. A bound that reaches x itself says no more than that x is lost. */
  private certain(): Tensor {
    const size = this.value.abs();
    return maximum(size.sub(this.error), size.mul(u));
  }

  /** 1 / x. */
  reciprocal(): Rounded {
    const value = tensor(1, "float64").div(this.value);
    const error = () => this.error.div(this.value.abs().mul(this.certain()));
    const result: Rounded = this.operation(value, error, roundings, [
      [this, (J) => J.mul(result).mul(result).neg()],
    ]);
    return result;
  }

  div(by: Rounded): Rounded {
    return this.mul(by.reciprocal());
  }

  square(): Rounded {
    return this.mul(this);
  }

  /** Of positive numbers: off by error / sqrt(x) at most, as the root's slope is half of that, and steeper further down. */
  sqrt(): Rounded {
    const value = this.value.sqrt();
    return this.operation(value, () => this.error.div(value), roundings);
  }

  exp(): Rounded {
    const value = this.value.exp();
    // An error in the exponent is a factor: e^(x + d) - e^x = e^x (e^d - 1).
    const result: Rounded = this.operation(value, () => value.mul(this.error.exp().sub(1)), roundings, [
      [this, (J) => J.mul(result)],
    ]);
    return result;
  }

  /** Of positive numbers. */
  log(): Rounded {
    const error = () => this.error.div(this.certain());
    return this.operation(this.value.log(), error, roundings, [[this, (J) => J.mul(this.reciprocal())]]);
  }

  /** [n, m] x [m, k] -> [n, k]: m products and their sum, in any order. */
  matmul(other: Rounded): Rounded {
    const error = () => {
      const [a, b] = [this.value.abs(), other.value.abs()];
      return a
        .matmul(other.error)
        .add(this.error.matmul(b.add(other.error)))
        .add(a.matmul(b).mul((this.shape[1] + roundings) * u));
    };
    return this.operation(this.value.matmul(other.value), error, 0, [
      [this, (J) => J.matmul(other.T)],
      [other, (J) => this.T.matmul(J)],
    ]);
  }

  /** Over one axis, which stays with length 1, or over all entries. */
  sum(axis?: number): Rounded {
    const over = (x: Tensor) => (axis === undefined ? x.sum() : x.sum(axis, true));
    const value = over(this.value);
    const terms = this.value.size / Math.max(1, value.size);
    const error = () => over(this.error).add(over(this.value.abs()).mul((terms + roundings) * u));
    return this.operation(value, error, 0, [[this, (J) => J.mul(exact(onesLike(this.value)))]]);
  }

  mean(): Rounded {
    return this.sum().mul(1 / this.value.size);
  }

  /**
   * Times 1 where x > 0, and times alpha elsewhere: a leaky rectifier of x itself. All x are away from 0 by more than their error,
   * so that float32 takes the same branch. It may be put together from parts of up to its own size, as
   * (1 + alpha) / 2 x + (1 - alpha) / 2 |x| is, and then it is these that are rounded.
   */
  leaky(alpha: number, x = this.value): Rounded {
    const slope = where(x.greater(0), 1, alpha).astype("float64");
    const error = () => slope.mul(this.error).add(this.value.abs().mul(roundings * u));
    return this.operation(slope.mul(this.value), error, 0, [[this, (J) => J.leaky(alpha, x)]]);
  }

  /** Over the last axis. Of the maximum that is subtracted the result does not depend, so no gradient goes there. */
  softmax(): Rounded {
    const largest = new Rounded(this.value.max(-1, true), () => this.error.max(-1, true));
    const e = this.sub(largest).exp();
    return e.div(e.sum(-1));
  }

  /** The gradients of the sum of this one's entries, by backpropagation, each with its bound. */
  gradient(sources: Rounded[]): Rounded[] {
    const gradients = new Map<Rounded, Rounded>([[this, exact(onesLike(this.value))]]);
    for (const node of [...withOperands(this)].reverse()) {
      const J = gradients.get(node);
      for (const [operand, pull] of J ? node.operands : []) {
        const part = pull(J as Rounded);
        gradients.set(operand, gradients.get(operand)?.add(part) ?? part);
      }
    }
    return sources.map((source) => gradients.get(source) ?? exact(zerosLike(source.value)));
  }

  /** The gradient of what was broadcast from this shape: the sum over the copies. */
  private sumTo(shape: readonly number[]): Rounded {
    const missing = this.shape.length - shape.length;
    let result: Rounded = this;
    for (let axis = 0; axis < this.shape.length; axis++) {
      if (this.shape[axis] !== 1 && (axis < missing || shape[axis - missing] === 1))
        result = result.sum(axis);
    }
    return result.reshape(shape);
  }

  private operation(
    value: Tensor,
    error: () => Tensor,
    count: number,
    operands?: [Rounded, Pull][],
  ): Rounded {
    const own = () =>
      value
        .abs()
        .mul(count * u)
        .add(count && tiny);
    const both = () => {
      const bound = error().add(own());
      // 0 times Infinity: a number that is lost in float32 has met one that may be anything but 0 there.
      return where(bound.equal(bound), bound, Number.POSITIVE_INFINITY).astype("float64");
    };
    return new Rounded(value, both, operands);
  }
}

function exact(value: Tensor): Rounded {
  return new Rounded(value, () => zerosLike(value));
}

/** All that a number was worked out from, each behind its own operands; the number itself last. */
function withOperands(node: Rounded, found = new Set<Rounded>()): Set<Rounded> {
  if (found.has(node)) return found;
  for (const [operand] of node.operands) withOperands(operand, found);
  return found.add(node);
}
