/** What explains the numbers that were received, all of them. */
import type { Message } from "./catalogue.ts";
import { significant } from "./numbers.ts";

interface Factor {
  /** Each number is so many times what it should be. */
  factor: number;
  /** What the factor, or its reciprocal, is. */
  of: { name: string; isReciprocal: boolean } | null;
}

export const diagnoses = {
  sign: "The numbers have the right size and the wrong sign.",
  factor: ({ factor, of }: Factor) => {
    const times =
      factor === 2
        ? "twice"
        : factor === 0.5
          ? "half of"
          : of?.isReciprocal
            ? `1/${significant(1 / factor)} of`
            : `${significant(factor, 6)} times`;
    const why = of ? ` ${significant(of.isReciprocal ? 1 / factor : factor)} is ${of.name}.` : "";
    return `Every number is ${times} what it should be.${why}`;
  },
  constant: ({ value }: { value: number }) => `Every number is ${significant(value)}.`,
  "not-a-number":
    "The result contains NaN or Infinity: look for a division by 0, the root or logarithm of a number that is not positive, an exp that overflows, or a sum with undefined.",
  transposed: "The result is the transpose of what is expected: rows and columns are swapped.",
  /** Downwards; negative when the rows are too far up. */
  shifted: ({ rows }: { rows: number }) => {
    const count = Math.abs(rows);
    return `The rows are right, but in the wrong places: each is ${count === 1 ? "one row" : `${count} rows`} too far ${rows > 0 ? "down" : "up"}.`;
  },
};

/** A relation of all numbers to the right ones, or a mistake that the assignment explains. */
export type Diagnosis = Message<typeof diagnoses> | { code: "known"; mistake: string };

/** What else helps with a failure. */
export const hints = {
  timeout:
    "Look for an endless loop, or for a loop over single numbers that one call on a tensor can replace.",
  nothing: "Is a `return` missing, or something that should be set?",
  "not-imported": ({ name }: { name: string }) =>
    `${name} is in #tensor: add it to the import at the top of the file.`,
};

/** For a check that passed by float32's bound. */
export const float32Advice =
  "your code converts to float32, and is right only to float32's rounding; x.dtype keeps the precision of the input";
