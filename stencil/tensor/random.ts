import seedrandom from "seedrandom";
import { allocate, floatx } from "./dtype.ts";
import { describe, ValueError } from "./errors.ts";
import { type Shape, sizeOf, toShape } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** A stream of random numbers: the same seed gives the same numbers on every machine. */
export interface Generator {
  /** Normally distributed numbers of this shape; by default a single one. */
  normal(mean?: number, std?: number, shape?: Shape): Tensor;
  /** Numbers distributed evenly over `low <= x < high`. */
  uniform(low?: number, high?: number, shape?: Shape): Tensor;
  /** The numbers 0 to n - 1 in random order. */
  permutation(n: number): number[];
}

/** Makes a {@link Generator} that is independent of {@link random}. */
function generator(seed: number | string): Generator {
  // Alea is the fastest of seedrandom's generators. Its `double` fills all 53 bits of a number.
  const next = seedrandom.alea(String(seed)).double;
  return {
    normal: (...args) => normal(next, ...args),
    uniform: (...args) => uniform(next, ...args),
    permutation: (n) => permutation(next, n),
  };
}

let shared: Generator | undefined;

function current(): Generator {
  shared ??= generator(Math.random());
  return shared;
}

/**
 * Random numbers. Without a seed, they differ from run to run.
 *
 * @example
 * random.seed(7);
 * random.normal(0, 1, [2, 3]); // shape [2,3]
 * random.permutation(60000).length; // 60000
 */
export const random = {
  /**
   * Sets the seed: from here on, the same seed gives the same numbers. As `np.random.seed`.
   *
   * @example random.seed(7);
   */
  seed(seed: number | string): void {
    shared = generator(seed);
  },

  /**
   * Normally distributed numbers of this shape, by default a single one, with mean 0 and STANDARD DEVIATION 1 by default. As
   * `np.random.normal`.
   *
   * @example random.normal(5, 0.1, [2, 3]); // shape [2,3]
   * @throws ValueError when `std` is negative
   */
  normal(...args: [mean?: number, std?: number, shape?: Shape]): Tensor {
    return current().normal(...args);
  },

  /**
   * Numbers of this shape, by default a single one, distributed evenly over `low <= x < high`, by default 0 and 1. As
   * `np.random.uniform`.
   *
   * @example random.uniform(0, 1, [2, 3]); // shape [2,3]
   * @throws ValueError when `low` exceeds `high`
   */
  uniform(...args: [low?: number, high?: number, shape?: Shape]): Tensor {
    return current().uniform(...args);
  },

  /**
   * The numbers 0 to n - 1 in random order, as a list for {@link Tensor.gather}. As `np.random.permutation`.
   *
   * @example zeros([3, 2]).gather(random.permutation(3)); // shape [3,2], the rows shuffled
   */
  permutation(n: number): number[] {
    return current().permutation(n);
  },

  /**
   * Makes an independent stream of random numbers with the same methods.
   *
   * @example random.generator("my own").permutation(3).length; // 3
   */
  generator,
};

function checkNumber(operation: string, what: string, value: unknown, example: string): void {
  if (typeof value !== "number") {
    throw new ValueError(
      `${operation}: the ${what} is a number, received ${describe(value)}; the shape comes last: ${example}`,
    );
  }
}

/** The types forbid more arguments, but do not keep a program from running with the first length only. */
function checkLengths(call: string, operation: string, shape: Shape, more: unknown[]): void {
  if (!more.length) return;
  throw new ValueError(
    `${operation}: the lengths of several axes are a list: ${call}[${[shape, ...more].map(describe).join(", ")}])`,
  );
}

/** Box and Muller (1958): turns two independent uniform numbers into two independent normal ones. */
function normal(next: () => number, mean = 0, std = 1, shape: Shape = [], ...more: unknown[]): Tensor {
  checkLengths(`random.normal(${describe(mean)}, ${describe(std)}, `, "normal", shape, more);
  const lengths = toShape("normal", shape);
  checkNumber("normal", "mean", mean, "random.normal(0, 1, [2, 3])");
  checkNumber("normal", "standard deviation", std, "random.normal(0, 1, [2, 3])");
  if (!(std >= 0)) throw new ValueError(`normal: the standard deviation must be >= 0, received ${std}`);
  const out = allocate(floatx(), sizeOf(lengths));
  for (let i = 0; i < out.length; i += 2) {
    // 1 - u is in (0, 1], where the logarithm is finite.
    const radius = std * Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    out[i] = mean + radius * Math.cos(angle);
    if (i + 1 < out.length) out[i + 1] = mean + radius * Math.sin(angle);
  }
  return new Tensor(out, lengths);
}

function uniform(next: () => number, low = 0, high = 1, shape: Shape = [], ...more: unknown[]): Tensor {
  checkLengths(`random.uniform(${describe(low)}, ${describe(high)}, `, "uniform", shape, more);
  const lengths = toShape("uniform", shape);
  checkNumber("uniform", "lower bound", low, "random.uniform(0, 1, [2, 3])");
  checkNumber("uniform", "upper bound", high, "random.uniform(0, 1, [2, 3])");
  if (!(low <= high)) throw new ValueError(`uniform: low must not exceed high, received ${low} and ${high}`);
  const out = allocate(floatx(), sizeOf(lengths));
  for (let i = 0; i < out.length; i++) {
    out[i] = low + (high - low) * next();
    // Rounding, especially to float32, can reach the open end.
    if (out[i] >= high) out[i] = low;
  }
  return new Tensor(out, lengths);
}

/** Fisher and Yates: every order is equally likely. */
function permutation(next: () => number, n: number): number[] {
  if (!Number.isInteger(n) || n < 0) {
    throw new ValueError(
      `permutation: takes a whole number >= 0, received ${describe(n)}; x.gather(random.permutation(n)) shuffles n rows`,
    );
  }
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
