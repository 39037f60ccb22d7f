/** Jest matchers for results of a submission. A result can be anything, so each matcher first checks its type. */
import { type Tensor, tensor } from "#tensor";
import { describe } from "../report/describe.ts";
import type { Failure } from "../report/failure.ts";
import type { Comparison } from "../report/report.ts";
import { labels } from "../wording/labels.ts";
import { shape as shapeText } from "../wording/numbers.ts";
import { wanted as words } from "../wording/values.ts";
import { keepComparison } from "./comparisons.ts";
import { acceptFloat32 } from "./current.ts";
import { diagnose, type Explained, isNear, type KnownMistake, type KnownValues } from "./diagnose.ts";
import { Rounded } from "./rounded.ts";
import { describeValue, isTensor, typeFailure } from "./values.ts";

export interface CloseOptions extends Explained {
  /** The value's name in messages: "output", "gradient of W". */
  name?: string;
  rtol: number;
  atol?: number;
  /** "gradient" where `expected` comes from finite differences. */
  kind?: Comparison["kind"];
}

export interface NamedOptions {
  /** The sentence above expected and received. */
  message?: string;
  /** The results of known mistakes. */
  mistakes?: () => KnownValues<unknown>;
}

interface RangeOptions {
  name: string;
  expected?: string;
  /** The results of known mistakes. A value matches a result if it is as near as the range is wide. */
  mistakes?: () => KnownValues<number>;
}

declare global {
  namespace jest {
    interface Matchers<R> {
      /**
       * |received - expected| <= atol + rtol * |expected| for every entry, and the same shape. NaN is close to nothing.
       * A larger difference passes with advice if float32's rounding of a Rounded explains it.
       */
      toBeAllClose(expected: Tensor | number | Rounded, options: CloseOptions): R;
      /** The same data, for texts, numbers and lists of them. */
      toBeExactly(expected: unknown, options?: NamedOptions): R;
      /** A number from `low` to `high`. */
      toBeBetween(low: number, high: number, options: RangeOptions): R;
    }
  }
}

function result(failure: Failure | null): jest.CustomMatcherResult & { failure: Failure | null } {
  return {
    pass: failure === null,
    failure,
    message: () => {
      if (!failure) return words.different;
      const { message, expected, received } = describe(failure);
      return [
        message,
        expected && `${labels.expected}  ${expected}`,
        received && `${labels.received}  ${received}`,
      ]
        .filter(Boolean)
        .join("\n");
    },
  };
}

expect.extend({
  toBeAllClose(
    received: unknown,
    expected: Tensor | number | Rounded,
    { name = "output", rtol, atol = 0, kind = "values", ...explained }: CloseOptions,
  ) {
    const wanted =
      expected instanceof Rounded
        ? expected.value
        : typeof expected === "number"
          ? tensor(expected, "float64")
          : expected;
    const value = typeof received === "number" && wanted.ndim === 0 ? tensor(received, "float64") : received;
    if (!isTensor(value)) {
      const kind = wanted.ndim === 0 ? words.number({}) : words.tensor({ shape: shapeText(wanted.shape) });
      return result(typeFailure(received, name, kind));
    }
    const diagnosis = () => diagnose(value, wanted, { rtol, atol, ...explained });
    if (value.shape.join() !== wanted.shape.join()) {
      const shapes = { expected: wanted.shape, received: value.shape };
      return result({ code: "wrong-shape", name, ...shapes, diagnosis: diagnosis() });
    }
    const differing: number[] = [];
    let isFloat32 = false;
    let worst = 0;
    let largest = -1;
    const [numbers, wantedNumbers] = [value.data, wanted.data];
    for (let i = 0; i < wanted.size; i++) {
      const difference = Math.abs(numbers[i] - wantedNumbers[i]);
      // Written so that NaN, for which every comparison is false, counts as a difference.
      const bound = atol + rtol * Math.abs(wantedNumbers[i]);
      // An infinite bound would let everything through.
      if (difference <= bound && Number.isFinite(bound)) continue;
      // Worked out only where it is needed: most numbers are right in float64.
      const float32 = expected instanceof Rounded ? expected.error.data[i] : 0;
      if (difference <= bound + float32 && Number.isFinite(bound + float32)) {
        isFloat32 = true;
        continue;
      }
      differing.push(i);
      if (difference > largest || (Number.isNaN(difference) && !Number.isNaN(largest))) {
        largest = difference;
        worst = i;
      }
    }
    keepComparison(name, kind, wanted, value, differing);
    if (differing.length === 0) {
      if (isFloat32) acceptFloat32();
      return result(null);
    }
    return result({
      code: "not-close",
      name,
      index: unravel(worst, wanted.shape),
      expected: wanted.data[worst],
      received: value.data[worst],
      shape: wanted.shape,
      differing: differing.length,
      nanCount: differing.filter((i) => Number.isNaN(value.data[i])).length,
      size: wanted.size,
      rtol,
      atol,
      diagnosis: diagnosis(),
    });
  },

  toBeExactly(received: unknown, expected: unknown, { message, mistakes }: NamedOptions = {}) {
    if (this.equals(received, expected)) return result(null);
    return result({
      code: "unexpected",
      message: message ?? null,
      expected: describeValue(expected),
      received: describeValue(received),
      diagnosis: known(mistakes, (value) => this.equals(received, value) && !this.equals(expected, value)),
    });
  },

  toBeBetween(received: unknown, low: number, high: number, options: RangeOptions) {
    if (typeof received === "number" && received >= low && received <= high) return result(null);
    const round = (value: number) => String(Number(value.toPrecision(4)));
    const range =
      low === high
        ? round(low)
        : high === Number.POSITIVE_INFINITY
          ? words.from({ low: round(low) })
          : words.between({ low: round(low), high: round(high) });
    return result({
      code: "unexpected",
      message: null,
      expected: words.named({
        name: options.name,
        value: options.expected ?? range,
        accepted: options.expected && high < Number.POSITIVE_INFINITY ? range : undefined,
      }),
      received:
        typeof received === "number"
          ? words.named({ name: options.name, value: round(received) })
          : describeValue(received),
      diagnosis: known(
        options.mistakes,
        (value) => typeof received === "number" && isNear(received, value, low, high),
      ),
    });
  },
});

/** As `toBeAllClose` for a single number, when several are right. */
export function isClose(received: number, expected: Rounded, rtol: number): boolean {
  const [value, error] = [expected.value.item(), expected.error.item()];
  const difference = Math.abs(received - value);
  const bound = rtol * Math.abs(value);
  if (difference > bound && difference <= bound + error) acceptFloat32();
  return difference <= bound + error;
}

/** The first mistake with this value. */
function known<T>(mistakes: (() => KnownValues<T>) | undefined, isIt: (value: T) => boolean) {
  const entries = Object.entries(mistakes?.() ?? {}) as [KnownMistake, T][];
  const found = entries.find(([, value]) => isIt(value));
  return found ? { code: "known" as const, mistake: found[0] } : null;
}

/** The indices of the i-th entry in row-major order. */
function unravel(i: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (const dim of [...shape].reverse()) {
    index.unshift(i % dim);
    i = Math.floor(i / dim);
  }
  return index;
}
